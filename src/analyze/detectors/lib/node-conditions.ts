import { MINUTE } from '../../../domain/duration.ts';
import { refOf } from '../../../kinds/refs.ts';
import { earliest, timeOf } from '../../../kinds/time.ts';
import type { View } from '../../detector.ts';
import { isYoung } from './ages.ts';
import { heldCondition } from './held.ts';
import { namesText, phrase } from './phrases.ts';

/** What a node says of itself, for each node of which one of the `badWhenTrue` (type → words) is True; all of a node's together. */
export function* badConditions(view: View<'Node'>, badWhenTrue: ReadonlyMap<string, string>, noCause: string) {
  for (const node of view.list('Node')) {
    const bad = (node.status?.conditions ?? []).filter((c) => badWhenTrue.has(c.type) && c.status === 'True');
    const [first, ...others] = bad.sort((a, b) => (a.type < b.type ? -1 : 1));
    if (first === undefined || node.metadata.deletionTimestamp || isYoung(view.now, node, 2 * MINUTE)) continue;
    const subject = refOf(node);
    const [proof, ...more] = heldCondition(subject, first);
    yield {
      subject,
      owner: subject,
      since: earliest(...bad.map((c) => timeOf(c.lastTransitionTime))) ?? view.now,
      reason: first.reason || first.type,
      params: {
        condition: namesText(bad.map((c) => badWhenTrue.get(c.type) ?? c.type)),
        cause: namesText(bad.map((c) => phrase(c.message, noCause))),
      },
      evidence: [proof, ...more, ...others.flatMap((c) => heldCondition(subject, c))],
    } as const;
  }
}

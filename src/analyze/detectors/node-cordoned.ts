import { MINUTE } from '../../domain/duration.ts';
import type { Pod } from '../../kinds/pod.ts';
import { refOf } from '../../kinds/refs.ts';
import type { ObjectOf } from '../../kinds/registry.ts';
import type { Condition } from '../../kinds/text.ts';
import { earliest, timeOf } from '../../kinds/time.ts';
import { defineDetector, type View } from '../detector.ts';
import { evidence, finding } from '../finding.ts';
import { ageOf } from './lib/ages.ts';
import { cordonedFor, cordonWord } from './lib/cordon.ts';
import { heldCondition } from './lib/held.ts';
import { count } from './lib/words.ts';

/** A drain moves pods; for a moment some of them have no place. */
const MOVING = 5 * MINUTE;

interface Waiting {
  readonly pod: Pod;
  readonly condition: Condition;
}

/** A cordoned node that pods wait for. Cordoned alone is on purpose. */
export const nodeCordoned = defineDetector({
  name: 'node-cordoned',
  reads: ['Node', 'Pod'],
  emits: ['node-cordoned'],
  *detect(view) {
    const cordoned = view
      .list('Node')
      .filter((node) => node.spec?.unschedulable === true && !node.metadata.deletionTimestamp);
    if (cordoned.length === 0) return;
    for (const [node, waiting] of waitingFor(view, cordoned)) {
      const subject = refOf(node);
      yield finding('node-cordoned', {
        subject,
        owner: subject,
        since: earliest(...waiting.map(({ condition }) => timeOf(condition.lastTransitionTime))) ?? view.now,
        reason: 'Unschedulable',
        params: { pods: count(waiting.length, 'pod') },
        evidence: [
          evidence(subject, 'spec.unschedulable', true),
          ...waiting.slice(0, 3).flatMap(({ pod, condition }) => heldCondition(refOf(pod), condition)),
        ],
      });
    }
  },
});

function waitingFor(view: View<'Pod'>, cordoned: readonly ObjectOf<'Node'>[]) {
  const waiting = new Map<ObjectOf<'Node'>, Waiting[]>();
  for (const pod of view.list('Pod')) {
    const condition = cordonWord(pod);
    if (condition === undefined || ageOf(view.now, condition.lastTransitionTime) < MOVING) continue;
    for (const node of cordonedFor(pod, cordoned)) {
      const list = waiting.get(node);
      if (list === undefined) waiting.set(node, [{ pod, condition }]);
      else list.push({ pod, condition });
    }
  }
  return waiting;
}

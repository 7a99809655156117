import { MINUTE } from '../../domain/duration.ts';
import { refOf } from '../../kinds/refs.ts';
import { earliest, timeOf } from '../../kinds/time.ts';
import { defineDetector } from '../detector.ts';
import { finding } from '../finding.ts';
import { isYoung } from './lib/ages.ts';
import { heldCondition } from './lib/held.ts';
import { namesText, phrase } from './lib/phrases.ts';

/** The kubelet's own conditions: True is bad. Of any other nobody knows which way it points. */
const BAD_WHEN_TRUE = new Map([
  ['MemoryPressure', 'memory pressure'],
  ['DiskPressure', 'disk pressure'],
  ['PIDPressure', 'too many processes'],
  ['NetworkUnavailable', 'no network'],
]);

/** A node that is short of something. */
export const nodePressure = defineDetector({
  name: 'node-pressure',
  reads: ['Node'],
  emits: ['node-pressure'],
  *detect(view) {
    for (const node of view.list('Node')) {
      const bad = (node.status?.conditions ?? []).filter((c) => BAD_WHEN_TRUE.has(c.type) && c.status === 'True');
      const [first, ...others] = bad.sort((a, b) => (a.type < b.type ? -1 : 1));
      if (first === undefined || node.metadata.deletionTimestamp || isYoung(view.now, node, 2 * MINUTE)) continue;
      const subject = refOf(node);
      const [proof, ...more] = heldCondition(subject, first);
      yield finding('node-pressure', {
        subject,
        owner: subject,
        since: earliest(...bad.map((c) => timeOf(c.lastTransitionTime))) ?? view.now,
        reason: first.reason || first.type,
        params: {
          condition: namesText(bad.map((c) => BAD_WHEN_TRUE.get(c.type) ?? c.type)),
          cause: namesText(bad.map((c) => phrase(c.message, 'its kubelet gives no cause'))),
        },
        evidence: [proof, ...more, ...others.flatMap((c) => heldCondition(subject, c))],
      });
    }
  },
});

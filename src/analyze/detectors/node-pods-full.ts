import { refOf } from '../../kinds/refs.ts';
import { earliest, timeOf } from '../../kinds/time.ts';
import { defineDetector, type View } from '../detector.ts';
import { evidence, finding } from '../finding.ts';
import { heldCondition } from './lib/held.ts';
import { isFinished } from './lib/pod-readiness.ts';
import { conditionOf } from './lib/since.ts';

/** A node with no pod slot left, while pods wait because of it. */
export const nodePodsFull = defineDetector({
  name: 'node-pods-full',
  reads: ['Node', 'Pod'],
  emits: ['node-pods-full'],
  *detect(view) {
    const waiting = waitingForSlots(view);
    if (waiting.length === 0) return;
    const used = new Map<string, number>();
    for (const pod of view.list('Pod')) {
      const node = pod.spec?.nodeName;
      if (node && !isFinished(pod)) used.set(node, (used.get(node) ?? 0) + 1);
    }
    for (const node of view.list('Node')) {
      const slots = node.status?.allocatable?.['pods'];
      const capacity = Number(slots);
      const pods = used.get(node.metadata.name) ?? 0;
      if (slots === undefined || !(capacity > 0) || pods < capacity || node.spec?.unschedulable === true) continue;
      const subject = refOf(node);
      yield finding('node-pods-full', {
        subject,
        owner: subject,
        since: earliest(...waiting.map((w) => timeOf(w.condition.lastTransitionTime))) ?? view.now,
        reason: 'TooManyPods',
        params: { pods, capacity },
        evidence: [
          evidence(subject, 'status.allocatable.pods', slots),
          ...waiting.slice(0, 3).flatMap((w) => heldCondition(refOf(w.pod), w.condition)),
        ],
      });
    }
  },
});

function waitingForSlots(view: View<'Pod'>) {
  return view.list('Pod').flatMap((pod) => {
    const condition = conditionOf(pod.status?.conditions, 'PodScheduled');
    const waits = condition?.status === 'False' && /too many pods/i.test(condition.message ?? '');
    return condition && waits && !isFinished(pod) && !pod.metadata.deletionTimestamp ? [{ pod, condition }] : [];
  });
}

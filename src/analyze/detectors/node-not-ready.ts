import { MINUTE } from '../../domain/duration.ts';
import { refOf } from '../../kinds/refs.ts';
import type { ObjectOf } from '../../kinds/registry.ts';
import { timeOf } from '../../kinds/time.ts';
import { defineDetector, type View } from '../detector.ts';
import { finding } from '../finding.ts';
import { isYoung } from './lib/ages.ts';
import { heldCondition } from './lib/held.ts';
import { phrase } from './lib/phrases.ts';
import { isFinished } from './lib/pod-readiness.ts';
import { conditionOf } from './lib/since.ts';

/** A node that joins has no network at first. */
const JOINING = 2 * MINUTE;
/** The autoscalers take such a node away. */
const LEAVING = new Set(['ToBeDeletedByClusterAutoscaler', 'karpenter.sh/disrupted', 'karpenter.sh/disruption']);

/** A node that says it is not ready, or says nothing any more. */
export const nodeNotReady = defineDetector({
  name: 'node-not-ready',
  reads: ['Node', 'Pod'],
  emits: ['node-not-ready'],
  *detect(view) {
    let busy: ReadonlySet<string> | null = null;
    for (const node of view.list('Node')) {
      const ready = conditionOf(node.status?.conditions, 'Ready');
      if (!ready || ready.status === 'True' || isLeaving(node) || isYoung(view.now, node, JOINING)) continue;
      busy ??= busyNodes(view);
      // Cordoned and emptied, then switched off: somebody works on it.
      if (node.spec?.unschedulable === true && view.complete('Pod', null) && !busy.has(node.metadata.name)) continue;
      const subject = refOf(node);
      yield finding('node-not-ready', {
        subject,
        owner: subject,
        since: timeOf(ready.lastTransitionTime) ?? view.now,
        reason: ready.reason || 'NodeNotReady',
        params: { cause: phrase(ready.message, 'its kubelet gives no cause') },
        evidence: heldCondition(subject, ready),
      });
    }
  },
});

function isLeaving(node: ObjectOf<'Node'>): boolean {
  return Boolean(node.metadata.deletionTimestamp) || (node.spec?.taints ?? []).some((taint) => LEAVING.has(taint.key));
}

/** Nodes with pods that a drain would have moved: those of DaemonSets and the node's own stay. */
function busyNodes(view: View<'Pod'>): ReadonlySet<string> {
  const busy = new Set<string>();
  for (const pod of view.list('Pod')) {
    const stays = (pod.metadata.ownerReferences ?? []).some((o) => o.kind === 'DaemonSet' || o.kind === 'Node');
    if (!stays && !isFinished(pod) && pod.spec?.nodeName) busy.add(pod.spec.nodeName);
  }
  return busy;
}

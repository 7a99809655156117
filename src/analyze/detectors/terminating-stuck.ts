import { MINUTE, SECOND } from '../../domain/duration.ts';
import type { Finding } from '../../domain/finding.ts';
import { duration } from '../../domain/words.ts';
import type { Namespace } from '../../kinds/cluster.ts';
import type { Pod } from '../../kinds/pod.ts';
import { refOf } from '../../kinds/refs.ts';
import { timeOf } from '../../kinds/time.ts';
import { defineDetector, type View } from '../detector.ts';
import { evidence, finding } from '../finding.ts';
import { containersOf } from './lib/containers.ts';
import { lostNode } from './lib/node.ts';
import { clip } from './lib/words.ts';

const POD_PATIENCE = 5 * MINUTE;
const NAMESPACE_PATIENCE = 10 * MINUTE;

/** Pods and namespaces that were deleted and won't go. */
export const terminatingStuck = defineDetector({
  name: 'terminating-stuck',
  reads: ['Pod', 'Namespace', 'Node'],
  emits: ['terminating-stuck'],
  *detect(view) {
    for (const pod of view.list('Pod')) {
      if (isOverdue(pod, view.now, POD_PATIENCE)) yield aboutPod(view, pod);
    }
    for (const namespace of view.list('Namespace')) {
      if (isOverdue(namespace, view.now, NAMESPACE_PATIENCE)) yield aboutNamespace(view, namespace);
    }
  },
});

/** The deletion timestamp of a pod is the end of its grace period already. */
function isOverdue({ metadata }: Pod | Namespace, now: Date, patience: number): boolean {
  const due = timeOf(metadata.deletionTimestamp);
  return due !== null && now.getTime() - due.getTime() > patience;
}

function aboutPod(view: View<'Pod' | 'Node'>, pod: Pod): Finding {
  const { deletionTimestamp, deletionGracePeriodSeconds, finalizers } = pod.metadata;
  const due = timeOf(deletionTimestamp) ?? view.now;
  const node = lostNode(view, pod);
  const asked = due.getTime() - (deletionGracePeriodSeconds ?? 0) * SECOND;
  const subject = refOf(pod);
  const held = finalizers?.length ? `it waits for its finalizer ${finalizers.join(', ')}` : null;
  return finding('terminating-stuck', {
    subject,
    owner: view.ownerOf(pod),
    since: due,
    reason: 'Terminating',
    params: {
      duration: duration(view.now.getTime() - asked),
      cause: node?.words ?? held ?? stillRuns(pod) ?? 'the kubelet has not confirmed its end',
    },
    evidence: [evidence(subject, 'metadata.deletionTimestamp', deletionTimestamp ?? '', due), ...(node?.proof ?? [])],
  });
}

function stillRuns(pod: Pod): string | null {
  const running = [...containersOf(pod)].find(({ status }) => status.state?.running);
  return running === undefined ? null : `container ${running.name} still runs`;
}

/** These conditions say what is left in a namespace, the most telling first. */
const LEFT = [
  'NamespaceDeletionDiscoveryFailure',
  'NamespaceDeletionGroupVersionParsingFailure',
  'NamespaceDeletionContentFailure',
  'NamespaceFinalizersRemaining',
  'NamespaceContentRemaining',
];

function aboutNamespace(view: View<'Namespace'>, namespace: Namespace): Finding {
  const { deletionTimestamp } = namespace.metadata;
  const due = timeOf(deletionTimestamp) ?? view.now;
  const conditions = namespace.status?.conditions ?? [];
  const held = LEFT.flatMap((type) => conditions.find((c) => c.type === type && c.status === 'True') ?? []);
  const left = held[0];
  const subject = refOf(namespace);
  return finding('terminating-stuck', {
    subject,
    owner: subject,
    since: due,
    reason: left?.reason ?? 'Terminating',
    params: {
      duration: duration(view.now.getTime() - due.getTime()),
      cause: left?.message ? clip(left.message, 240) : 'its status does not say what is left in it',
    },
    evidence: [
      evidence(subject, 'metadata.deletionTimestamp', deletionTimestamp ?? '', due),
      ...held.flatMap(({ type, message }) =>
        message ? [evidence(subject, `status.conditions[${type}].message`, message)] : [],
      ),
    ],
  });
}

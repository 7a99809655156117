import type { ObjectRef } from '../../../domain/object-ref.ts';
import type { View } from '../../detector.ts';
import { isLive } from './containers.ts';
import { conditionOf } from './since.ts';

export const OWNER_KINDS = ['Pod', 'Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'Rollout'] as const;

/** False only when the owner provably has all it wants. */
export function isOwnerShort(view: View<(typeof OWNER_KINDS)[number]>, owner: ObjectRef): boolean {
  const { kind, namespace, name } = owner;
  if (kind === 'DaemonSet') {
    const status = view.get(kind, namespace, name)?.status;
    return (status?.numberReady ?? 0) < (status?.desiredNumberScheduled ?? 1);
  }
  if (kind === 'Deployment' || kind === 'ReplicaSet' || kind === 'StatefulSet' || kind === 'Rollout') {
    const workload = view.get(kind, namespace, name);
    if (workload !== undefined) return (workload.status?.readyReplicas ?? 0) < (workload.spec?.replicas ?? 1);
  }
  return !view
    .podsOf(owner)
    .some((pod) => isLive(pod) && conditionOf(pod.status?.conditions, 'Ready')?.status === 'True');
}

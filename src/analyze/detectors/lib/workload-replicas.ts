import { MINUTE, SECOND } from '../../../domain/duration.ts';
import type { Pod } from '../../../kinds/pod.ts';
import type { ObjectOf } from '../../../kinds/registry.ts';
import { timeOf } from '../../../kinds/time.ts';
import { ageOf, isYoung } from './ages.ts';
import { conditionOf } from './since.ts';

export const REPLICA_KINDS = ['Deployment', 'StatefulSet', 'DaemonSet', 'Rollout', 'ReplicaSet'] as const;
export type ReplicaWorkload = ObjectOf<(typeof REPLICA_KINDS)[number]>;

/** What a workload wants and has, and where it says so. */
export interface Counts {
  readonly wanted: number;
  readonly ready: number;
  readonly updated: number;
  readonly fields: Readonly<Record<string, number | null | undefined>>;
}

/** Kubernetes' own deadline where none is set; StatefulSets and DaemonSets have none, for them it is ours. */
export const PROGRESS_DEADLINE = 10 * MINUTE;

export function countsOf(workload: ReplicaWorkload): Counts {
  if (workload.kind === 'DaemonSet') {
    const { desiredNumberScheduled, numberReady, numberUnavailable, updatedNumberScheduled } = workload.status ?? {};
    return {
      wanted: desiredNumberScheduled ?? 0,
      ready: numberReady ?? 0,
      updated: updatedNumberScheduled ?? 0,
      fields: {
        'status.numberReady': numberReady,
        'status.desiredNumberScheduled': desiredNumberScheduled,
        'status.numberUnavailable': numberUnavailable,
      },
    };
  }
  const { readyReplicas, availableReplicas } = workload.status ?? {};
  return {
    wanted: wantedNow(workload),
    // The API leaves out a zero. What is available is ready as well.
    ready: readyReplicas ?? availableReplicas ?? 0,
    updated: workload.kind === 'ReplicaSet' ? 0 : (workload.status?.updatedReplicas ?? 0),
    fields: { 'status.readyReplicas': readyReplicas, 'spec.replicas': workload.spec?.replicas },
  };
}

/** While the controller has not seen the last change, only what it had wanted before can be missing. */
function wantedNow(workload: Exclude<ReplicaWorkload, { kind: 'DaemonSet' }>): number {
  const wanted = workload.spec?.replicas ?? 1;
  if (workload.kind !== 'Deployment' && workload.kind !== 'StatefulSet') return wanted;
  const seen = workload.status?.observedGeneration;
  const lags = typeof seen === 'number' && seen < (workload.metadata.generation ?? 0);
  return lags ? Math.min(wanted, workload.status?.replicas ?? 0) : wanted;
}

/** Made a moment ago: its controller may not have counted yet. */
export function isUnobserved(now: Date, workload: ReplicaWorkload): boolean {
  return isYoung(now, workload, MINUTE);
}

/** A rollout that is inside its deadline and keeps enough of the old pods up is on its way, not a fault. */
export function servesWhileRolling(
  now: Date,
  workload: ReplicaWorkload,
  counts: Counts,
  pods: readonly Pod[],
): boolean {
  return (
    counts.ready >= Math.max(1, counts.wanted - maxUnavailable(workload, counts.wanted)) &&
    isRolling(now, workload, counts, pods)
  );
}

function isRolling(now: Date, workload: ReplicaWorkload, counts: Counts, pods: readonly Pod[]): boolean {
  switch (workload.kind) {
    case 'Deployment': {
      const progressing = conditionOf(workload.status?.conditions, 'Progressing');
      if (progressing?.status !== 'True' || progressing.reason === 'NewReplicaSetAvailable') return false;
      const deadline = (workload.spec?.progressDeadlineSeconds ?? PROGRESS_DEADLINE / SECOND) * SECOND;
      const last = progressing.lastUpdateTime ?? progressing.lastTransitionTime;
      // The controller looks at the deadline now and then: a minute's grace.
      return timeOf(last) === null || ageOf(now, last) < deadline + MINUTE;
    }
    case 'Rollout':
      return workload.status?.phase === 'Progressing' || workload.status?.phase === 'Paused';
    case 'StatefulSet': {
      const { currentRevision, updateRevision } = workload.status ?? {};
      return (updateRevision ?? '') !== (currentRevision ?? '') && anyYoung(now, pods);
    }
    case 'DaemonSet':
      return counts.updated < counts.wanted && anyYoung(now, pods);
    default:
      return false;
  }
}

function anyYoung(now: Date, pods: readonly Pod[]): boolean {
  return pods.some((pod) => isYoung(now, pod, PROGRESS_DEADLINE));
}

/** Rounded down, as the controllers do; never zero, or a rollout without surge could not move. */
function maxUnavailable(workload: ReplicaWorkload, wanted: number): number {
  if (workload.kind === 'ReplicaSet') return 0;
  const byCount = workload.kind === 'StatefulSet' || workload.kind === 'DaemonSet';
  const strategy = byCount ? workload.spec?.updateStrategy : workload.spec?.strategy;
  const set = strategy?.rollingUpdate?.maxUnavailable ?? (byCount ? 1 : '25%');
  if (typeof set === 'number') return set;
  const share = /^(\d+)%$/.exec(set)?.[1];
  return share === undefined ? 0 : Math.floor((wanted * Number(share)) / 100);
}

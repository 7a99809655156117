import { MINUTE } from '../../../domain/duration.ts';
import type { Pod } from '../../../kinds/pod.ts';
import type { Condition } from '../../../kinds/text.ts';
import { latest, timeOf } from '../../../kinds/time.ts';
import type { Slot } from './containers.ts';

/** Image, config and scheduling errors heal by themselves only in their first minute. */
const SETTLING = MINUTE;

export function conditionOf(conditions: readonly Condition[] | null | undefined, type: string): Condition | undefined {
  return conditions?.find((condition) => condition.type === type);
}

/** When the condition took this status; null when it has another one, or nobody knows. */
export function turned(pod: Pod, type: string, status: 'True' | 'False'): Date | null {
  const condition = conditionOf(pod.status?.conditions, type);
  return condition?.status === status ? timeOf(condition.lastTransitionTime) : null;
}

/**
 * Since when the pod is not ready. A container could not fail before the init containers were through, so that
 * counts where it came later.
 */
export function downSince({ pod, role }: Slot): Date | null {
  const notReady = turned(pod, 'Ready', 'False');
  return role === 'container' && notReady !== null ? latest(notReady, turned(pod, 'Initialized', 'True')) : notReady;
}

/** True while the fault is so young that it may heal by itself; a pod without conditions is as old as it is. */
export function isSettling(pod: Pod, since: Date | null, now: Date): boolean {
  const start = since ?? timeOf(pod.metadata.creationTimestamp);
  return start !== null && now.getTime() - start.getTime() < SETTLING;
}

import { MINUTE } from '../../../domain/duration.ts';
import type { Evidence } from '../../../domain/finding.ts';
import type { ContainerStatus } from '../../../kinds/container.ts';
import type { Pod } from '../../../kinds/pod.ts';
import { refOf } from '../../../kinds/refs.ts';
import type { Condition } from '../../../kinds/text.ts';
import { timeOf } from '../../../kinds/time.ts';
import type { View } from '../../detector.ts';
import { ageOf } from './ages.ts';
import { heldCondition } from './held.ts';
import { conditionOf } from './since.ts';

/** Until then an error of image, configuration or scheduling may still be a passing one. */
const ERROR_ALLOWANCE = MINUTE;
/** Pulling a large image takes its time; past this the pod is told as one that does not start. */
const CREATING_ALLOWANCE = 5 * MINUTE;
const INIT_ALLOWANCE = 5 * MINUTE;
/** After so many runs that ended before they were up, the next one is no fresh start. */
const HOPELESS = 3;

export function isReady(pod: Pod): boolean {
  return conditionOf(pod.status?.conditions, 'Ready')?.status === 'True';
}

/** Completed or evicted: it counts for nothing any more. */
export function isFinished(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}

/** Somebody holds it back on purpose. */
export function isGated(pod: Pod): boolean {
  return (
    (pod.spec?.schedulingGates ?? []).length > 0 &&
    conditionOf(pod.status?.conditions, 'PodScheduled')?.status !== 'True'
  );
}

/** What says that the pod is not ready: its Ready condition, or the one of a pod that never got a node. */
function unreadyCondition(pod: Pod): Condition | undefined {
  const conditions = ['Ready', 'PodScheduled'].flatMap((type) => conditionOf(pod.status?.conditions, type) ?? []);
  return conditions.find((condition) => condition.status !== 'True');
}

export function unreadySince(pod: Pod): Date | null {
  return timeOf(unreadyCondition(pod)?.lastTransitionTime);
}

/** The unready conditions of a few pods, as evidence. */
export function unreadyEvidence(pods: readonly Pod[]): readonly Evidence[] {
  return pods.slice(0, 3).flatMap((pod) => {
    const condition = unreadyCondition(pod);
    return condition ? heldCondition(refOf(pod), condition).slice(0, 1) : [];
  });
}

/** A pod that is on its way up and may take its time: not a fault yet. */
export function isStarting(view: Pick<View<'Pod'>, 'now' | 'startupAllowance'>, pod: Pod): boolean {
  if (pod.metadata.deletionTimestamp || isFinished(pod) || isReady(pod)) return false;
  const scheduled = conditionOf(pod.status?.conditions, 'PodScheduled');
  const placed = scheduled?.status === 'True' || (pod.spec?.nodeName ?? '') !== '';
  if (!placed) return ageOf(view.now, pod.metadata.creationTimestamp) < ERROR_ALLOWANCE;
  const age = ageOf(view.now, scheduled?.lastTransitionTime ?? pod.status?.startTime ?? pod.metadata.creationTimestamp);
  const init = (pod.status?.initContainerStatuses ?? []).filter((c) => c.ready !== true && c.started !== true);
  const app = (pod.status?.containerStatuses ?? []).filter((c) => c.ready !== true);
  if (init.length === 0 && app.length === 0) return age < CREATING_ALLOWANCE;
  return init.every((c) => initStarting(view, pod, c, age)) && app.every((c) => appStarting(view, pod, c, age));
}

function initStarting(
  view: Pick<View<'Pod'>, 'now' | 'startupAllowance'>,
  pod: Pod,
  status: ContainerStatus,
  age: number,
): boolean {
  const running = status.state?.running;
  if (!running) return waits(status, age);
  return ageOf(view.now, running.startedAt) <= Math.max(INIT_ALLOWANCE, view.startupAllowance(pod, status.name));
}

function appStarting(
  view: Pick<View<'Pod'>, 'now' | 'startupAllowance'>,
  pod: Pod,
  status: ContainerStatus,
  age: number,
): boolean {
  const running = status.state?.running;
  const behindInit = status.state?.waiting?.reason === 'PodInitializing';
  if (behindInit && (pod.status?.initContainerStatuses ?? []).some((c) => c.ready !== true)) return true;
  if (!running) return waits(status, age);
  const allowance = view.startupAllowance(pod, status.name);
  return ageOf(view.now, running.startedAt) < allowance && !neverGetsUp(status, allowance);
}

function waits(status: ContainerStatus, age: number): boolean {
  const reason = status.state?.waiting?.reason ?? '';
  if (reason === 'CrashLoopBackOff' || status.state?.terminated) return false;
  const creating = reason === '' || reason === 'ContainerCreating' || reason === 'PodInitializing';
  return age < (creating ? CREATING_ALLOWANCE : ERROR_ALLOWANCE);
}

/** It runs, but its last run died before it was up, and not for the first time. */
function neverGetsUp(status: ContainerStatus, allowance: number): boolean {
  const last = status.lastState?.terminated;
  const [from, to] = [timeOf(last?.startedAt), timeOf(last?.finishedAt)];
  if ((status.restartCount ?? 0) < HOPELESS || from === null || to === null) return false;
  return to.getTime() - from.getTime() < allowance;
}

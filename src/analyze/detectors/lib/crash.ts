import { MINUTE } from '../../../domain/duration.ts';
import { duration } from '../../../domain/words.ts';
import type { Terminated } from '../../../kinds/container.ts';
import { timeOf } from '../../../kinds/time.ts';
import type { View } from '../../detector.ts';
import { isJobPod, restartsAlways, type Slot } from './containers.ts';
import { count } from './words.ts';

/** After a run this long the kubelet forgets the back-off: the next crash is another story. */
const BACKOFF_RESET = 10 * MINUTE;
/** An end this long ago is history. */
const RECENT = 15 * MINUTE;
const MANY = 3;

/** How the container last ended: in its present state, else in the one before. */
export function lastEnd({ status }: Slot): Terminated | null {
  return status.state?.terminated ?? status.lastState?.terminated ?? null;
}

/** True when that end stands in `state`, false when in `lastState`. */
export function hasJustEnded({ status }: Slot): boolean {
  return Boolean(status.state?.terminated);
}

export function wasShort(ended: Terminated): boolean {
  const [start, end] = [timeOf(ended.startedAt), timeOf(ended.finishedAt)];
  return start === null || end === null || end.getTime() - start.getTime() < BACKOFF_RESET;
}

/** In the back-off, or in the moment between a crash and the next start. */
export function isCrashLooping(slot: Slot): boolean {
  if (slot.status.state?.waiting?.reason === 'CrashLoopBackOff') return true;
  const ended = slot.status.state?.terminated;
  if (!ended || (slot.status.restartCount ?? 0) < 1 || !restartsAlways(slot)) return false;
  // An init container that succeeds at last is through.
  if (slot.role === 'init container' && ended.exitCode === 0) return false;
  return wasShort(ended) && !isStartError(ended);
}

/** The runtime could not even start it: told as such. */
export function isStartError(ended: Terminated): boolean {
  return ended.reason === 'StartError' || ended.reason === 'ContainerCannotRun';
}

/** A kill for memory of a container that runs again (or is just about to): recent, or new since the last cycle. */
export function recentOom(view: View<'Pod'>, slot: Slot): Terminated | null {
  const { state, restartCount } = slot.status;
  const ended = lastEnd(slot);
  if (ended?.reason !== 'OOMKilled' || !(state?.running || state?.terminated)) return null;
  if (isCrashLooping(slot) || !comesBack(slot)) return null;
  const before = view.previousRestarts(slot.pod, slot.name);
  const isNew = hasJustEnded(slot) || (before !== undefined && (restartCount ?? 0) > before);
  return isNew || endedWithin(ended, view.now, RECENT) ? ended : null;
}

/** How the restarts grow, in words; null when they don't, or when a worse word for it holds. */
export function restartGrowth(view: View<'Pod'>, slot: Slot): string | null {
  const restarts = slot.status.restartCount ?? 0;
  const { running, terminated } = slot.status.state ?? {};
  if (restarts < MANY || !(running || terminated) || !comesBack(slot)) return null;
  if (slot.role === 'init container' && terminated) return null;
  if (isCrashLooping(slot) || recentOom(view, slot) !== null) return null;
  const before = view.previousRestarts(slot.pod, slot.name);
  if (before !== undefined && restarts - before >= MANY) return `${restarts - before} of them since the last cycle`;
  const end = timeOf(lastEnd(slot)?.finishedAt);
  const age = end === null ? Number.POSITIVE_INFINITY : view.now.getTime() - end.getTime();
  return age < RECENT ? `the last one ${duration(age)} ago` : null;
}

/** A Job counts the failures of its pods itself. */
function comesBack(slot: Slot): boolean {
  return !isJobPod(slot.pod) && slot.pod.spec?.restartPolicy !== 'Never';
}

function endedWithin(ended: Terminated, now: Date, ms: number): boolean {
  const end = timeOf(ended.finishedAt);
  return end !== null && now.getTime() - end.getTime() <= ms;
}

export function restartsText(slot: Slot): string {
  return count(slot.status.restartCount ?? 0, 'restart');
}

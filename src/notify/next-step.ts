import { SECOND } from '../domain/duration.ts';
import { compareSeverity, type Severity } from '../domain/severity.ts';
import { laneOf, type Run } from './flush-run.ts';
import { isTooEarly, outOfTime, withoutHopeless } from './give-up.ts';
import type { Job } from './jobs.ts';

/** Destinations that are served at the same time. */
const MOST_AT_ONCE = 4;
/** For so long what is less urgent waits for what is more urgent, wherever it goes; one that hangs holds up nothing for longer. */
const HEAD_START_MS = SECOND;

export interface Running {
  readonly job: Job;
  readonly startedAt: number;
  readonly done: Promise<void>;
}

/** A job to start, how many milliseconds to wait for one unless something ends before, or the end. */
export function nextStep(run: Run, running: ReadonlySet<Running>): Job | number | 'end' {
  withoutHopeless(run);
  const next = running.size < MOST_AT_ONCE ? nextJob(run, running) : Number.POSITIVE_INFINITY;
  if (typeof next !== 'number' || running.size > 0 || next < run.time.leftMs()) return next;
  // Nothing can start before the time is over; what waits for another message has no time to wait for.
  if (Number.isFinite(next)) outOfTime(run, run.waiting);
  return 'end';
}

/** The first that may start now, else in how many milliseconds there is one. */
function nextJob(run: Run, running: ReadonlySet<Running>): Job | number {
  const now = run.options.clock.monotonic();
  let wait = Number.POSITIVE_INFINITY;
  let paced: Severity | null = null;
  for (const job of run.waiting) {
    const lane = laneOf(run, job.via);
    if (lane.busy || isTooEarly(run, job)) continue;
    // What is less urgent waits for the pace of what is more urgent, not for a sink that asked for a pause.
    if (paced !== null && compareSeverity(paced, job.urgency) < 0) return wait;
    const restMs = lane.readyAt - now;
    if (restMs > 0) {
      wait = Math.min(wait, restMs);
      if (!lane.asked) paced ??= job.urgency;
      continue;
    }
    const headStartMs = headStart(running, job, now);
    return headStartMs > 0 ? Math.min(wait, headStartMs) : job;
  }
  return wait;
}

function headStart(running: ReadonlySet<Running>, job: Job, now: number): number {
  const ahead = [...running].filter((other) => compareSeverity(other.job.urgency, job.urgency) < 0);
  return Math.max(0, ...ahead.map(({ startedAt }) => startedAt + HEAD_START_MS - now));
}

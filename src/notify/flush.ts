import type { Desk } from './arrived.ts';
import { type Delivered, type FlushOptions, laneOf, type Run, startRun, unqueue } from './flush-run.ts';
import { settle } from './give-up.ts';
import type { Job } from './jobs.ts';
import { withoutSpent } from './never-heard.ts';
import { nextStep, type Running } from './next-step.ts';
import { work } from './work-job.ts';

export type { Desk } from './arrived.ts';
export type { Delivered, FlushOptions } from './flush-run.ts';

export interface Flushed {
  readonly desk: Desk;
  readonly delivered: readonly Delivered[];
}

/**
 * Sends what is due, SEV-1 first over all destinations, to each destination one message at a time. What arrives leaves the outbox, and
 * the desk is saved; all else stays there, with what happened. Never rejects.
 *
 * Hand in the outbox without marks of markUnsure for this flush, and keep it with them meanwhile: what is marked is looked for.
 */
export async function flush(desk: Desk, options: FlushOptions): Promise<Flushed> {
  const run = startRun(desk, options);
  const running = new Set<Running>();
  try {
    for (;;) {
      const step = nextStep(run, running);
      if (step === 'end') break;
      if (typeof step === 'number') await either(run, running, step);
      else start(run, running, step);
    }
    settle(run, run.waiting, 'waits for the message it belongs to', false);
    settle(run, run.later, 'refused before, and what was tried there is refused again', false);
    withoutSpent(run);
  } finally {
    run.time.end();
  }
  return { desk: run.desk, delivered: run.delivered };
}

function start(run: Run, running: Set<Running>, job: Job): void {
  const lane = laneOf(run, job.via);
  lane.busy = true;
  unqueue(run, job);
  const done = work(run, job).finally(() => {
    lane.busy = false;
    running.delete(self);
  });
  const self: Running = { job, startedAt: run.options.clock.monotonic(), done };
  running.add(self);
}

/** Until one of those at work ends, or the time is over; the process may be asked to stop meanwhile. */
async function either(run: Run, running: ReadonlySet<Running>, ms: number): Promise<void> {
  const { clock, signal } = run.options;
  const enough = new AbortController();
  const wakers = [enough.signal, ...[signal, run.time.over].filter(({ aborted }) => !aborted)];
  const nap = Number.isFinite(ms) ? [clock.sleep(ms, AbortSignal.any(wakers)).catch(() => {})] : [];
  await Promise.race([...[...running].map(({ done }) => done), ...nap]);
  enough.abort();
}

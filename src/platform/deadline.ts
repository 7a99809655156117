import type { Clock } from './clock.ts';
import { ReadError } from './errors.ts';

/** A point in time after which nobody waits any longer. */
export interface Deadline {
  /** Ends with a ReadError `timeout`, or with the reason of the parent. */
  readonly signal: AbortSignal;
  leftMs(): number;
  /** Frees the timer; the signal no longer fires by itself. */
  end(): void;
}

/** `what` names the work in the error: 'reading the cluster'. */
export function deadlineIn(ms: number, what: string, clock: Clock, parent?: AbortSignal): Deadline {
  const controller = new AbortController();
  const endsAt = clock.monotonic() + ms;
  const timer = setTimeout(() => {
    controller.abort(new ReadError('timeout', `${what} took longer than ${inSeconds(ms)}`, { transient: true }));
  }, ms);
  return {
    signal: parent === undefined ? controller.signal : AbortSignal.any([parent, controller.signal]),
    // A timer may fire a fraction of a millisecond early: over is over.
    leftMs: () => (controller.signal.aborted ? 0 : Math.max(0, endsAt - clock.monotonic())),
    end: () => clearTimeout(timer),
  };
}

/** Gives one piece of work its own time inside the whole. */
export async function within<T>(
  ms: number,
  what: string,
  clock: Clock,
  parent: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const deadline = deadlineIn(ms, what, clock, parent);
  try {
    return await work(deadline.signal);
  } finally {
    deadline.end();
  }
}

export function inSeconds(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${Math.round(ms / 100) / 10} s`;
}

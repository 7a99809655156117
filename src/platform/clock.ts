import { setTimeout as wait } from 'node:timers/promises';

/** The only place that asks for the time. */
export interface Clock {
  now(): Date;
  /** Milliseconds that only ever grow: for measuring, whatever somebody does to the wall clock. */
  monotonic(): number;
  /** Rejects with the signal's reason when it ends early. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => new Date(),
  monotonic: () => performance.now(),
  sleep,
};

/** For `--now`: the wall clock stands still, waiting and measuring stay real. */
export function fixedClock(now: string | Date): Clock {
  const time = new Date(now);
  if (Number.isNaN(time.getTime())) throw new RangeError(`not a time: ${String(now)}`);
  return { ...systemClock, now: () => new Date(time) };
}

async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  try {
    await wait(ms, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    throw signal?.aborted ? signal.reason : error;
  }
}

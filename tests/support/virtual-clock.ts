import type { Clock } from '../../src/platform/clock.ts';

export interface VirtualClock extends Clock {
  /** Moves both clocks on, as if nothing had happened meanwhile. */
  advance(ms: number): void;
}

/** Time passes only while everybody sleeps, and then at once to whoever wakes first. */
export function virtualClock(start = '2026-01-15T12:00:00Z'): VirtualClock {
  let ms = 0;
  const origin = new Date(start).getTime();
  const sleepers = new Set<{ readonly at: number; readonly wake: () => void }>();
  let isPumping = false;
  const pump = (): void => {
    isPumping = false;
    const [next] = [...sleepers].sort((a, b) => a.at - b.at);
    if (next === undefined) return;
    sleepers.delete(next);
    ms = Math.max(ms, next.at);
    next.wake();
    later();
  };
  // After everything that can go on without time has gone on.
  const later = (): void => {
    if (isPumping || sleepers.size === 0) return;
    isPumping = true;
    setImmediate(pump);
  };
  return {
    now: () => new Date(origin + ms),
    monotonic: () => ms,
    advance: (by) => {
      ms += by;
    },
    sleep: (forMs, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const sleeper = { at: ms + forMs, wake: resolve };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', () => {
          sleepers.delete(sleeper);
          reject(signal.reason);
        });
        later();
      }),
  };
}

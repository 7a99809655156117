import type { Clock } from '../platform/clock.ts';

/** Milliseconds each step took. */
export interface Trace {
  step<T>(name: string, work: () => Promise<T> | T): Promise<T>;
  readonly timings: Readonly<Record<string, number>>;
}

/** `onStep` hears of each step as it begins. */
export function startTrace(clock: Clock, onStep: (name: string) => Promise<void> = async () => {}): Trace {
  const timings: Record<string, number> = {};
  return {
    timings,
    async step(name, work) {
      await onStep(name);
      const start = clock.monotonic();
      try {
        return await work();
      } finally {
        timings[name] = Math.round((timings[name] ?? 0) + clock.monotonic() - start);
      }
    },
  };
}

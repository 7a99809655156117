import type { Clock } from '../platform/clock.ts';

/** Milliseconds each step took. */
export interface Trace {
  step<T>(name: string, work: () => Promise<T> | T): Promise<T>;
  readonly timings: Readonly<Record<string, number>>;
}

export function startTrace(clock: Clock): Trace {
  const timings: Record<string, number> = {};
  return {
    timings,
    async step(name, work) {
      const start = clock.monotonic();
      try {
        return await work();
      } finally {
        timings[name] = Math.round((timings[name] ?? 0) + clock.monotonic() - start);
      }
    },
  };
}

import type { Clock } from '../platform/clock.ts';

/** Time for a piece of work, counted by the clock that is handed in. */
export interface TimeLeft {
  /** Aborted when it is over. */
  readonly over: AbortSignal;
  leftMs(): number;
  /** Ends the waiting; `over` no longer fires. */
  end(): void;
}

/** `ms` from now, and no longer than `parent`. */
export function timeLeft(clock: Clock, ms: number, parent: TimeLeft | null): TimeLeft {
  const over = new AbortController();
  const done = new AbortController();
  const endsAt = clock.monotonic() + ms;
  clock.sleep(ms, done.signal).then(
    () => over.abort(new Error('no time is left')),
    () => {},
  );
  return {
    over: parent === null ? over.signal : AbortSignal.any([over.signal, parent.over]),
    leftMs: () => Math.max(0, Math.min(endsAt - clock.monotonic(), parent?.leftMs() ?? Number.POSITIVE_INFINITY)),
    end: () => done.abort(),
  };
}

/** Once `stop` is aborted no more than `graceMs` of it is left. */
export function untilStopped(clock: Clock, ms: number, graceMs: number, stop: AbortSignal): TimeLeft {
  const whole = timeLeft(clock, ms, null);
  const over = new AbortController();
  let grace: TimeLeft | null = null;
  const onStop = (): void => {
    grace = timeLeft(clock, graceMs, null);
    grace.over.addEventListener('abort', () => over.abort(new Error('asked to stop')), { once: true });
  };
  if (stop.aborted) onStop();
  else stop.addEventListener('abort', onStop, { once: true });
  return {
    over: AbortSignal.any([whole.over, over.signal]),
    leftMs: () => Math.min(whole.leftMs(), grace?.leftMs() ?? Number.POSITIVE_INFINITY),
    end: () => {
      stop.removeEventListener('abort', onStop);
      whole.end();
      grace?.end();
    },
  };
}

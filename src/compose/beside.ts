import type { Heartbeat } from '../notify/heartbeat.ts';
import type { Clock } from '../platform/clock.ts';

/** What the cycles of several clusters share, while each has everything else for itself. */
export interface Beside {
  /**
   * One after the other: with a budget nobody may ask before it is known what the one before has spent. Null: its turn did not come within
   * `patienceMs`, and the work was not begun. `work` is told how long it waited.
   */
  readonly inTurn: <T>(work: (waitedMs: number) => Promise<T>, patienceMs: number) => Promise<T | null>;
  /** When the first of their cycles could begin. */
  readonly began: Date;
  /** The part of one cluster in the outside check; null: nobody asked for it. */
  readonly heartbeat: Heartbeat | null;
  /** Milliseconds that are left for all of them. */
  readonly leftMs: () => number;
}

/** Works one after the other; whoever fails or is slow holds up nobody for longer than they want to wait. */
export function turns(clock: Clock): Beside['inTurn'] {
  let last: Promise<unknown> = Promise.resolve();
  return async (work, patienceMs) => {
    const since = clock.monotonic();
    const before = last;
    const own = Promise.withResolvers<void>();
    last = before.then(() => own.promise);
    const enough = new AbortController();
    const tooLate = clock.sleep(patienceMs, enough.signal).then(
      () => false,
      () => false,
    );
    try {
      const isItsTurn = await Promise.race([before.then(() => true), tooLate]);
      enough.abort();
      return isItsTurn ? await work(clock.monotonic() - since) : null;
    } finally {
      own.resolve();
    }
  };
}

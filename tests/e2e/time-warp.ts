// A recording takes a minute to make and tells of a month: each phase of the making stands for an earlier time.
import { setTimeout as sleep } from 'node:timers/promises';

export type Warp = {
  /** From now on, what the API server writes happened so many minutes before the recording. */
  readonly phase: (minutesBefore: number) => Promise<void>;
  /** Every time in a recorded text, moved: by its phase, and so that the recording was taken at `moment`. */
  readonly apply: (text: string, takenAt: Date, moment: Date) => string;
};

type Phase = { readonly from: number; readonly minutesBefore: number };

const TIME = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g;

export function timeWarp(): Warp {
  const phases: Phase[] = [];
  return {
    phase: async (minutesBefore) => {
      // The API's times are whole seconds: no second belongs to two phases.
      await sleep(2000 - (Date.now() % 1000));
      phases.push({ from: Math.floor(Date.now() / 1000) * 1000, minutesBefore });
    },
    apply: (text, takenAt, moment) =>
      text.replace(TIME, (time, fraction: string | undefined) => {
        const at = new Date(time).getTime();
        if (at === takenAt.getTime()) return moment.toISOString();
        const isPast = at <= takenAt.getTime();
        const phase = isPast ? phases.findLast(({ from }) => at >= from) : undefined;
        const inPhase = phase === undefined ? 0 : takenAt.getTime() - phase.minutesBefore * 60_000 - phase.from;
        const moved = at + inPhase + moment.getTime() - takenAt.getTime();
        // What had happened stays past, whatever its phase says; and as precise as before.
        const iso = new Date(isPast ? Math.min(moved, moment.getTime()) : moved).toISOString();
        return fraction === undefined ? iso.replace(/\.\d+Z$/, 'Z') : iso;
      }),
  };
}

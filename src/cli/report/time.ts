import { duration } from '../../domain/words.ts';

/** How times are told: seen from the cycle's own moment, on the reader's clock. */
export interface Lens {
  readonly now: Date;
  /** `02:36 UTC`, with the day when it isn't today's. */
  readonly clock: (iso: string) => string;
  /** `21 Nov 02:36`, for tables that name the zone once. */
  readonly short: (iso: string) => string;
  readonly zone: string;
  /** Always with day and year. */
  readonly date: (iso: string) => string;
  /** How long ago it was: `38 min`. */
  readonly ago: (iso: string) => string;
}

export function lens(now: Date, timeZone: string): Lens {
  const time = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  });
  const day = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short', day: 'numeric', month: 'short' });
  const year = new Intl.DateTimeFormat('en-GB', { timeZone, year: 'numeric' });
  const short = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    day: '2-digit',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const dayOf = (date: Date): string => day.format(date).replace(',', '');
  return {
    now,
    clock: (iso) => {
      const date = new Date(iso);
      const near = dayOf(date) === dayOf(now) && year.format(date) === year.format(now);
      return near ? time.format(date) : `${dayOf(date)} ${time.format(date)}`;
    },
    short: (iso) => short.format(new Date(iso)).replace(',', ''),
    zone: time.formatToParts(now).find(({ type }) => type === 'timeZoneName')?.value ?? timeZone,
    date: (iso) => {
      const date = new Date(iso);
      return `${dayOf(date)} ${year.format(date)} ${time.format(date)}`;
    },
    ago: (iso) => duration(now.getTime() - new Date(iso).getTime()),
  };
}

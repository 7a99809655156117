import { DateTime } from 'luxon';
import type { Destination } from '../domain/destination.ts';
import { dollars, duration } from '../domain/words.ts';
import type { Message } from './message.ts';
import { localDay, when } from './render/when.ts';

export type AllWell = 'off' | 'daily' | 'weekly';

interface Tally {
  readonly since: Date;
  readonly cycles: number;
  readonly incidents: number;
  readonly usd: number;
  readonly now: Date;
  readonly timeZone: string;
}

/** One line that says that somebody looks, and how often. */
export function allWellText({ since, cycles, incidents, usd, now, timeZone }: Tally): string {
  const counts = [counted(cycles, 'cycle'), counted(incidents, 'incident'), dollars(usd)].join(', ');
  return `All well: nothing is broken. In ${duration(now.getTime() - since.getTime())}, since ${when(since, timeZone)}: ${counts}`;
}

function counted(count: number, what: string): string {
  return `${count} ${count === 1 ? what : `${what}s`}`;
}

/**
 * In business hours, once in each local day or ISO week: in its first cycle in which nothing is broken. `since`: the last such line,
 * or the beginning; there is none in the day or week of the beginning. That nothing is broken is for the caller to know.
 */
export function isAllWellDue(mode: AllWell, since: Date, isOpen: boolean, now: Date, timeZone: string): boolean {
  if (mode === 'off' || !isOpen) return false;
  const unit = mode === 'daily' ? 'day' : 'week';
  const begin = (date: Date) => DateTime.fromJSDate(date, { zone: timeZone }).startOf(unit);
  return begin(now) > begin(since);
}

export function allWellMessage(to: Destination, text: string, now: Date, timeZone: string): Message {
  const key = `all-well ${localDay(now, timeZone)}`;
  const about = { severity: 'SEV-4', open: false, incidentIds: [] } as const;
  return { to, kind: 'all-well', ...about, text, key, thread: null, broadcast: false, opens: [] };
}

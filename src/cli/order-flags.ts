import { userInfo } from 'node:os';
import { DateTime } from 'luxon';
import { parseDowntime } from '../config/durations.ts';
import { DAY, MINUTE } from '../domain/duration.ts';
import { redact } from '../platform/redact/redact.ts';
import { parseTime } from './run-flags.ts';

/** What is read, or what is wrong with it. */
export type Parsed<T> = { readonly value: T } | { readonly fault: string };

const LONGEST_TEXT = 500;
const LONGEST_NAME = 80;
const LONGEST_SILENCE = 90 * DAY;

/** What a person typed, as it is kept: one line, without secrets, not endless. */
export function typed(text: string | undefined, what: string): Parsed<string> {
  const line = redact((text ?? '').replace(/\s+/g, ' ').trim(), LONGEST_TEXT);
  return line === '' ? { fault: `${what} needs a text` } : { value: line };
}

/** Who ordered it: `--by`, else the user of this machine. */
export function author(by: string | undefined): Parsed<string> {
  const name = by ?? userName();
  const line = redact(name.replace(/\s+/g, ' ').trim(), LONGEST_NAME);
  return line === '' ? { fault: '--by needs a name, not an empty one' } : { value: line };
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // In a container the user often has a number only.
    return 'somebody';
  }
}

interface EndFlags {
  readonly for?: string;
  readonly until?: string;
}

/** When a silence ends; `timeZone` is that of a time without one. */
export function parseEnd(flags: EndFlags, now: Date, timeZone: string): Parsed<Date> {
  if (flags.for !== undefined && flags.until !== undefined) {
    return { fault: '--for and --until exclude each other: leave one out' };
  }
  if (flags.for !== undefined) return endOf(durationOf(flags.for), now);
  if (flags.until !== undefined) return endOf(timeOf(flags.until, now, timeZone), now);
  return { fault: 'a silence needs an end: --for, such as 4h or 2d, or --until, such as "tomorrow 09:00"' };
}

function endOf(end: Parsed<(now: Date) => Date>, now: Date): Parsed<Date> {
  if ('fault' in end) return end;
  const until = end.value(now);
  const ms = until.getTime() - now.getTime();
  if (ms <= 0) return { fault: `a silence until ${until.toISOString()} would be over already: it ends in the future` };
  if (ms < MINUTE) return { fault: 'a silence lasts a minute at least' };
  if (ms <= LONGEST_SILENCE) return { value: until };
  return {
    fault: 'a silence lasts 90 days at most: what nobody wants to hear of for longer belongs into services.txt',
  };
}

/** Only one exact duration: what is read from half of a text would end too early. */
function durationOf(text: string): Parsed<(now: Date) => Date> {
  const fault = { fault: `--for takes a duration from 1m to 90d, such as 30m, 4h or 2d, not "${text}"` };
  const range = /^[\w ]+(?:\.\d[\w ]*)?$/.test(text) ? parseDowntime(text) : undefined;
  if (range === undefined || range.lowerMs !== range.upperMs || !Number.isFinite(range.upperMs)) return fault;
  return { value: (now) => new Date(now.getTime() + range.upperMs) };
}

const DAYS: Readonly<Record<string, number>> = { today: 0, tomorrow: 1 };

function timeOf(text: string, now: Date, timeZone: string): Parsed<(now: Date) => Date> {
  const exact = parseTime(text);
  if (exact !== null) return { value: () => exact };
  const local = localTime(text, now, timeZone);
  if (local !== null) return { value: () => local };
  const examples = '"tomorrow 09:00", "2026-11-22 09:00" or 2026-11-22T09:00:00Z';
  return { fault: `--until takes a time, such as ${examples}, not "${text}"` };
}

/** `tomorrow 09:00`, `today 17:30`, `2026-11-22 09:00`. */
function localTime(text: string, now: Date, zone: string): Date | null {
  const [, day = '', time = ''] = /^(\S+)[ T](\d\d?:\d\d)$/i.exec(text.trim()) ?? [];
  const ahead = DAYS[day.toLowerCase()];
  const date =
    ahead === undefined ? day : DateTime.fromJSDate(now, { zone }).plus({ days: ahead }).toFormat('yyyy-MM-dd');
  const local = DateTime.fromISO(`${date}T${time.padStart(5, '0')}`, { zone });
  return local.isValid && /^\d{4}-\d\d-\d\d$/.test(date) ? local.toJSDate() : null;
}

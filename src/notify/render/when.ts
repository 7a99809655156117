import { DateTime } from 'luxon';

/** `2026-01-15 12:48 GMT+1`: a time in the zone of the people who read it. */
export function when(date: Date, zone: string): string {
  return DateTime.fromJSDate(date, { zone }).toFormat('yyyy-MM-dd HH:mm ZZZZ');
}

/** `2026-01-15`: the day it is there. */
export function localDay(date: Date, zone: string): string {
  return DateTime.fromJSDate(date, { zone }).toFormat('yyyy-MM-dd');
}

/** `14:00 GMT+1`; with its day where that is another one than the reader would think. */
export function asOf(date: Date, zone: string, since: Date): string {
  if (localDay(date, zone) !== localDay(since, zone)) return when(date, zone);
  return DateTime.fromJSDate(date, { zone }).toFormat('HH:mm ZZZZ');
}

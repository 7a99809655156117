import { DateTime } from 'luxon';
import type { Notice } from '../domain/incident.ts';
import { duration } from '../domain/words.ts';
import { selfNotice } from './notices.ts';

/** A cycle may be late by this much of an interval: a CronJob starts about on time. */
const LATE = 1.5;

/** The cycles that should have run since the last one and did not; null when none is missing, or none ever ran. */
export function missedRuns(
  lastCycleAt: Date | null,
  now: Date,
  intervalMs: number,
  timeZone: string = 'UTC',
): Notice | null {
  if (lastCycleAt === null) return null;
  const silent = now.getTime() - lastCycleAt.getTime();
  if (silent <= LATE * intervalMs) return null;
  const missed = Math.max(1, Math.round(silent / intervalMs) - 1);
  const from = new Date(lastCycleAt.getTime() + intervalMs);
  const title = `no cycle ran ${fromTo(from, now, timeZone)} (${missed} missed)`;
  const detail =
    `The cycle before this one was ${duration(silent)} ago: nobody looked in between, unless a cycle could not keep what it found, and what broke and healed then was not seen. ` +
    'See whether the CronJob is suspended, its jobs failed or the cluster was down, and set HEARTBEAT_URL to hear of it at once';
  return selfNotice('missed-runs', title, detail);
}

/** `from 14:00 to 19:00 UTC`, with the days where they are two. */
function fromTo(from: Date, to: Date, timeZone: string): string {
  const local = [from, to].map((date) => DateTime.fromJSDate(date, { zone: timeZone }).setLocale('en'));
  const isOneDay = new Set(local.map((time) => time.toISODate())).size === 1;
  const [begin, end] = local.map((time) => time.toFormat(isOneDay ? 'HH:mm' : 'd LLL yyyy, HH:mm'));
  return `from ${begin} to ${end} ${local[1]?.toFormat('ZZZZ')}`;
}

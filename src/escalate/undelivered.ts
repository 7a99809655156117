import { DateTime } from 'luxon';
import { destinationName } from '../domain/destination.ts';
import { HOUR } from '../domain/duration.ts';
import type { Notice } from '../domain/incident.ts';
import type { OutboxEntry } from '../domain/outbox.ts';
import { redact } from '../platform/redact/redact.ts';
import { selfNotice } from './notices.ts';

/** What is younger may only be slow. */
const OLD = 2 * HOUR;
const LONGEST_REASON = 200;
const MOST_PLACES = 3;

/** Messages that somebody has to see to: refused, or waiting for long; null when there are none. */
export function undeliveredNotice(outbox: readonly OutboxEntry[], now: Date, timeZone: string = 'UTC'): Notice | null {
  const stuck = outbox.filter((e) => e.refused || now.getTime() - e.createdAt.getTime() > OLD);
  if (stuck.length === 0) return null;
  const places = [...Map.groupBy(stuck, (e) => e.to)];
  const names = places.map(([to]) => destinationName(to));
  const more = names.length - MOST_PLACES;
  const where = [...names.slice(0, MOST_PLACES), ...(more > 0 ? [`${more} more`] : [])].join(', ');
  const detail = places.slice(0, MOST_PLACES).map(([to, entries]) => sentence(destinationName(to), entries, timeZone));
  const kept = 'They are kept and tried again by each cycle; see k8s-monitor outbox list';
  return selfNotice(
    'undelivered',
    `${messages(stuck.length)} could not be delivered to ${where}`,
    `${detail.join('. ')}. ${kept}`,
  );
}

/** `#critical: 3 messages since 15 Jan 2026, 13:00 UTC: Slack says channel_not_found: …`. */
function sentence(name: string, entries: readonly OutboxEntry[], timeZone: string): string {
  const oldest = Math.min(...entries.map((e) => e.createdAt.getTime()));
  const since = DateTime.fromMillis(oldest, { zone: timeZone }).setLocale('en').toFormat('d LLL yyyy, HH:mm ZZZZ');
  const reason =
    entries.findLast((e) => e.refused && e.lastError !== null) ?? entries.findLast((e) => e.lastError !== null);
  const why = redact(reason?.lastError ?? 'not tried yet', LONGEST_REASON);
  const copies = [...new Set(entries.flatMap((e) => e.copies))].map(destinationName);
  const instead = copies.length === 0 ? '' : ` (told in ${copies.join(', ')} instead)`;
  return `${name}: ${messages(entries.length)} since ${since}${instead}: ${why}`;
}

function messages(count: number): string {
  return count === 1 ? '1 message' : `${count} messages`;
}

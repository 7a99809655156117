import { DAY } from '../domain/duration.ts';
import type { Ledger, LedgerIncident, PastIncident } from '../domain/ledger.ts';
import type { Orders } from '../domain/orders.ts';
import { newestPast, PAST_ROOM, pastKey } from '../domain/past.ts';
import { redact } from '../platform/redact/redact.ts';

/** An incident is known again for so long. */
export const PAST_DAYS = 35;
const LONGEST_END = 200;

/** What is over, as little as it takes to know it again. People may still say how it ended for as long as the incident is kept. */
export function pastIncidents(
  { incidents, past }: Pick<Ledger, 'incidents' | 'past'>,
  orders: Orders,
  now: Date,
): PastIncident[] {
  const before = new Map(past.map((one) => [pastKey(one), one]));
  const open = new Set(incidents.filter(({ status }) => status === 'open').map(pastKey));
  const over = incidents.flatMap((incident) => pastOf(incident, before.get(pastKey(incident)), orders) ?? []);
  const all = new Map([...past, ...over].map((one) => [pastKey(one), one]));
  const kept = [...all.values()].filter(
    (one) => !open.has(pastKey(one)) && now.getTime() - one.resolvedAt.getTime() < PAST_DAYS * DAY,
  );
  return newestPast(kept, PAST_ROOM);
}

/** Null for what is not over by itself, and for trouble of the monitoring. */
function pastOf(incident: LedgerIncident, before: PastIncident | undefined, orders: Orders): PastIncident | null {
  const { id, key, codes = [], title, status, state, resolvedAt } = incident;
  // What joined another incident is not well: its story goes on there.
  if (status !== 'resolved' || state !== 'ok' || resolvedAt === null || !/^(?:service|object):/.test(key)) return null;
  return { id, key, codes: [...codes], title, resolvedAt, end: endOf(incident, orders, before?.end ?? null) };
}

/** The word of who said that it is over, also once that is forgotten, goes before what the rules think. A note may have been any guess. */
function endOf(
  { id, culprit }: LedgerIncident,
  { resolves }: Orders,
  before: PastIncident['end'],
): PastIncident['end'] {
  const words = resolves.findLast(({ incidentId }) => incidentId === id)?.reason;
  if (words !== undefined) return { by: 'person', text: line(words) };
  if (culprit === null || before?.by === 'person') return before;
  return { by: 'change', text: line(culprit) };
}

function line(text: string): string {
  return redact(text.replace(/\s+/g, ' ').trim(), LONGEST_END);
}

import { DAY, HOUR } from '../domain/duration.ts';
import type { Ledger, LedgerIncident } from '../domain/ledger.ts';
import type { Thread } from '../domain/outbox.ts';

/** `hard`: where there is little room; it costs edits of old messages and comparisons with the cycle before. */
export type CompactLevel = 'usual' | 'hard';

/** How long what is over is kept. Within 3 hours it may come back as the same incident. */
const KEEP: Record<CompactLevel, number> = { usual: 30 * DAY, hard: 3 * HOUR };
/** Nobody replies any more to what was over that long ago. */
const KEEP_THREADS = DAY;
/** Those of the monitor's own trouble are for one day, whenever in it they began. */
const KEEP_OWN_THREADS = 2 * DAY;
/** What `hard` leaves: of the restarts the most, of a service's workloads some. */
const RESTARTS = 1000;
const SEEN = 20;

/** Without what nobody needs any more. Never an open incident, one whose end was not told, or a message that has not arrived. */
export function compact(ledger: Ledger, now: Date, level: CompactLevel = 'usual'): Ledger {
  const isOld = (time: Date | null, ms: number) => time !== null && now.getTime() - time.getTime() > ms;
  const incidents = ledger.incidents.filter((i) => mustStay(i) || !isOld(i.resolvedAt, KEEP[level]));
  const known = new Map(incidents.map((incident) => [incident.id, incident]));
  const wanted = new Set(ledger.outbox.flatMap(({ thread, incidentIds }) => [thread, ...incidentIds]));
  const isOver = ({ key, at }: Thread): boolean => {
    const incident = known.get(key);
    if (incident === undefined) return isOld(at, KEEP_OWN_THREADS);
    return !mustStay(incident) && isOld(incident.resolvedAt, KEEP_THREADS);
  };
  const compacted: Ledger = {
    ...ledger,
    incidents,
    threads: ledger.threads.filter((thread) => wanted.has(thread.key) || !isOver(thread)),
    pauses: Object.fromEntries(Object.entries(ledger.pauses).filter(([, until]) => until > now)),
  };
  return level === 'hard' ? trimmed(compacted) : compacted;
}

function mustStay({ status, resolvedUntold }: LedgerIncident): boolean {
  return status === 'open' || resolvedUntold;
}

function trimmed(ledger: Ledger): Ledger {
  const restarts = Object.entries(ledger.restarts).sort(([, a], [, b]) => b - a);
  return {
    ...ledger,
    threads: ledger.threads.map((thread) => ({ ...thread, text: null })),
    restarts: Object.fromEntries(restarts.slice(0, RESTARTS)),
    seen: Object.fromEntries(Object.entries(ledger.seen).map(([service, refs]) => [service, refs.slice(0, SEEN)])),
  };
}

import { DAY, HOUR } from '../domain/duration.ts';
import type { Ledger, LedgerIncident } from '../domain/ledger.ts';
import type { Thread } from '../domain/outbox.ts';
import { newestPast, PAST_ROOM, type PastRoom } from '../domain/past.ts';
import { failingIn, isCalm, SERIES_LENGTH, type Series } from '../domain/series.ts';

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
/** Trends of troubles, and how many of the cycles each of them looks back on. */
const SERIES: Record<CompactLevel, { readonly most: number; readonly cycles: number }> = {
  usual: { most: 2000, cycles: SERIES_LENGTH },
  hard: { most: 300, cycles: 5 },
};
const PAST: Record<CompactLevel, PastRoom> = { usual: PAST_ROOM, hard: { listed: 40, others: 10 } };

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
    recent: firstSeries(ledger, SERIES[level]),
    past: newestPast(ledger.past, PAST[level]),
    pauses: Object.fromEntries(Object.entries(ledger.pauses).filter(([, until]) => until > now)),
  };
  return level === 'hard' ? trimmed(compacted) : compacted;
}

const WORST_FIRST = 'Ddtiruo';
/** What is down or degraded in so many of the last five cycles is a risk (docs/severity.md, P0-RISK). */
const RISK = { cycles: 5, failing: 3 };

/** Those of listed services first, by tier; then what fails again and again; then the worst by the state last seen. */
function firstSeries({ recent, incidents }: Ledger, { most, cycles }: (typeof SERIES)['usual']): Ledger['recent'] {
  const short = Object.entries(recent)
    .map(([key, series]): [string, Series] => [key, series.slice(-cycles)])
    .filter(([, series]) => !isCalm(series));
  if (short.length <= most) return Object.fromEntries(short);
  const tiers = new Map(incidents.map(({ service, tier }) => [`service:${service}`, tier ?? 'P9']));
  const ranked = short.map(([key, series]) => {
    const tier = key.startsWith('service:') ? (tiers.get(key) ?? 'P8') : 'P9';
    const isRisk = failingIn(series, RISK.cycles) >= RISK.failing;
    return { key, series, rank: `${tier} ${isRisk ? 0 : 1} ${WORST_FIRST.indexOf(series.at(-1) ?? 'o')}` };
  });
  ranked.sort((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0));
  return Object.fromEntries(ranked.slice(0, most).map(({ key, series }) => [key, series]));
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

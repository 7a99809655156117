import type { Ledger, LedgerIncident, PastIncident } from '../domain/ledger.ts';
import type { Thread } from '../domain/outbox.ts';
import { pastKey } from '../domain/past.ts';
import { isNearlyCalm, type Series, unreadFor } from '../domain/series.ts';
import { later, mergeIncident } from './merge-incident.ts';
import { mergeOutbox } from './merge-outbox.ts';
import { withIds } from './merge-rename.ts';

/**
 * What two runs wrote at the same time, as one ledger: no open incident, nothing told and no message that neither delivered is lost.
 * `base` is what both began with, where that is known: only with it is it sure what a run has taken out.
 */
export function mergeLedgers(mine: Ledger, theirs: Ledger, base: Ledger | null = null): Ledger {
  const other = withIds(theirs, mine);
  const [newer, older] = cycleTime(other) > cycleTime(mine) ? [other, mine] : [mine, other];
  const incidents = mergeIncidents(mine.incidents, other.incidents);
  return {
    ...newer,
    cluster: { ...mine.cluster, version: mine.cluster.version ?? other.cluster.version },
    incidents,
    recent: mergeRecent(newer, older, base),
    past: mergePast(newer.past, older.past, incidents),
    outbox: mergeOutbox(mine, other, base),
    threads: mergeThreads(mine.threads, other.threads),
    pauses: mergePauses(mine.pauses, other.pauses),
    tally: mergeTally(mine.tally, other.tally),
    fence: Math.max(mine.fence, other.fence),
  };
}

/** Who was at work later knows all that it began with: what it has no more was calm for long. Only what the other one has found is added. */
function mergeRecent(newer: Ledger, older: Ledger, base: Ledger | null): Ledger['recent'] {
  const last = older.recentAt.at(-1)?.getTime() ?? 0;
  const missed = newer.recentAt.filter((at) => at.getTime() > last).length;
  const found = Object.entries(older.recent).flatMap(([key, series]): [string, Series][] => {
    const isLetGo = base === null ? isNearlyCalm(series) : key in base.recent;
    return key in newer.recent || isLetGo ? [] : [[key, unreadFor(series, missed)]];
  });
  return { ...Object.fromEntries(found), ...newer.recent };
}

function cycleTime({ lastCycle }: Ledger): number {
  return lastCycle?.at.getTime() ?? 0;
}

function mergeIncidents(mine: readonly LedgerIncident[], theirs: readonly LedgerIncident[]): LedgerIncident[] {
  const others = new Map(theirs.map((incident) => [incident.id, incident]));
  const own = new Set(mine.map(({ id }) => id));
  const both = mine.map((incident) => {
    const other = others.get(incident.id);
    return other === undefined ? incident : mergeIncident(incident, other);
  });
  return [...both, ...theirs.filter(({ id }) => !own.has(id))];
}

/** Who was at work later knows more of it; what is open again is not over. */
function mergePast(
  newer: readonly PastIncident[],
  older: readonly PastIncident[],
  incidents: readonly LedgerIncident[],
): PastIncident[] {
  const open = new Set(incidents.filter(({ status }) => status === 'open').map(pastKey));
  const all = new Map([...older, ...newer].map((one) => [pastKey(one), one]));
  return [...all.values()]
    .filter((one) => !open.has(pastKey(one)))
    .sort((a, b) => b.resolvedAt.getTime() - a.resolvedAt.getTime());
}

function mergeThreads(mine: readonly Thread[], theirs: readonly Thread[]): Thread[] {
  const nameOf = ({ key, to, ref }: Thread) => JSON.stringify([key, to, ref]);
  const own = new Set(mine.map(nameOf));
  return [...mine, ...theirs.filter((thread) => !own.has(nameOf(thread)))];
}

function mergePauses(mine: Ledger['pauses'], theirs: Ledger['pauses']): Ledger['pauses'] {
  const longer = Object.entries(theirs).map(([to, until]) => [to, later(mine[to] ?? until, until)] as const);
  return { ...mine, ...Object.fromEntries(longer) };
}

/** Who began to count later has told that all is well in between. */
function mergeTally(a: Ledger['tally'], b: Ledger['tally']): Ledger['tally'] {
  if (a === null || b === null) return a ?? b;
  if (a.since.getTime() !== b.since.getTime()) return a.since > b.since ? a : b;
  return {
    since: a.since,
    cycles: Math.max(a.cycles, b.cycles),
    incidents: Math.max(a.incidents, b.incidents),
    usd: Math.max(a.usd, b.usd),
  };
}

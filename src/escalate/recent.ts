import type { IncidentDraft } from '../domain/incident.ts';
import type { Ledger } from '../domain/ledger.ts';
import { isCalm, longer, SERIES_LENGTH } from '../domain/series.ts';

/** As they were before their last cycle: one that reads the same cluster again in the same round stands in for it. */
export function withoutLast({
  recent,
  recentAt,
}: Pick<Ledger, 'recent' | 'recentAt'>): Pick<Ledger, 'recent' | 'recentAt'> {
  const shorter = Object.entries(recent).map(([key, series]): [string, string] => [key, series.slice(0, -1)]);
  return { recent: Object.fromEntries(shorter), recentAt: recentAt.slice(0, -1) };
}

/** The times of the cycles that are remembered, with this one. */
export function withTime(times: readonly Date[], now: Date): Date[] {
  return [...times, now].slice(-SERIES_LENGTH);
}

/** The series of all troubles with this cycle in them, without those that have been calm throughout. */
export function withCycle(
  recent: Ledger['recent'],
  drafts: readonly IncidentDraft[],
  wasRead: (key: string) => boolean,
): Ledger['recent'] {
  const seen = new Map(drafts.flatMap(({ members }) => members.map(({ key, state }) => [key, state])));
  const keys = new Set([...Object.keys(recent), ...seen.keys()]);
  const series = [...keys].map((key): [string, string] => {
    const state = seen.get(key) ?? (wasRead(key) ? 'ok' : 'unknown');
    return [key, longer(recent[key] ?? '', state)];
  });
  return Object.fromEntries(series.filter(([, one]) => !isCalm(one)));
}

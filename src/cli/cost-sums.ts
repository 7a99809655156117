import type { TokenUse } from '../domain/agent.ts';
import { DAY } from '../domain/duration.ts';
import { dayOf, monthOf, NO_USE, PURPOSES, type Purpose, type Spend, sumUse } from '../domain/spend.ts';

/** Tokens and dollars of a day (`2026-11-21`) or a month (`2026-11`), in UTC. */
export type Sum = TokenUse & {
  readonly period: string;
  /** Dollars by what they were for; only what was used. */
  readonly byPurpose: Readonly<Partial<Record<Purpose, number>>>;
};

export interface CostSums {
  /** The current month, whatever was used in it: the budget is one for all clusters and purposes together. */
  readonly month: Sum;
  /** Of the last 14 days those in which something was used, the newest first. */
  readonly days: readonly Sum[];
  /** Every month in which something was used, the newest first. */
  readonly months: readonly Sum[];
  /** The current month by cluster, the dearest first. */
  readonly clusters: readonly (TokenUse & { readonly uid: string; readonly name: string })[];
}

const DAYS = 14;

/** All that was spent, whatever it was for. `now` is the system's. */
export function costSums(spends: readonly Spend[], now: Date): CostSums {
  const today = dayOf(now);
  const first = dayOf(new Date(now.getTime() - (DAYS - 1) * DAY));
  const thisMonth = monthOf(now);
  const months = sumsBy(spends, ({ at }) => monthOf(new Date(at)));
  return {
    month: months.find(({ period }) => period === thisMonth) ?? { period: thisMonth, ...NO_USE, byPurpose: {} },
    days: sumsBy(spends, ({ at }) => dayOf(new Date(at))).filter(({ period }) => period >= first && period <= today),
    months,
    clusters: clustersIn(spends.filter(({ at }) => monthOf(new Date(at)) === thisMonth)),
  };
}

function sumsBy(spends: readonly Spend[], periodOf: (spend: Spend) => string): readonly Sum[] {
  return [...grouped(spends, periodOf)]
    .map(([period, of]) => ({ period, ...sumUse(of), byPurpose: byPurpose(of) }))
    .sort((a, b) => (a.period < b.period ? 1 : -1));
}

function byPurpose(spends: readonly Spend[]): Sum['byPurpose'] {
  const sums = grouped(spends, ({ purpose }) => purpose);
  return Object.fromEntries(PURPOSES.flatMap((one) => (sums.has(one) ? [[one, sumUse(sums.get(one) ?? []).usd]] : [])));
}

function clustersIn(spends: readonly Spend[]): CostSums['clusters'] {
  return [...grouped(spends, ({ cluster }) => cluster.uid)]
    .map(([uid, of]) => ({ uid, name: of.at(-1)?.cluster.name ?? uid, ...sumUse(of) }))
    .sort((a, b) => b.usd - a.usd);
}

function grouped<K>(spends: readonly Spend[], keyOf: (spend: Spend) => K): ReadonlyMap<K, readonly Spend[]> {
  const groups = new Map<K, Spend[]>();
  for (const spend of spends) {
    const group = groups.get(keyOf(spend));
    if (group === undefined) groups.set(keyOf(spend), [spend]);
    else group.push(spend);
  }
  return groups;
}

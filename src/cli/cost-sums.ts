import type { TokenUse } from '../domain/agent.ts';
import { DAY } from '../domain/duration.ts';
import type { ClusterSpend } from '../record/read-spend.ts';

/** Tokens and dollars of a day (`2026-11-21`) or a month (`2026-11`), in UTC. */
export type Sum = TokenUse & { readonly period: string };

export interface CostSums {
  /** The current month, whatever was used in it. */
  readonly month: Sum;
  /** Of the last 14 days those in which something was used, the newest first. */
  readonly days: readonly Sum[];
  /** Every month in which something was used, the newest first. */
  readonly months: readonly Sum[];
  /** The current month by cluster: the budget is one of each. */
  readonly clusters: readonly (TokenUse & { readonly uid: string; readonly name: string })[];
}

const DAYS = 14;
const NOTHING: TokenUse = { inputTokens: 0, outputTokens: 0, usd: 0 };

export function costSums(clusters: readonly ClusterSpend[], now: Date): CostSums {
  const days = clusters.flatMap(({ spend }) => Object.entries(spend));
  const today = dayOf(now);
  const first = dayOf(new Date(now.getTime() - (DAYS - 1) * DAY));
  const month = monthOf(today);
  const byMonth = sumsBy(days, monthOf);
  return {
    month: byMonth.find(({ period }) => period === month) ?? { period: month, ...NOTHING },
    days: sumsBy(days, (day) => day).filter(({ period }) => period >= first && period <= today),
    months: byMonth,
    clusters: clusters.map(({ uid, name, spend }) => {
      const own = Object.entries(spend).flatMap(([day, use]) => (monthOf(day) === month ? [use] : []));
      return { uid, name, ...own.reduce(add, NOTHING) };
    }),
  };
}

function sumsBy(days: readonly (readonly [string, TokenUse])[], periodOf: (day: string) => string): readonly Sum[] {
  const sums = new Map<string, TokenUse>();
  for (const [day, use] of days) sums.set(periodOf(day), add(sums.get(periodOf(day)) ?? NOTHING, use));
  return [...sums].map(([period, use]) => ({ period, ...use })).sort((a, b) => (a.period < b.period ? 1 : -1));
}

function add(a: TokenUse, b: TokenUse): TokenUse {
  return {
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    usd: a.usd + b.usd,
  };
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

function monthOf(day: string): string {
  return day.slice(0, 7);
}

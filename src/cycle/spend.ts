import type { TokenUse } from '../domain/agent.ts';
import { DAY } from '../domain/duration.ts';
import type { Ledger } from '../domain/ledger.ts';

/** Longer than a year, so that a year can be compared with the one before. */
const KEEP = 400 * DAY;
const NOTHING: TokenUse = { inputTokens: 0, outputTokens: 0, usd: 0 };

/** Tokens and dollars by UTC day, with what this cycle used. */
export function addSpend(spend: Ledger['spend'], used: TokenUse, now: Date): Ledger['spend'] {
  const today = dayOf(now);
  const oldest = dayOf(new Date(now.getTime() - KEEP));
  const kept = Object.fromEntries(Object.entries(spend).filter(([day]) => day >= oldest));
  if (used.inputTokens + used.outputTokens === 0) return kept;
  return { ...kept, [today]: sum([kept[today] ?? NOTHING, used]) };
}

/** Dollars left of the month's budget, never below 0; null without a budget. */
export function budgetLeft(spend: Ledger['spend'], budgetUsd: number | null, now: Date): number | null {
  if (budgetUsd === null) return null;
  const month = dayOf(now).slice(0, 7);
  const spent = sum(Object.entries(spend).flatMap(([day, used]) => (day.startsWith(month) ? [used] : [])));
  return Math.max(0, budgetUsd - spent.usd);
}

export function sum(uses: readonly TokenUse[]): TokenUse {
  return uses.reduce(
    (total, use) => ({
      inputTokens: total.inputTokens + use.inputTokens,
      outputTokens: total.outputTokens + use.outputTokens,
      usd: total.usd + use.usd,
    }),
    NOTHING,
  );
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

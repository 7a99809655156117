import { DateTime } from 'luxon';
import { dollars } from '../domain/words.ts';
import type { ModelTrouble } from './advisor.ts';
import type { ModelError } from './model.ts';

/** Why there is no answer, as it stands in a message: short, without anything the server said. */
export function shortReason(error: ModelError, model: string): string {
  const { status } = error;
  const code = status === null ? '' : ` (${status})`;
  switch (error.fault) {
    case 'overloaded':
      return `overloaded${code}`;
    case 'rate-limited':
      return `rate limited${code}`;
    case 'unreachable':
      return status === null ? 'not reachable' : `server error${code}`;
    case 'timeout':
      return /^timed out after [\d.]+ m?s$/.test(error.message) ? error.message : 'timed out';
    case 'not-kept':
      return error.message;
    case 'account':
      return status === 401 ? `API key refused${code}` : `account may not be used${code}`;
    case 'spend-limit':
      return `spend limit reached${error.until === null ? '' : `, until ${dayOf(error.until)}`}`;
    case 'retired':
      return `model ${model} is gone${code}`;
    case 'refused-request':
      return `request refused${code}`;
    case 'bad-answer':
      return 'answered nothing usable';
  }
}

/** What somebody has to mend; null where waiting is enough. */
export function troubleOf(error: ModelError, model: string): ModelTrouble | null {
  const mend = mendOf(error, model);
  if (mend === null) return null;
  return { cause: 'settings', reason: shortReason(error, model), detail: `${error.message}. ${mend}` };
}

/** The next model answers: nobody has to hurry, and yet somebody has to mend it, as there may be no further one. */
export function replacedTrouble(missing: string, next: string): ModelTrouble {
  return {
    cause: 'settings',
    reason: `model ${missing} is gone (404), ${next} is asked instead`,
    detail: `Write ${next} into the agents' files or the *_MODEL settings instead of ${missing}.`,
  };
}

function mendOf(error: ModelError, model: string): string | null {
  if (error.fault === 'retired')
    return `Its agents are not asked, those on other models are. Write a model that is there into the agents' files or the *_MODEL settings instead of ${model}.`;
  if (error.fault === 'spend-limit') return 'Raise the limit in the console of the account, or wait.';
  if (error.fault !== 'account') return null;
  if (error.status === 401) return 'Set ANTHROPIC_API_KEY to a key that is valid.';
  return 'Look at the billing and the rights of the account of ANTHROPIC_API_KEY.';
}

/** `budget of $5.00 for November is spent`; months are UTC's. */
export function budgetReason(budgetUsd: number | null, now: Date): string {
  const month = DateTime.fromJSDate(now, { zone: 'utc' }).setLocale('en').toFormat('LLLL');
  return budgetUsd === null ? `budget for ${month} is spent` : `budget of ${dollars(budgetUsd)} for ${month} is spent`;
}

export function budgetTrouble(budgetUsd: number | null, now: Date): ModelTrouble {
  const until = DateTime.fromJSDate(now, { zone: 'utc' }).startOf('month').plus({ months: 1 }).toJSDate();
  return {
    cause: 'budget',
    reason: budgetReason(budgetUsd, now),
    detail: `The rules work alone until ${dayOf(until)}. Raise MONTHLY_BUDGET_USD to go on before; k8s-monitor cost says what it went for.`,
  };
}

/** `1 Dec 2026`, in UTC as months are. */
function dayOf(date: Date): string {
  return DateTime.fromJSDate(date, { zone: 'utc' }).setLocale('en').toFormat('d LLL yyyy');
}

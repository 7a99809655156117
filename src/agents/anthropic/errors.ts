import { AnthropicError, APIConnectionError, APIConnectionTimeoutError, APIError } from '@anthropic-ai/sdk';
import { DateTime } from 'luxon';
import { codeOf, messageOf } from '../../platform/errors.ts';
import { proxyRefusal } from '../../platform/proxy-refusal.ts';
import { redact } from '../../platform/redact/redact.ts';
import { ModelError, type ModelFault } from '../model.ts';
import { BodyTooLarge } from './capped-fetch.ts';

/** Codes of `error.details.error_code` that mean: no more money this month. Source: types of the SDK. */
const SPEND_CODES: readonly string[] = [
  'enforced_spend_limit_reached',
  'contract_spend_limit_reached',
  'linked_organization_spend_limit_reached',
];
/** The limit one sets oneself is a 400 that only its words tell: `… usage limits. You will regain access on 2025-12-01 …`. */
const OWN_LIMIT = /\b(?:usage|spend(?:ing)?) limits?\b/i;
const NO_CREDIT = /\bcredit balance\b/i;

/** Nobody gets such answers from Anthropic. */
const WRONG_PLACE = 'look where ANTHROPIC_BASE_URL leads';

/** What the SDK threw, as a fault that says what to do about it. */
export function modelErrorOf(error: unknown, now: Date): ModelError {
  const cause = error;
  if (causes(error).some((one) => one instanceof BodyTooLarge))
    return new ModelError('bad-answer', `the answer was too large to read (${rootMessage(error)}); ${WRONG_PLACE}`, {
      cause,
    });
  if (error instanceof APIConnectionTimeoutError) return new ModelError('timeout', 'timed out', { cause });
  if (error instanceof APIConnectionError)
    return new ModelError(
      'unreachable',
      proxyRefusal(error) ??
        `unreachable (${rootCode(error) || rootMessage(error)}); look at the network and at ANTHROPIC_BASE_URL`,
      { cause },
    );
  if (error instanceof APIError && typeof error.status === 'number') return ofStatus(error, error.status, now);
  // The SDK itself refused: no way to sign the request, a value it can't send.
  if (error instanceof AnthropicError)
    return new ModelError('refused-request', `the request could not be sent: ${oneLine(error.message)}`, { cause });
  const words = `the answer is no JSON of the Messages API (${oneLine(messageOf(error))}); ${WRONG_PLACE}`;
  return new ModelError('bad-answer', words, { cause });
}

function ofStatus(error: APIError, status: number, now: Date): ModelError {
  const said = saidBy(error);
  const make = (fault: ModelFault, what: string, more: { retryAfterMs?: number | null; until?: Date | null } = {}) =>
    new ModelError(fault, `${what} (${status})${said === '' ? '' : `: ${said}`}`, { status, cause: error, ...more });
  if (isSpendLimit(error, status, said))
    return make('spend-limit', 'spend limit reached', { until: untilOf(said, now) });
  if (status === 400 && (NO_CREDIT.test(said) || error.errorCode === 'organization_on_hold'))
    return make('account', 'the account may not be used');
  if (status === 401) return make('account', 'the API key was refused');
  if (status === 402) return make('account', 'payment is due');
  if (status === 403) return make('account', 'the API key may not do this');
  if (status === 404) return make('retired', 'the model is not there');
  if (status === 408) return make('timeout', 'timed out');
  if (status === 429) return make('rate-limited', 'rate limited', { retryAfterMs: retryAfterOf(error.headers, now) });
  if (status === 529 || error.type === 'overloaded_error')
    return make('overloaded', 'overloaded', { retryAfterMs: retryAfterOf(error.headers, now) });
  if (status >= 500) return make('unreachable', 'server error', { retryAfterMs: retryAfterOf(error.headers, now) });
  return make('refused-request', `the request was refused, and a server of one's own may need MODEL_MODE=plain`);
}

function isSpendLimit({ errorCode }: APIError, status: number, said: string): boolean {
  if (errorCode !== null && SPEND_CODES.includes(errorCode)) return true;
  return status === 400 && OWN_LIMIT.test(said);
}

/** The day the message names, if it lies ahead; else the first of next month, UTC: limits are monthly. */
function untilOf(said: string, now: Date): Date {
  const named = /\bregain access on (\d{4}-\d{2}-\d{2})\b/.exec(said)?.[1];
  const day = named === undefined ? null : DateTime.fromISO(named, { zone: 'utc' });
  const next = DateTime.fromJSDate(now, { zone: 'utc' }).startOf('month').plus({ months: 1 });
  const until = day?.isValid && day > DateTime.fromJSDate(now) && day <= next.plus({ months: 1 }) ? day : next;
  return until.toJSDate();
}

/** `retry-after-ms`, or `retry-after` as seconds or as a date. Null: nothing usable. */
function retryAfterOf(headers: Headers | undefined, now: Date): number | null {
  const ms = headers?.get('retry-after-ms');
  if (ms && /^\d+(?:\.\d+)?$/.test(ms)) return Math.round(Number(ms));
  const after = headers?.get('retry-after');
  if (!after) return null;
  if (/^\d+(?:\.\d+)?$/.test(after)) return Math.round(Number(after) * 1000);
  const date = DateTime.fromHTTP(after);
  return date.isValid ? Math.max(0, date.toMillis() - now.getTime()) : null;
}

/** The server's own words. Strangers' endpoints send anything, so types are not believed. */
function saidBy(error: APIError): string {
  const words: unknown = error.apiMessage;
  return typeof words === 'string' ? oneLine(words) : '';
}

function oneLine(text: string): string {
  return redact(text, 300).replace(/\s+/g, ' ').trim();
}

function causes(error: unknown): unknown[] {
  const found: unknown[] = [];
  for (let one = error; one instanceof Error && found.length < 8; one = one.cause) found.push(one);
  return found;
}

function rootMessage(error: unknown): string {
  return oneLine(messageOf(causes(error).at(-1) ?? error));
}

function rootCode(error: unknown): string {
  return (
    causes(error)
      .map(codeOf)
      .findLast((code) => code !== '') ?? ''
  );
}

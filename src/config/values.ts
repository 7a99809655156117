import { z } from 'zod';
import { HOUR, SECOND } from '../domain/duration.ts';
import { secret } from './secret.ts';

/** The forms a setting's text may have. Each says in words what it wanted. */

export const text = z.string();
export const optionalText = z.string().nullable();
export const optionalSecret = z
  .string()
  .nullable()
  .transform((value) => (value === null ? null : secret(value)));

function positive(text: string, what: string, ctx: z.RefinementCtx): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  ctx.addIssue({ code: 'custom', message: `wants ${what} above 0, such as 15; found "${text}"` });
  return z.NEVER;
}

/** Seconds in the text, milliseconds in the program. */
export const seconds = z.string().transform((value, ctx) => positive(value, 'a number of seconds', ctx) * SECOND);
export const optionalSeconds = z
  .string()
  .nullable()
  .transform((value, ctx) => (value === null ? null : positive(value, 'a number of seconds', ctx) * SECOND));
export const count = z.string().transform((value, ctx) => Math.floor(positive(value, 'a number', ctx)));
/** Whole seconds, one at least: `0.0833` is five minutes. */
export const hours = z
  .string()
  .transform((value, ctx) =>
    Math.max(SECOND, Math.round((positive(value, 'a number of hours', ctx) * HOUR) / SECOND) * SECOND),
  );
export const optionalMoney = z
  .string()
  .nullable()
  .transform((value, ctx) => (value === null ? null : positive(value, 'an amount of dollars', ctx)));

/** What was found is not shown: a mistyped address may hold a key or a password. */
function httpFault(value: string | null): string | null {
  if (value === null || /^https?:$/.test(URL.parse(value)?.protocol ?? '')) return null;
  return 'wants an address that begins with http:// or https://';
}

export const optionalUrl = z
  .string()
  .nullable()
  .superRefine((value, ctx) => {
    const url = value === null ? null : URL.parse(value);
    const hasUser = url !== null && `${url.username}${url.password}` !== '';
    const message =
      httpFault(value) ?? (hasUser ? 'wants an address without user and password: they are never sent' : null);
    if (message !== null) ctx.addIssue({ code: 'custom', message });
  });

/** An address that is a key itself: whoever knows it can use it. */
export const optionalSecretUrl = z
  .string()
  .nullable()
  .superRefine((value, ctx) => {
    const message = httpFault(value);
    if (message !== null) ctx.addIssue({ code: 'custom', message });
  })
  .transform((value) => (value === null ? null : secret(value)));

export const timeZone = z.string().superRefine((value, ctx) => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
  } catch {
    ctx.addIssue({ code: 'custom', message: `wants a time zone such as Europe/Berlin or UTC; found "${value}"` });
  }
});

/** `09:00-17:00` as minutes after midnight. */
export const hoursOfDay = z.string().transform((value, ctx) => {
  const match = /^([01]?\d|2[0-4]):([0-5]\d)\s*-\s*([01]?\d|2[0-4]):([0-5]\d)$/.exec(value.trim());
  const [h1, m1, h2, m2] = (match?.slice(1) ?? []).map(Number);
  const startMinute = (h1 ?? 0) * 60 + (m1 ?? 0);
  const endMinute = (h2 ?? 0) * 60 + (m2 ?? 0);
  if (match !== null && startMinute < endMinute && endMinute <= 24 * 60) return { startMinute, endMinute };
  ctx.addIssue({
    code: 'custom',
    message: `wants two times of one day, the earlier first, such as 09:00-17:00; found "${value}"`,
  });
  return z.NEVER;
});

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** `Mon-Fri` or `Mon,Wed,Sat` as ISO weekdays, 1 = Monday. */
export const weekdays = z.string().transform((value, ctx) => {
  const days = value.split(',').flatMap((part) => {
    const [from, to] = part
      .trim()
      .toLowerCase()
      .split(/\s*-\s*/)
      .map((day) => DAYS.indexOf(day.slice(0, 3)) + 1);
    if (!from || to === 0 || (to !== undefined && to < from)) return [0];
    return Array.from({ length: (to ?? from) - from + 1 }, (_, i) => from + i);
  });
  if (!days.includes(0)) return [...new Set(days)].sort();
  ctx.addIssue({ code: 'custom', message: `wants weekdays such as Mon-Fri or Mon,Wed,Sat; found "${value}"` });
  return z.NEVER;
});

/** One of a few words. */
export function oneOf<const W extends string>(words: readonly W[]) {
  return z.enum(words, {
    error: (issue) => `wants ${words.join(' or ')}; found "${String(issue.input)}"`,
  });
}

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;
export const logLevel = z.enum(LEVELS, {
  error: (issue) => `wants one of ${LEVELS.join(', ')}; found "${String(issue.input)}"`,
});

/** Anthropic's own endpoint gets Haiku only; whether that counts depends on ANTHROPIC_BASE_URL and is checked there. */
export const model = z.string().nullable();

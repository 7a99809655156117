import { z } from 'zod';
import { MINUTE, SECOND } from '../../domain/duration.ts';
import { redact } from '../../platform/redact/redact.ts';
import { UNSAID_WAIT_MS } from '../sink.ts';
import { type Failed, failed } from './deps.ts';
import type { HttpAnswer } from './http-post.ts';

export interface Asked {
  /** For errors: `ops-ntfy (ntfy.sh)`. */
  readonly where: string;
  readonly now: Date;
  /** What to look at when it refuses the address, the credentials or the body. */
  readonly mends: { readonly address: string; readonly credentials: string; readonly body: string };
}

const LONGEST_SAID = 200;
/** One that asks for more is asked again after an hour: an answer decides little, and an outage goes on. */
const LONGEST_WAIT = 60 * MINUTE;

/** What an answer that is no 2xx means for the message. */
export function refusal(answer: HttpAnswer, asked: Asked): Failed {
  const { status } = answer;
  const what = `${asked.where} answers HTTP ${status}${saidIn(answer.text)}`;
  if (status === 429)
    return failed('transient', `${what}: too many messages`, waitIn(answer, asked.now) ?? UNSAID_WAIT_MS);
  if (status === 408 || status === 425) return failed('transient', what, waitIn(answer, asked.now));
  // Too busy to take it, or a proxy with nobody behind it.
  if (status === 502 || status === 503)
    return failed('transient', `${what}; it has trouble of its own`, waitIn(answer, asked.now));
  // It came that far: whoever stands behind a proxy may have taken it.
  if (status >= 500) return failed('unknown', `${what}; it has trouble of its own`, waitIn(answer, asked.now));
  return failed('permanent', `${what}; ${mend(status, asked.mends)}`);
}

function mend(status: number, { address, credentials, body }: Asked['mends']): string {
  if (status >= 300 && status < 400) return `it sends elsewhere, which is not followed: ${address}`;
  if (status === 401 || status === 403) return credentials;
  return status === 404 || status === 405 || status === 410 ? address : body;
}

const Said = z.object({
  message: z.string().optional().catch(undefined),
  error: z.string().optional().catch(undefined),
  description: z.string().optional().catch(undefined),
  errors: z.array(z.string()).optional().catch(undefined),
});

/** In its own words, which are a stranger's: on one line, short, without secrets. */
export function saidIn(text: string): string {
  const parsed = Said.safeParse(parsedJson(text));
  if (!parsed.success) {
    const isPage = /^\s*</.test(text);
    return text.trim() === '' ? '' : isPage ? ' with a page of HTML' : `: ${oneLine(text)}`;
  }
  const { message, error, description, errors = [] } = parsed.data;
  const said = [message ?? description ?? error ?? '', ...errors].filter((part) => part !== '').join('; ');
  return said === '' ? '' : `: ${oneLine(said)}`;
}

export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function oneLine(text: string): string {
  return redact(text.replace(/\s+/g, ' ').trim(), LONGEST_SAID);
}

const seconds = z.number().nonnegative();
/** Discord and Telegram say it more exactly, in the answer itself. */
const Wait = z.union([
  z.object({ retry_after: seconds }).transform((said) => said.retry_after),
  z.object({ parameters: z.object({ retry_after: seconds }) }).transform((said) => said.parameters.retry_after),
]);

function waitIn({ retryAfter, text }: HttpAnswer, now: Date): number | null {
  const inBody = Wait.safeParse(parsedJson(text));
  const ms = inBody.success ? inBody.data * SECOND : waitInHeader(retryAfter, now);
  return ms === null ? null : Math.min(LONGEST_WAIT, Math.max(0, Math.ceil(ms)));
}

function waitInHeader(header: string | null, now: Date): number | null {
  if (header === null) return null;
  if (/^\d{1,9}(?:\.\d+)?$/.test(header.trim())) return Number(header) * SECOND;
  const until = Date.parse(header);
  return Number.isNaN(until) ? null : until - now.getTime();
}

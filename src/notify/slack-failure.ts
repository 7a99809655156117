import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { z } from 'zod';
import { codeOf, messageOf } from '../platform/errors.ts';
import { proxyRefusal } from '../platform/proxy-refusal.ts';
import { UNSAID_WAIT_MS } from './sink.ts';
import { mendFor } from './slack-mends.ts';

/**
 * `permanent`: the same call fails again until somebody mends something. `transient`: it may work later. `unknown`: nobody heard how
 * it ended, so a message may be there.
 */
export const SLACK_FAILURES = ['permanent', 'transient', 'unknown'] as const;
export type SlackFailureKind = (typeof SLACK_FAILURES)[number];

export interface SlackFailureDetails {
  readonly kind: SlackFailureKind;
  /** Slack's own word (`channel_not_found`), or ours for what Slack never said (`timeout`, `http_503`). */
  readonly code: string;
  /** Slack itself failed while it worked on it, or nobody heard how it ended: a message may be there all the same. */
  readonly mayHaveArrived: boolean;
  /** How long Slack asks to wait. */
  readonly retryAfterMs?: number | null;
  readonly cause?: unknown;
}

/** A call of the Slack API failed. The message says what happened and the mend. */
export class SlackFailure extends Error {
  override readonly name = 'SlackFailure';
  readonly kind: SlackFailureKind;
  readonly code: string;
  readonly mayHaveArrived: boolean;
  readonly retryAfterMs: number | null;

  constructor(message: string, { kind, code, mayHaveArrived, retryAfterMs = null, cause }: SlackFailureDetails) {
    super(message, cause === undefined ? {} : { cause });
    this.kind = kind;
    this.code = code;
    this.mayHaveArrived = mayHaveArrived;
    this.retryAfterMs = retryAfterMs;
  }
}

const TRANSIENT: ReadonlySet<string> = new Set([
  'ratelimited',
  'rate_limited',
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
]);
/** Slack says of these that a part of it may have been done. */
const HALF_DONE: ReadonlySet<string> = new Set(['internal_error', 'fatal_error', 'request_timeout']);

/** Whatever the client threw, as what it means for the message. */
export function slackFailure(error: unknown): SlackFailure {
  if (error instanceof SlackFailure) return error;
  if (error instanceof WebAPIRateLimitedError) return rateLimited(error.retryAfter * 1000);
  if (error instanceof WebAPIPlatformError) return platformFailure(error);
  if (error instanceof WebAPIHTTPError) return httpFailure(error.statusCode);
  return error instanceof WebAPIRequestError ? requestFailure(error.original) : requestFailure(error);
}

/** `retryAfterMs` null: Slack didn't say how long. */
export function rateLimited(retryAfterMs: number | null): SlackFailure {
  const wait = retryAfterMs === null ? '' : `, asks to wait ${Math.ceil(retryAfterMs / 1000)} s`;
  const details = { kind: 'transient', code: 'ratelimited', mayHaveArrived: false } as const;
  return new SlackFailure(`Slack has too much to do for this token or channel${wait}`, {
    ...details,
    retryAfterMs: retryAfterMs ?? UNSAID_WAIT_MS,
  });
}

const GONE: ReadonlySet<string> = new Set([
  'message_not_found',
  'thread_not_found',
  'invalid_thread_ts',
  'cannot_reply_to_message',
]);

/** The message that was to be edited or answered is not there any more. */
export function isGone({ code }: SlackFailure): boolean {
  return GONE.has(code);
}

/** Nothing we know as Slack's: a proxy's page, another server at this address, an answer cut in two. */
export function notSlack(what: string, cause?: unknown): SlackFailure {
  return new SlackFailure(
    `the answer is not Slack's (${what}): look at SLACK_API_URL and at proxies on the way`,
    { kind: 'unknown', code: 'bad_answer', mayHaveArrived: true, cause }, // prettier-ignore
  );
}

/** Slack's codes are words; the client puts whatever else was answered in their place. */
const Refusal = z.object({
  error: z.string().regex(/^[a-z][a-z0-9_]{1,63}$/),
  needed: z
    .string()
    .regex(/^[a-z][a-z0-9:._,]{1,199}$/)
    .optional()
    .catch(undefined), // prettier-ignore
});

function platformFailure(error: WebAPIPlatformError): SlackFailure {
  const refusal = Refusal.safeParse(error.data);
  if (!refusal.success) return notSlack('no JSON with an error code', error);
  const { error: code, needed } = refusal.data;
  if (code === 'ratelimited' || code === 'rate_limited') {
    const seconds = error.data.response_metadata?.retryAfter;
    return rateLimited(seconds === undefined ? null : seconds * 1000);
  }
  const transient = TRANSIENT.has(code);
  const mend = transient ? 'Slack has trouble of its own' : mendFor(code, needed ?? null);
  const kind = transient ? 'transient' : 'permanent';
  return new SlackFailure(`Slack says ${code}: ${mend}`, {
    kind,
    code,
    mayHaveArrived: HALF_DONE.has(code),
    cause: error,
  });
}

function httpFailure(status: number): SlackFailure {
  const code = `http_${status}`;
  if (status >= 500 || status === 408) {
    return new SlackFailure(`Slack answers HTTP ${status}`, { kind: 'transient', code, mayHaveArrived: true });
  }
  const mend = 'that is no answer of Slack: look at SLACK_API_URL and at proxies on the way';
  return new SlackFailure(`HTTP ${status}: ${mend}`, { kind: 'permanent', code, mayHaveArrived: false });
}

/** These happen before a request has left. */
const NEVER_LEFT =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|UND_ERR_CONNECT_TIMEOUT|ERR_TLS_\w+|CERT_\w+|DEPTH_ZERO\w+|SELF_SIGNED\w+|UNABLE_TO_\w+)$/;

function requestFailure(error: unknown): SlackFailure {
  if (error instanceof SlackFailure) return error;
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = codeOf(inner);
  const proxy = proxyRefusal(error);
  if (proxy !== null) {
    const details = { kind: 'transient', code: 'proxy_refused', mayHaveArrived: false, cause: error } as const;
    return new SlackFailure(`Slack cannot be reached: ${proxy}`, details);
  }
  if (NEVER_LEFT.test(code)) {
    const message = `Slack cannot be reached (${code}): look at the network, DNS, proxies and SLACK_API_URL`;
    return new SlackFailure(message, { kind: 'transient', code, mayHaveArrived: false, cause: error });
  }
  const slow = inner instanceof Error && (inner.name === 'TimeoutError' || inner.name === 'AbortError');
  const what = slow
    ? 'Slack did not answer in time'
    : `the connection to Slack broke off (${code || messageOf(inner)})`;
  const details = { kind: 'unknown', code: slow ? 'timeout' : code || 'broken_off', mayHaveArrived: true } as const;
  return new SlackFailure(what, { ...details, cause: error });
}

import { z } from 'zod';
import { codeOf, messageOf, ReadError } from '../../platform/errors.ts';
import { proxyRefusal } from '../../platform/proxy-refusal.ts';
import { redact } from '../../platform/redact/redact.ts';

/** What Octokit throws for an answer of 300 and more, and, as 500 without an answer, for none. */
const Failed = z.object({
  status: z.number(),
  response: z
    .object({
      headers: z.record(z.string(), z.union([z.string(), z.number()]).optional()),
      data: z.unknown(),
    })
    .nullish(),
});
const Said = z.object({ message: z.string() });
type Headers = Readonly<Record<string, string | number | undefined>>;

export interface Asked {
  /** What was wanted, for people: `commits of acme/gitops`. */
  readonly what: string;
  readonly repository: string;
  readonly host: string;
  readonly now: Date;
}

/** GitHub asks for a minute at least after its secondary limit, when it names no time. */
const SECONDARY_WAIT_MS = 60_000;

/** Every failure of a request as a ReadError whose message says what to do. */
export function githubError(error: unknown, asked: Asked): ReadError {
  const own = ownError(error);
  if (own !== null) return own;
  const failed = Failed.safeParse(error);
  const response = failed.success ? failed.data.response : null;
  if (!failed.success || response == null) return networkError(error, asked.host);
  return answerError(failed.data.status, response.headers, response.data, asked);
}

function answerError(status: number, headers: Headers, data: unknown, asked: Asked): ReadError {
  const message = Said.safeParse(data).data?.message;
  const said = redact((message ?? `HTTP ${status}`).split('\n')[0] ?? '', 200);
  if (status === 429 || (status === 403 && isLimit(headers, said))) return limitError(status, headers, said, asked);
  switch (status) {
    case 401:
      return new ReadError('unauthorized', `GitHub refuses GITHUB_TOKEN (${said}); it is wrong, revoked or expired`, {
        status,
      });
    case 403:
      return new ReadError(
        'forbidden',
        `GitHub does not let GITHUB_TOKEN read ${asked.what} (${said}); it needs "Contents: read" for ${asked.repository}`,
        { status },
      );
    case 404:
    case 422:
      return new ReadError(
        'error',
        `GitHub has no ${asked.what}: it is not there, GITHUB_REPOSITORY (${asked.repository}) or GITHUB_BRANCH is wrong, or GITHUB_TOKEN may not see it`,
        { status },
      );
    case 409:
      return new ReadError('error', `GitHub: ${asked.what}: ${said}`, { status });
    default:
      return new ReadError('error', `GitHub answered HTTP ${status} for ${asked.what} (${said})`, {
        status,
        transient: status >= 500,
        retryAfterMs: secondsIn(headers['retry-after']),
      });
  }
}

function isLimit(headers: Headers, said: string): boolean {
  return (
    String(headers['x-ratelimit-remaining']) === '0' || headers['retry-after'] !== undefined || /rate limit/i.test(said)
  );
}

function limitError(status: number, headers: Headers, said: string, { now }: Asked): ReadError {
  const isUsedUp = String(headers['x-ratelimit-remaining']) === '0';
  const reset = Number(headers['x-ratelimit-reset'] ?? Number.NaN) * 1000;
  // Both times are GitHub's: our clock may be wrong.
  const theirNow = Date.parse(String(headers['date'] ?? '')) || now.getTime();
  const untilReset = isUsedUp && Number.isFinite(reset) ? Math.max(1000, reset - theirNow) : null;
  const until = isUsedUp && isTime(reset) ? ` until ${new Date(reset).toISOString().slice(0, 16)}Z` : '';
  const what = isUsedUp ? `the rate limit of GitHub is used up${until}` : 'GitHub asks for fewer requests';
  const hint = /\bfor \d+\.|unauthenticated|authenticated requests get/i.test(said)
    ? '; GITHUB_TOKEN gives 5,000 an hour'
    : '';
  return new ReadError('error', `${what} (HTTP ${status})${hint}`, {
    status,
    transient: true,
    retryAfterMs: secondsIn(headers['retry-after']) ?? untilReset ?? SECONDARY_WAIT_MS,
  });
}

function isTime(ms: number): boolean {
  return Number.isFinite(ms) && Math.abs(ms) < 8.64e15;
}

function secondsIn(header: string | number | undefined): number | null {
  const seconds = Number(header ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null;
}

/** One of ours, thrown inside fetch and wrapped on the way out. */
function ownError(error: unknown): ReadError | null {
  if (error instanceof ReadError) return error;
  return error instanceof Error && error.cause !== undefined ? ownError(error.cause) : null;
}

const NETWORK: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection closed before the answer was complete',
  UND_ERR_SOCKET: 'connection closed before the answer was complete',
  UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
  ENOTFOUND: 'DNS: no address for it',
  EAI_AGAIN: 'DNS: no answer',
  EHOSTUNREACH: 'host unreachable',
  ENETUNREACH: 'network unreachable',
  ETIMEDOUT: 'connection timed out',
};

function networkError(error: unknown, host: string): ReadError {
  const code = innerCode(error);
  const proxy = proxyRefusal(error);
  const isTls = /CERT|SELF_SIGNED|UNABLE_TO|ALTNAME|SSL|TLS/.test(code);
  const why = isTls ? `TLS (${code})` : (proxy ?? NETWORK[code] ?? (code || redact(messageOf(error), 200)));
  return new ReadError('unreachable', `GitHub (${host}) did not answer: ${why}`, { cause: error, transient: !isTls });
}

function innerCode(error: unknown): string {
  const code = codeOf(error);
  if (code !== '' || !(error instanceof Error)) return code;
  if (error instanceof AggregateError) return innerCode(error.errors[0]);
  return innerCode(error.cause);
}

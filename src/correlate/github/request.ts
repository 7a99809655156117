import type { Octokit } from '@octokit/rest';
import pLimit from 'p-limit';
import type { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import { deadlineIn } from '../../platform/deadline.ts';
import { ReadError } from '../../platform/errors.ts';
import { type RetryPolicy, retrying } from '../../platform/retry.ts';
import { githubError } from './errors.ts';
import type { EtagCache } from './etag-cache.ts';

const RETRY: RetryPolicy = { retries: 2, firstWaitMs: 200, longestWaitMs: 1000, timeoutRetries: 0 };
const AT_ONCE = 4;

/** A page of an answer: what was read of it, and where the rest is. */
export interface Page<T> {
  readonly value: T;
  readonly hasNext: boolean;
  /** Number of pages, where GitHub says so. */
  readonly pages: number | null;
}

export interface Question<T> {
  readonly route: string;
  readonly parameters: Readonly<Record<string, string | number>>;
  /** For people: `commits of acme/gitops`. */
  readonly what: string;
  readonly schema: z.ZodType<T>;
}

export interface RequestDeps {
  readonly octokit: Octokit;
  readonly etags: EtagCache;
  readonly clock: Clock;
  /** For one question with its repetitions. Milliseconds. */
  readonly callTimeoutMs: number;
  readonly repository: string;
  readonly host: string;
}

export type Ask = <T>(question: Question<T>, signal: AbortSignal) => Promise<Page<T>>;

/** GET with a deadline, repeated where that helps, at most four at once, not paid for when nothing changed. */
export function githubRequests(deps: RequestDeps): Ask {
  const limit = pLimit(AT_ONCE);
  const { clock, callTimeoutMs, host } = deps;
  return (question, signal) =>
    limit(async () => {
      signal.throwIfAborted();
      const deadline = deadlineIn(callTimeoutMs, `GitHub (${host}): ${question.what}`, clock, signal);
      try {
        return await retrying(RETRY, deadline, clock, () => once(deps, question, deadline.signal));
      } catch (error) {
        throw deadline.signal.aborted ? deadline.signal.reason : error;
      } finally {
        deadline.end();
      }
    });
}

async function once<T>(deps: RequestDeps, question: Question<T>, signal: AbortSignal): Promise<Page<T>> {
  const { octokit, etags, repository, host, clock } = deps;
  const { route, parameters, what } = question;
  const { url } = octokit.request.endpoint(route, parameters);
  const kept = await etags.get(url);
  const known = kept === null ? null : pageIn(kept.body, question);
  try {
    const answer = await octokit.request(route, {
      ...parameters,
      headers: kept !== null && known !== null ? { 'if-none-match': kept.etag } : {},
      request: { signal },
    });
    const page = pageOf(answer.data, answer.headers.link ?? '', question);
    if (answer.headers.etag !== undefined) await etags.set(url, answer.headers.etag, page);
    return page;
  } catch (error) {
    signal.throwIfAborted();
    if (known !== null && isNotModified(error)) return known;
    throw githubError(error, { what, repository, host, now: clock.now() });
  }
}

function isNotModified(error: unknown): boolean {
  return error instanceof Error && 'status' in error && error.status === 304;
}

function pageOf<T>(data: unknown, link: string, { schema, what }: Question<T>): Page<T> {
  const parsed = schema.safeParse(data);
  if (!parsed.success) {
    const first = parsed.error.issues[0];
    const where =
      typeof data === 'string' ? 'it is no JSON' : `${first?.path.join('.') || 'it'}: ${first?.message ?? ''}`;
    throw new ReadError('invalid', `what came for ${what} is not what GitHub answers (${where})`);
  }
  const last = /[?&]page=(\d+)[^>]*>; rel="last"/.exec(link)?.[1];
  return { value: parsed.data, hasNext: link.includes('rel="next"'), pages: last === undefined ? null : Number(last) };
}

/** What was kept may be older than this program. */
function pageIn<T>(body: unknown, { schema }: Question<T>): Page<T> | null {
  if (typeof body !== 'object' || body === null || !('value' in body) || !('hasNext' in body) || !('pages' in body))
    return null;
  const { hasNext, pages } = body;
  const parsed = schema.safeParse(body.value);
  if (!parsed.success || typeof hasNext !== 'boolean' || (pages !== null && typeof pages !== 'number')) return null;
  return { value: parsed.data, hasNext, pages };
}

import pRetry from 'p-retry';
import type { Clock } from './clock.ts';
import { type Deadline, inSeconds } from './deadline.ts';
import { ReadError } from './errors.ts';

export interface RetryPolicy {
  /** Tries after the first one. */
  readonly retries: number;
  readonly firstWaitMs: number;
  readonly longestWaitMs: number;
  /** A call that ran into its own deadline is slow, not unlucky: it is repeated less often. */
  readonly timeoutRetries: number;
}

export const DEFAULT_RETRY: RetryPolicy = { retries: 4, firstWaitMs: 200, longestWaitMs: 3_000, timeoutRetries: 1 };

/**
 * Repeats what failed for a passing reason. `Retry-After` is honoured when it fits into the deadline;
 * when it doesn't, waiting would only lose the rest of the work, so the error is passed on at once.
 */
export function retrying<T>(policy: RetryPolicy, deadline: Deadline, clock: Clock, work: () => Promise<T>): Promise<T> {
  let timeouts = 0;
  return pRetry(work, {
    retries: policy.retries,
    minTimeout: policy.firstWaitMs,
    maxTimeout: policy.longestWaitMs,
    randomize: true,
    signal: deadline.signal,
    onFailedAttempt: async ({ error, retryDelay, retriesLeft }) => {
      if (!(error instanceof ReadError) || !error.transient) throw error;
      if (error.fault === 'timeout') timeouts += 1;
      if (retriesLeft === 0 || timeouts > policy.timeoutRetries) throw error;
      const asked = error.retryAfterMs ?? 0;
      const left = deadline.leftMs();
      if (Math.max(asked, retryDelay) >= left) throw asked === 0 ? error : tooLong(error, asked, left);
      // p-retry waits retryDelay itself.
      if (asked > retryDelay) await clock.sleep(asked - retryDelay, deadline.signal);
    },
  });
}

function tooLong(error: ReadError, askedMs: number, leftMs: number): ReadError {
  const message = `${error.message}; asked to wait ${inSeconds(askedMs)}, only ${inSeconds(leftMs)} are left`;
  return new ReadError(error.fault, message, { status: error.status, cause: error });
}

import { z } from 'zod';
import type { Clock } from '../platform/clock.ts';
import { type Deadline, deadlineIn, within } from '../platform/deadline.ts';
import { Conflict, ReadError } from '../platform/errors.ts';
import { type RetryPolicy, retrying } from '../platform/retry.ts';
import { JSON_TYPE, parsed } from './api-calls.ts';
import type { Answer, Wanted, WritableLink } from './http.ts';
import { statusError } from './http-errors.ts';

export interface WriteSettings {
  readonly clock: Clock;
  /** For one try; all tries of a call together take twice as long at most. */
  readonly callTimeoutMs: number;
  readonly retry?: RetryPolicy;
}

/** Reads and replaces single objects. Paths as the API has them: `api/v1/namespaces/x/configmaps/y`. */
export interface ObjectWrites {
  /** Null: there is no such object. Rejects with a ReadError. */
  readonly get: (path: string, signal: AbortSignal) => Promise<unknown>;
  /**
   * The object as it is after the write. Rejects with a Conflict when the object is no longer at the body's resourceVersion, else with a
   * ReadError. After `unreachable`, `timeout` and HTTP 5xx it may have been written all the same.
   */
  readonly replace: (path: string, body: unknown, signal: AbortSignal) => Promise<unknown>;
  /**
   * A new object at its path, of a kind that a PUT may make (Leases are one): RBAC can allow that for one name, and can't for a POST.
   * Rejects with a Conflict when it is there by now, else with a ReadError.
   */
  readonly make: (path: string, body: unknown, signal: AbortSignal) => Promise<unknown>;
  /** The time by the server's own clock (its Date header, whole seconds, carried on); null before its first answer. */
  readonly serverTime: () => Date | null;
}

/** A call that was slow once has to leave time for the rest of the cycle. */
const RETRY: RetryPolicy = { retries: 3, firstWaitMs: 200, longestWaitMs: 2_000, timeoutRetries: 1 };
/** A full ConfigMap is 1.4 MB as JSON, and carries who wrote which of its fields. */
const MAX_BYTES = 8 << 20;

const Versioned = z.object({ metadata: z.object({ resourceVersion: z.string().min(1) }) });

export function objectWrites(link: WritableLink, settings: WriteSettings): ObjectWrites {
  const { clock, callTimeoutMs, retry = RETRY } = settings;
  let told: { readonly at: number; readonly since: number } | null = null;

  const call = async (path: string, signal: AbortSignal, ask: (wanted: Wanted) => Promise<Answer>): Promise<Answer> => {
    const once = (deadline: Deadline) =>
      within(callTimeoutMs, `the answer to ${path}`, clock, deadline.signal, async (inTime) => {
        const answer = await ask({ path, accept: JSON_TYPE, maxBytes: MAX_BYTES, signal: inTime });
        const date = Date.parse(answer.headers.date ?? '');
        if (Number.isFinite(date)) told = { at: date, since: clock.monotonic() };
        if (answer.status === 409) throw new Conflict(statusError(answer, path).message);
        if (answer.status !== 404 && Math.floor(answer.status / 100) !== 2) throw statusError(answer, path);
        return answer;
      });
    const whole = deadlineIn(2 * callTimeoutMs, `the answers to ${path}`, clock, signal);
    try {
      return await retrying(retry, whole, clock, () => once(whole));
    } finally {
      whole.end();
    }
  };

  return {
    get: async (path, signal) => {
      const answer = await call(path, signal, (wanted) => link.get(wanted));
      return answer.status === 404 ? null : content(answer, path);
    },
    replace: async (path, body, signal) => {
      // With it a write that is sent twice is done once at most. Without it, it would go over what others wrote.
      if (!Versioned.safeParse(body).success) throw new Error(`${path}: not written without its resourceVersion`);
      const json = JSON.stringify(body);
      const answer = await call(path, signal, (wanted) => link.put(wanted, json));
      return written(answer, path);
    },
    make: async (path, body, signal) => {
      const json = JSON.stringify(body);
      const answer = await call(path, signal, (wanted) => link.put(wanted, json)).catch((error: unknown) => {
        // What is there already is only replaced by who says which version of it.
        throw error instanceof ReadError && error.status === 422 ? new Conflict(error.message) : error;
      });
      return written(answer, path);
    },
    serverTime: () => (told === null ? null : new Date(told.at + clock.monotonic() - told.since)),
  };
}

function written(answer: Answer, path: string): unknown {
  if (answer.status === 404) throw new ReadError('error', `${path} is not there`, { status: 404 });
  return content(answer, path);
}

function content({ body }: Answer, path: string): unknown {
  return parsed(body.toString('utf8'), path, z.unknown());
}

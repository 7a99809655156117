import type { Clock } from '../platform/clock.ts';
import { type Deadline, inSeconds, within } from '../platform/deadline.ts';
import { messageOf, ReadError } from '../platform/errors.ts';
import { redact } from '../platform/redact/redact.ts';
import { type RetryPolicy, retrying } from '../platform/retry.ts';
import { ModelError, type ModelFault, type ModelPort, type ModelReply, type ModelRequest } from './model.ts';
import { untilAborted } from './until-aborted.ts';

export interface AskOptions {
  readonly port: ModelPort;
  /** For one try. */
  readonly callTimeoutMs: number;
  /** For everything; its signal fires with the caller's too. */
  readonly deadline: Deadline;
  /** How long the deadline was, for the words. */
  readonly deadlineMs: number;
  readonly caller: AbortSignal;
  readonly clock: Clock;
  readonly retry: RetryPolicy;
}

/** A slow model is not asked again: the time is gone. */
export const MODEL_RETRY: RetryPolicy = { retries: 2, firstWaitMs: 500, longestWaitMs: 4_000, timeoutRetries: 0 };

const PASSING: readonly ModelFault[] = ['rate-limited', 'overloaded', 'unreachable'];

/**
 * One answer, with the tries it takes: what may pass is tried again inside the time left. Rejects with a ModelError, or with the reason
 * of the caller's signal. `onTry` is called before each try.
 */
export async function askModel(request: ModelRequest, options: AskOptions, onTry: () => void): Promise<ModelReply> {
  const { port, deadline, deadlineMs, callTimeoutMs, clock, retry, caller } = options;
  const whole = () => new ModelError('timeout', `timed out after ${inSeconds(deadlineMs)}`);
  const once = async () => {
    onTry();
    const ms = Math.min(callTimeoutMs, deadline.leftMs());
    try {
      return await within(ms, 'the model', clock, deadline.signal, (signal) =>
        untilAborted(signal, async () => port.ask(request, signal)),
      );
    } catch (error) {
      caller.throwIfAborted();
      if (error instanceof ModelError) throw forRetry(error);
      if (deadline.signal.aborted || ms < callTimeoutMs) throw forRetry(whole());
      throw forRetry(
        error instanceof ReadError && error.fault === 'timeout'
          ? new ModelError('timeout', `timed out after ${inSeconds(ms)}`, { cause: error })
          : new ModelError('bad-answer', `the model could not be asked: ${redact(messageOf(error), 300)}`, {
              cause: error,
            }),
      );
    }
  };
  try {
    return await retrying(retry, deadline, clock, once);
  } catch (error) {
    caller.throwIfAborted();
    throw modelErrorIn(error) ?? whole();
  }
}

/** As the retry of the platform knows errors; the ModelError is its cause. */
function forRetry(error: ModelError): ReadError {
  return new ReadError(error.fault === 'timeout' ? 'timeout' : 'unreachable', error.message, {
    transient: PASSING.includes(error.fault),
    retryAfterMs: error.retryAfterMs,
    status: error.status,
    cause: error,
  });
}

/** The ModelError behind what the retry gave up with, and its words: they may say that the wait was too long. */
function modelErrorIn(error: unknown): ModelError | null {
  let one = error;
  while (one instanceof ReadError) one = one.cause;
  if (!(one instanceof ModelError)) return null;
  const message = messageOf(error);
  if (message === one.message) return one;
  return new ModelError(one.fault, message, {
    status: one.status,
    retryAfterMs: one.retryAfterMs,
    until: one.until,
    usage: one.usage,
    cause: one,
  });
}

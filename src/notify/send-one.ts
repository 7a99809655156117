import type { Clock } from '../platform/clock.ts';
import { inSeconds } from '../platform/deadline.ts';
import { messageOf } from '../platform/errors.ts';
import type { Delivery, Outgoing, Sink } from './sink.ts';
import { type TimeLeft, timeLeft } from './time-left.ts';

export interface Sending {
  readonly clock: Clock;
  /** For one message, all its tries together. */
  readonly messageDeadlineMs: number;
  readonly time: TimeLeft;
}

export interface Outcome {
  readonly delivery: Delivery;
  /** No answer came from where nobody can look what arrived. */
  readonly unheard: boolean;
  /** It was not sent, as far as anybody knows; it may have arrived all the same. */
  readonly unsure: boolean;
}

interface Trying {
  readonly clock: Clock;
  /** For all tries of the message. */
  readonly deadlineMs: number;
}

const TRIES = 3;
const PAUSE_MS = 1000;
/** A sink that was told to stop knows best how far it got. */
const LAST_WORD_MS = 500;

/**
 * Tries a message up to three times, a little later each time, as long as its time lasts. A sink that asks to wait, or that somebody
 * has to mend first, is not asked twice. Never rejects, whatever the sink does.
 */
export async function sendOne(sink: Sink, message: Outgoing, sending: Sending): Promise<Outcome> {
  const { clock } = sending;
  const deadlineMs = Math.max(sending.messageDeadlineMs, sink.patienceMs ?? 0);
  const time = timeLeft(clock, deadlineMs, sending.time);
  let unsure = message.retry;
  let delivery: Delivery = failed(`no time was left to send to ${message.to}`, 'transient');
  try {
    for (let n = 1; n <= TRIES; n += 1) {
      const pause = n === 1 ? 0 : PAUSE_MS * n;
      if (time.leftMs() <= pause || time.over.aborted) break;
      if (pause > 0) await clock.sleep(pause, time.over);
      delivery = await attempt(sink, { ...message, retry: unsure }, { clock, deadlineMs }, time);
      if (delivery.status === 'sent') return { delivery, unsure: false, unheard: false };
      if (delivery.failure === 'unknown') unsure = true;
      if (isLast(sink, delivery)) break;
    }
  } catch {
    // Time ran out in a pause: the last answer stands.
  } finally {
    time.end();
  }
  return { delivery, unsure, unheard: delivery.status === 'failed' && isUnheard(sink, delivery) };
}

type Failed = Extract<Delivery, { readonly status: 'failed' }>;

function isLast(sink: Sink, delivery: Failed): boolean {
  return delivery.failure === 'permanent' || delivery.retryAfterMs !== null || isUnheard(sink, delivery);
}

/** It may have arrived where nobody can look: another try a moment later would only say it twice. */
function isUnheard({ blind = false }: Sink, { failure }: Failed): boolean {
  return failure === 'unknown' && blind;
}

/** One try that ends when its time does, also when the sink doesn't. */
async function attempt(sink: Sink, message: Outgoing, { clock, deadlineMs }: Trying, time: TimeLeft) {
  const answered = new AbortController();
  const silent = async (): Promise<Delivery> => {
    await aborted(time.over, answered.signal);
    await clock.sleep(LAST_WORD_MS, answered.signal);
    return failed(`sending to ${message.to} took longer than ${inSeconds(deadlineMs)}`, 'unknown');
  };
  try {
    return await Promise.race([sink.send(message, time.over), silent()]);
  } catch (error) {
    // Its own word is that it never rejects; a message must not hang on that.
    return failed(messageOf(error), 'unknown');
  } finally {
    answered.abort();
  }
}

/** Resolves when the first is aborted; never once the second is. */
function aborted(signal: AbortSignal, unless: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true, signal: unless });
  });
}

function failed(why: string, failure: 'transient' | 'unknown'): Delivery {
  return { status: 'failed', why, failure, retryAfterMs: null };
}

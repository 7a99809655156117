import { createHash } from 'node:crypto';
import type { Clock } from '../platform/clock.ts';
import { within } from '../platform/deadline.ts';
import { messageOf } from '../platform/errors.ts';
import type { Message } from './compose-messages.ts';
import type { Delivery, Notifier } from './notifier.ts';

/** A message and what became of it; `not-sent` where there is nowhere to send to. */
export type Delivered = Message & {
  readonly delivery: { readonly status: 'sent' | 'failed' | 'not-sent'; readonly detail: string };
};

export interface DeliverOptions {
  readonly notifier: Notifier | null;
  /** For one message, all its tries together. */
  readonly deadlineMs: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Names the cluster in the id of a delivery: two clusters may have the same incident ids. */
  readonly cluster: string;
}

const TRIES = 3;
const PAUSE_MS = 1000;

/** Sends the messages one after the other, the worst first. One that fails costs itself only; never rejects. */
export async function deliver(messages: readonly Message[], options: DeliverOptions): Promise<readonly Delivered[]> {
  const { notifier } = options;
  if (notifier === null) return messages.map((m) => ({ ...m, delivery: { status: 'not-sent', detail: '' } }));
  const done: Delivered[] = [];
  for (const message of messages) {
    const delivery = await sendOne(message, notifier, options);
    done.push({
      ...message,
      delivery:
        delivery.status === 'sent'
          ? { status: 'sent', detail: `${delivery.channelId} ${delivery.ts}` }
          : { status: 'failed', detail: delivery.why },
    });
  }
  return done;
}

async function sendOne(message: Message, notifier: Notifier, options: DeliverOptions): Promise<Delivery> {
  const { clock, deadlineMs, cluster } = options;
  const { channel, text, key } = message;
  const outgoing = { channel, text, deliveryId: deliveryId(cluster, channel, key), threadTs: null };
  // Told even while the program is asked to stop: what was decided is not lost for a few seconds.
  const uninterrupted = new AbortController().signal;
  try {
    return await within(deadlineMs, `sending to ${channel}`, clock, uninterrupted, async (signal) => {
      let last: Delivery = { status: 'failed', why: 'not tried', retryable: true };
      for (let n = 1; n <= TRIES; n += 1) {
        if (n > 1) await clock.sleep(PAUSE_MS * n, signal);
        last = await notifier.send(outgoing, signal);
        if (last.status === 'sent' || !last.retryable) return last;
      }
      return last;
    });
  } catch (error) {
    return { status: 'failed', why: messageOf(error), retryable: true };
  }
}

/** The same for the same news, in whatever cycle it is tried again. */
function deliveryId(cluster: string, channel: string, key: string): string {
  return createHash('sha256').update(`${cluster}\n${channel}\n${key}`).digest('hex').slice(0, 32);
}

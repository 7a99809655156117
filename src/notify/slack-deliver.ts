import type { Posted, SlackClient, SlackMessage } from './slack-client.ts';
import { type SlackFailure, slackFailure } from './slack-failure.ts';

export interface DeliveryOrder extends SlackMessage {
  /** An earlier try of the same message may have arrived: it is looked for before it is sent once more. */
  readonly retry: boolean;
}

export type Delivered =
  /** `found`: an earlier try had arrived, nothing was sent now. */
  | (Posted & { readonly sent: true; readonly found: boolean })
  | { readonly sent: false; readonly failure: SlackFailure };

/** What was sent a moment ago is among the newest hundred; an earlier cycle's message may be further back. A thread begins with its oldest. */
const JUST_NOW = 1;
const EARLIER = 5;

/**
 * Brings a message to Slack at least once, and twice only when nobody could know: Slack takes no idempotency key. When the
 * outcome is unknown, the delivery id is looked for; what isn't there is sent once more. Where the bot may not look, that is left to
 * whoever calls again. Never rejects.
 */
export async function deliver(client: SlackClient, order: DeliveryOrder, signal: AbortSignal): Promise<Delivered> {
  if (order.retry) {
    const earlier = await look(client, order, EARLIER, signal);
    if ('channelId' in earlier) return { sent: true, found: true, ...earlier };
    if (earlier.status === 'failed') return { sent: false, failure: earlier.failure };
  }
  const first = await post(client, order, signal);
  if (first.sent || !first.failure.mayHaveArrived || order.deliveryId === null) return first;
  const seen = await look(client, order, order.threadTs === null ? JUST_NOW : EARLIER, signal);
  if ('channelId' in seen) return { sent: true, found: true, ...seen };
  return seen.status === 'not-there' && !order.retry ? post(client, order, signal) : first;
}

async function post(client: SlackClient, message: SlackMessage, signal: AbortSignal): Promise<Delivered> {
  try {
    return { sent: true, found: false, ...(await client.postMessage(message, signal)) };
  } catch (error) {
    return { sent: false, failure: slackFailure(error) };
  }
}

type Seen =
  | Posted
  | { readonly status: 'not-there' }
  | { readonly status: 'blind' }
  | { readonly status: 'failed'; readonly failure: SlackFailure };

/** `blind`: a token that may not read the channel never knows, which must not keep a message from being sent. */
async function look(client: SlackClient, order: DeliveryOrder, pages: number, signal: AbortSignal): Promise<Seen> {
  const { channel, deliveryId, threadTs } = order;
  if (deliveryId === null) return { status: 'blind' };
  try {
    const channelId = await client.channelId(channel, signal);
    return (await client.findDelivery({ channelId, deliveryId, pages, threadTs }, signal)) ?? { status: 'not-there' };
  } catch (error) {
    const failure = slackFailure(error);
    return failure.kind === 'permanent' ? { status: 'blind' } : { status: 'failed', failure };
  }
}

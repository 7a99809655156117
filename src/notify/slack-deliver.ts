import type { Posted, SlackChange, SlackClient, SlackMessage } from './slack-client.ts';
import { isGone, SlackFailure, slackFailure } from './slack-failure.ts';

export interface DeliveryOrder extends SlackMessage {
  /** The whole message as text, for a Slack that refuses the blocks. */
  readonly plain: string;
  /** An earlier try of the same message may have arrived: it is looked for before it is sent once more. */
  readonly retry: boolean;
}

export type Delivered =
  /** `found`: an earlier try had arrived, nothing was sent now. */
  | (Posted & { readonly sent: true; readonly found: boolean })
  | { readonly sent: false; readonly failure: SlackFailure };

/** What was sent a moment ago is among the newest hundred; an earlier cycle's message may be further back. A thread begins with its oldest. */
const JUST_NOW = 1;
export const EARLIER = 5;

/**
 * Brings a message to Slack at least once, and twice only when nobody could know: Slack takes no idempotency key. When the
 * outcome is unknown, the delivery id is looked for; what isn't there is sent once more. Where the bot may not look, that is left to
 * whoever calls again. Blocks that are refused are sent as text at once. Never rejects.
 */
export async function deliver(client: SlackClient, order: DeliveryOrder, signal: AbortSignal): Promise<Delivered> {
  if (order.retry) {
    const earlier = await look(client, order, EARLIER, signal);
    if ('channelId' in earlier) return { sent: true, found: true, ...earlier };
    if (earlier.status === 'failed') return { sent: false, failure: stillUnsure(earlier.failure) };
  }
  const first = await post(client, order, signal);
  if (first.sent || !first.failure.mayHaveArrived || order.deliveryId === null) return first;
  const seen = await look(client, order, order.threadTs === null ? JUST_NOW : EARLIER, signal);
  if ('channelId' in seen) return { sent: true, found: true, ...seen };
  return seen.status === 'not-there' && !order.retry ? post(client, order, signal) : first;
}

/** Replaces a message; as text where its blocks are refused. Never rejects. */
export async function edit(
  client: SlackClient,
  change: SlackChange & { readonly plain: string },
  signal: AbortSignal,
): Promise<Delivered> {
  try {
    return { sent: true, found: false, ...(await client.updateMessage(change, signal)) };
  } catch (error) {
    const failure = slackFailure(error);
    const simpler = withoutBlocks(change, failure);
    return simpler === null ? { sent: false, failure } : edit(client, simpler, signal);
  }
}

/** A look that failed has not answered the question. */
function stillUnsure({ message, kind, code, retryAfterMs, cause }: SlackFailure): SlackFailure {
  return new SlackFailure(message, { kind, code, mayHaveArrived: true, retryAfterMs, cause });
}

async function post(client: SlackClient, order: DeliveryOrder, signal: AbortSignal): Promise<Delivered> {
  try {
    return { sent: true, found: false, ...(await client.postMessage(order, signal)) };
  } catch (error) {
    const failure = slackFailure(error);
    const simpler = withoutBlocks(order, failure);
    return simpler === null ? { sent: false, failure } : post(client, simpler, signal);
  }
}

const LAYOUT: ReadonlySet<string> = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_blocks_too_long',
  'msg_too_long',
]);
function withoutBlocks<T extends Pick<DeliveryOrder, 'blocks' | 'text' | 'plain'>>(
  message: T,
  { code }: SlackFailure,
): T | null {
  return LAYOUT.has(code) && message.blocks.length > 0 ? { ...message, blocks: [], text: message.plain } : null;
}

type Seen =
  | Posted
  | { readonly status: 'not-there' }
  | { readonly status: 'blind' }
  | { readonly status: 'failed'; readonly failure: SlackFailure };

/**
 * Whether a delivery has arrived. `blind`: a token that may not read the channel never knows, which must not keep a message from being
 * sent. Never rejects.
 */
export async function look(
  client: SlackClient,
  sought: Pick<SlackMessage, 'channel' | 'deliveryId' | 'threadTs'>,
  pages: number,
  signal: AbortSignal,
): Promise<Seen> {
  const { channel, deliveryId, threadTs } = sought;
  if (deliveryId === null) return { status: 'blind' };
  try {
    const channelId = await client.channelId(channel, signal);
    return (await client.findDelivery({ channelId, deliveryId, pages, threadTs }, signal)) ?? { status: 'not-there' };
  } catch (error) {
    const failure = slackFailure(error);
    if (failure.kind !== 'permanent') return { status: 'failed', failure };
    return isGone(failure) ? { status: 'not-there' } : { status: 'blind' };
  }
}

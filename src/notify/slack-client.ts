import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { SlackBlock } from './render/slack-blocks.ts';
import { type ChannelCheck, slackChannels } from './slack-channels.ts';
import { notSlack, SlackFailure, slackFailure } from './slack-failure.ts';
import { underSignal } from './slack-options.ts';

export interface SlackMessage {
  /** `#name`, `name` or id. */
  readonly channel: string;
  /** mrkdwn, already escaped. */
  readonly text: string;
  /** What is shown in its place; empty: the text is shown. */
  readonly blocks: readonly SlackBlock[];
  readonly threadTs: string | null;
  /** A reply that the whole channel sees. */
  readonly broadcast: boolean;
  /** Goes into the message's metadata, so that it can be found again. */
  readonly deliveryId: string | null;
}

/** Where a message is. */
export interface Posted {
  readonly channelId: string;
  readonly ts: string;
}

export type SlackChange = Posted & Pick<SlackMessage, 'text' | 'blocks'>;

export interface DeliveryQuery {
  readonly channelId: string;
  readonly deliveryId: string;
  /** How many messages to look through, in hundreds; of a channel the newest. */
  readonly pages: number;
  /** The thread it would be in. */
  readonly threadTs: string | null;
}

/** All we ever ask of Slack. Every method rejects with a SlackFailure, also when the signal ends it. Nothing is tried twice. */
export interface SlackClient {
  postMessage(message: SlackMessage, signal: AbortSignal): Promise<Posted>;
  updateMessage(change: SlackChange, signal: AbortSignal): Promise<Posted>;
  /** The message that carries this delivery id, or null. Needs the scope channels:history. */
  findDelivery(query: DeliveryQuery, signal: AbortSignal): Promise<Posted | null>;
  /** Id of a channel: Slack takes names for posting only. */
  channelId(channel: string, signal: AbortSignal): Promise<string>;
  checkChannel(channel: string, signal: AbortSignal): Promise<ChannelCheck>;
}

/** `call` of the methods: the request under the signal, the answer by its schema, every error as a SlackFailure. */
export type SlackCall = <T>(schema: z.ZodType<T>, signal: AbortSignal, ask: () => Promise<unknown>) => Promise<T>;

const EVENT_TYPE = 'k8s_monitor';
const Sent = z.object({ channel: z.string(), ts: z.string() });
const History = z.object({
  messages: z.array(z.object({ ts: z.string(), metadata: z.unknown().optional() })),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});
const Delivery = z.object({ event_type: z.literal(EVENT_TYPE), event_payload: z.object({ delivery_id: z.string() }) });
const PAGE = 100;

/** `web` must be built with slackOptions: signals, deadlines and limits are in there. */
export function slackClient(web: WebClient): SlackClient {
  const { channelId, checkChannel, known } = slackChannels(web, slackCall);
  return {
    channelId,
    checkChannel,
    postMessage: async (message, signal) => {
      const { channel, text, deliveryId } = message;
      const metadata = deliveryId === null ? {} : { metadata: metadataOf(deliveryId) };
      const sent = await slackCall(Sent, signal, () =>
        web.chat.postMessage({
          channel,
          text,
          ...AS_IS,
          unfurl_links: false,
          unfurl_media: false,
          ...threadOf(message),
          ...metadata,
          ...blocksOf(message),
        }),
      );
      known(channel, sent.channel);
      return { channelId: sent.channel, ts: sent.ts };
    },
    // Without metadata it keeps what it has, and without blocks it loses them.
    updateMessage: async (change, signal) => {
      const { channelId: channel, ts, text } = change;
      const sent = await slackCall(Sent, signal, () =>
        web.chat.update({ channel, ts, text, ...AS_IS, ...blocksOf(change) }),
      );
      return { channelId: sent.channel, ts: sent.ts };
    },
    findDelivery: (query, signal) => find(web, query, signal),
  };
}

/** Names and addresses in the text stay text. */
const AS_IS = { link_names: false, parse: 'none' } as const;

function threadOf({ threadTs, broadcast }: SlackMessage) {
  if (threadTs === null) return {};
  return { thread_ts: threadTs, ...(broadcast ? { reply_broadcast: true } : {}) };
}

function blocksOf({ blocks }: Pick<SlackMessage, 'blocks'>) {
  return blocks.length === 0 ? {} : { blocks: [...blocks] };
}

function metadataOf(deliveryId: string) {
  return { event_type: EVENT_TYPE, event_payload: { delivery_id: deliveryId } };
}

async function find(web: WebClient, query: DeliveryQuery, signal: AbortSignal): Promise<Posted | null> {
  const { channelId: channel, deliveryId, pages, threadTs } = query;
  let cursor = '';
  for (let page = 0; page < pages; page += 1) {
    const next = cursor === '' ? {} : { cursor };
    const args = { channel, limit: PAGE, include_all_metadata: true, ...next };
    const { messages, response_metadata: meta } = await slackCall(History, signal, () =>
      threadTs === null ? web.conversations.history(args) : web.conversations.replies({ ...args, ts: threadTs }),
    );
    const ours = messages.find(({ metadata }) => {
      const read = Delivery.safeParse(metadata);
      return read.success && read.data.event_payload.delivery_id === deliveryId;
    });
    if (ours !== undefined) return { channelId: channel, ts: ours.ts };
    cursor = meta?.next_cursor ?? '';
    if (cursor === '') return null;
  }
  return null;
}

/** Rejects with a SlackFailure. */
export async function slackCall<T>(schema: z.ZodType<T>, signal: AbortSignal, ask: () => Promise<unknown>): Promise<T> {
  if (signal.aborted) {
    const details = { kind: 'transient', code: 'no_time', mayHaveArrived: false } as const;
    throw new SlackFailure('no time was left to ask Slack', { ...details, cause: signal.reason });
  }
  try {
    const answer = schema.safeParse(await underSignal(signal, ask));
    if (!answer.success) throw notSlack('fields are missing', answer.error);
    return answer.data;
  } catch (error) {
    throw slackFailure(error);
  }
}

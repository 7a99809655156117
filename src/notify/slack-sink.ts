import { z } from 'zod';
import { destinationName } from '../domain/destination.ts';
import type { ToolClient, ToolResult } from '../mcp/client.ts';
import { messageOf } from '../platform/errors.ts';
import { splitMention } from './render/slack-text.ts';
import type { Delivery, Found, Outgoing, Sink } from './sink.ts';
import { SLACK_FAILURES } from './slack-failure.ts';

/** What the tools of the slack server that write answer. */
export const SlackDelivery = z.object({
  sent: z.boolean(),
  /** Id of the channel and name of the message; only when it was sent. */
  channel: z.string().optional(),
  ts: z.string().optional(),
  /** Only when it was not. */
  failure: z.enum(SLACK_FAILURES).optional(),
  why: z.string().optional(),
  retryAfterMs: z.number().optional(),
  /** The message that was to be edited or answered is not there any more. */
  gone: z.boolean().optional(),
});
export type SlackDelivery = z.infer<typeof SlackDelivery>;

/** What check_channel says of a delivery. */
export const SlackLook = z.object({
  delivery: z.enum(['there', 'not-there', 'blind', 'failed']).optional(),
  ts: z.string().optional(),
  id: z.string().optional(),
  problem: z.string().optional(),
});

/**
 * Sends through the tools of the slack server. The text of a message is the plain one of alert-text.ts: the server makes Slack's
 * words of it, and only `@here ` at its very beginning, taken off here, becomes a mention. `ref` is `<channel id> <ts>`; the tools are
 * told the channel as it is configured, because they write nowhere else.
 */
export function slackSink(tools: ToolClient, { paceMs }: { readonly paceMs: number }): Sink {
  return {
    name: 'slack',
    threads: true,
    paceMs,
    accepts: () => true,
    send: async (message, signal) => deliveryOf(await call(tools, ...letter(message), signal)),
    edit: async (to, ref, text, signal) => {
      const args = { channel: destinationName(to), ts: tsOf(ref), text: splitMention(text).text };
      return deliveryOf(await call(tools, 'update_message', args, signal));
    },
    find: async (to, { deliveryId, thread }, signal) => {
      const args = { channel: destinationName(to), deliveryId, ...inThread(thread) };
      return foundIn(await call(tools, 'check_channel', args, signal));
    },
  };
}

function letter(message: Outgoing): readonly [tool: string, args: object] {
  const { deliveryId, thread, retry, broadcast } = message;
  const { mention, text } = splitMention(message.text);
  const args = {
    channel: destinationName(message.to),
    text,
    deliveryId,
    ...(mention === null ? {} : { mention }),
    ...(retry ? { retry } : {}),
  };
  if (thread === null) return ['post_message', args];
  return ['reply_in_thread', { ...args, ...inThread(thread), ...(broadcast ? { broadcast } : {}) }];
}

function inThread(ref: string | null): { readonly threadTs?: string } {
  return ref === null ? {} : { threadTs: tsOf(ref) };
}

function tsOf(ref: string): string {
  return ref.slice(ref.lastIndexOf(' ') + 1);
}

/** Its own word is that it never rejects; a message must not hang on that. */
async function call(tools: ToolClient, tool: string, args: object, signal: AbortSignal): Promise<ToolResult> {
  try {
    return await tools.call(tool, args, signal);
  } catch (error) {
    return { ok: false, text: `the slack server did not answer: ${messageOf(error)}`, data: null };
  }
}

/** After a crash or a hang nobody knows whether the message arrived. */
function deliveryOf({ ok, text, data }: ToolResult): Delivery {
  const unknown = { status: 'failed', why: text, failure: 'unknown', retryAfterMs: null } as const;
  const read = SlackDelivery.safeParse(data);
  if (!ok || !read.success) return unknown;
  const { sent, channel, ts, failure = 'unknown', why = text, retryAfterMs = null, gone = false } = read.data;
  if (!sent) return { status: 'failed', why, failure, retryAfterMs, ...(gone ? { gone } : {}) };
  return channel === undefined || ts === undefined ? unknown : { status: 'sent', ref: `${channel} ${ts}` };
}

function foundIn({ ok, text, data }: ToolResult): Found {
  const read = SlackLook.safeParse(data);
  if (!ok || !read.success) return { status: 'failed', why: text };
  const { delivery = 'failed', id, ts, problem = text } = read.data;
  if (delivery === 'there')
    return { status: 'there', ref: id === undefined || ts === undefined ? null : `${id} ${ts}` };
  return delivery === 'failed' ? { status: 'failed', why: problem } : { status: delivery };
}

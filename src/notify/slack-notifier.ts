import { z } from 'zod';
import type { ToolClient, ToolResult } from '../mcp/client.ts';
import { messageOf } from '../platform/errors.ts';
import type { Notifier } from './notifier.ts';
import { splitMention } from './render/slack-text.ts';
import { SLACK_FAILURES } from './slack-failure.ts';

/** What post_message and reply_in_thread of the slack server answer. */
export const SlackDelivery = z.object({
  sent: z.boolean(),
  /** Id of the channel and name of the message; only when it was sent. */
  channel: z.string().optional(),
  ts: z.string().optional(),
  /** Only when it was not. */
  failure: z.enum(SLACK_FAILURES).optional(),
  why: z.string().optional(),
});
export type SlackDelivery = z.infer<typeof SlackDelivery>;

/**
 * Sends through the tools of the slack server. The text of a message is the plain one of alert-text.ts: the server makes Slack's
 * words of it, and only `@here ` at its very beginning, taken off here, becomes a mention.
 */
export function slackNotifier(tools: ToolClient): Notifier {
  /** Nobody knows whether these arrived: the next try looks for them first. */
  const unsure = new Set<string>();
  return {
    name: 'slack',
    send: async ({ channel, text, deliveryId, threadTs }, signal) => {
      const split = splitMention(text);
      const mention = split.mention === null ? {} : { mention: split.mention };
      const args = {
        channel,
        text: split.text,
        deliveryId,
        ...mention,
        ...(unsure.has(deliveryId) ? { retry: true } : {}),
      };
      const read = answerOf(await call(tools, threadTs === null ? args : { ...args, threadTs }, signal));
      if (read.failure === 'unknown') unsure.add(deliveryId);
      // A look that failed has not answered the question.
      else if (read.sent) unsure.delete(deliveryId);
      const { sent, channel: channelId, ts, why = '', failure } = read;
      if (sent && ts !== undefined && channelId !== undefined) return { status: 'sent', ts, channelId };
      return { status: 'failed', why, retryable: failure !== 'permanent' };
    },
  };
}

/** Its own word is that it never rejects; a message must not hang on that. */
async function call(tools: ToolClient, args: object, signal: AbortSignal): Promise<ToolResult> {
  try {
    return await tools.call('threadTs' in args ? 'reply_in_thread' : 'post_message', args, signal);
  } catch (error) {
    return { ok: false, text: `the slack server did not answer: ${messageOf(error)}`, data: null };
  }
}

/** After a crash or a hang nobody knows whether the message arrived. */
function answerOf({ ok, text, data }: ToolResult): SlackDelivery {
  const read = SlackDelivery.safeParse(data);
  const complete = read.success && (!read.data.sent || (read.data.ts !== undefined && read.data.channel !== undefined));
  return ok && complete ? { why: text, ...read.data } : { sent: false, failure: 'unknown', why: text };
}

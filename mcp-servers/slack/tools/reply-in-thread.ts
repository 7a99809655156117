import { z } from 'zod';
import { defineTool } from '../../../src/mcp/tool.ts';
import { SlackDelivery } from '../../../src/notify/slack-sink.ts';
import type { SlackDeps } from '../deps.ts';
import { Sending, send, Ts } from '../message.ts';

const Reply = {
  ...Sending,
  threadTs: Ts.describe('ts of its first message'),
  broadcast: z.boolean().describe('show it in the channel too').optional(),
};

export const replyInThread = defineTool<SlackDeps, typeof Reply, typeof SlackDelivery>({
  name: 'reply_in_thread',
  title: 'Reply in a thread',
  description: 'Like post_message, as a reply in a thread.',
  access: 'write',
  idempotent: false,
  input: z.strictObject(Reply),
  output: SlackDelivery,
  handle: (args, deps, signal) => send(args, deps, signal),
});

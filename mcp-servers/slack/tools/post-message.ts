import { z } from 'zod';
import { defineTool } from '../../../src/mcp/tool.ts';
import { SlackDelivery } from '../../../src/notify/slack-sink.ts';
import type { SlackDeps } from '../deps.ts';
import { Sending, send } from '../message.ts';

/** With a delivery id an outcome nobody heard of is looked up: at most one duplicate. */
export const postMessage = defineTool<SlackDeps, typeof Sending, typeof SlackDelivery>({
  name: 'post_message',
  title: 'Post a message',
  description:
    'Posts plain text to a configured channel; markup in it stays text. With deliveryId an unknown outcome is looked up.',
  access: 'write',
  idempotent: false,
  input: z.strictObject(Sending),
  output: SlackDelivery,
  handle: (args, deps, signal) => send({ ...args, threadTs: null }, deps, signal),
});

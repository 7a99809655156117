import { z } from 'zod';
import { defineTool } from '../../../src/mcp/tool.ts';
import { SlackDelivery } from '../../../src/notify/slack-notifier.ts';
import { mustBeConfigured } from '../channels.ts';
import type { SlackDeps } from '../deps.ts';
import { answer, Channel, failed, mrkdwn, Text, Ts } from '../message.ts';

const Input = z.strictObject({ channel: Channel, ts: Ts, text: Text });

/** An edit calls nobody: whoever was mentioned has been called by the message itself. */
export const updateMessage = defineTool<SlackDeps, typeof Input.shape, typeof SlackDelivery>({
  name: 'update_message',
  title: 'Edit a message',
  description: 'Replaces the text of a message of this bot.',
  access: 'write',
  idempotent: true,
  input: Input,
  output: SlackDelivery,
  handle: async ({ channel, ts, text }, { client, channels }, signal) => {
    await mustBeConfigured({ client, channels }, channel, signal);
    try {
      const channelId = await client.channelId(channel, signal);
      const edited = await client.updateMessage({ channelId, ts, text: mrkdwn(text, null) }, signal);
      return { ...answer(channel, { sent: true, found: false, ...edited }), text: `edited ${ts} in ${channel}` };
    } catch (error) {
      return failed(channel, error);
    }
  },
});

import { z } from 'zod';
import { defineTool } from '../../../src/mcp/tool.ts';
import { edit } from '../../../src/notify/slack-deliver.ts';
import { SlackDelivery } from '../../../src/notify/slack-sink.ts';
import { notConfigured } from '../channels.ts';
import type { SlackDeps } from '../deps.ts';
import { answer, Channel, editedWords, failed, refusal, Text, Ts } from '../message.ts';

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
  handle: async ({ channel, ts, text }, deps, signal) => {
    const refused = await notConfigured(deps, channel, signal);
    if (refused !== null) return refusal(channel, refused);
    try {
      const channelId = await deps.client.channelId(channel, signal);
      const edited = await edit(deps.client, { channelId, ts, ...editedWords(text, deps) }, signal);
      return edited.sent ? { ...answer(channel, edited), text: `edited ${ts} in ${channel}` } : answer(channel, edited);
    } catch (error) {
      return failed(channel, error);
    }
  },
});

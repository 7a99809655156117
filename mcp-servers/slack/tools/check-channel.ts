import { z } from 'zod';
import { defineTool } from '../../../src/mcp/tool.ts';
import type { SlackDeps } from '../deps.ts';
import { Channel } from '../message.ts';

const Input = z.strictObject({ channel: Channel });
const Output = z.object({
  id: z.string().optional(),
  exists: z.boolean().optional(),
  member: z.boolean().optional(),
  archived: z.boolean().optional(),
  problem: z.string().optional(),
});

export const checkChannel = defineTool<SlackDeps, typeof Input.shape, typeof Output>({
  name: 'check_channel',
  title: 'Check a channel',
  description: 'Says whether messages would reach a channel, and if not, the mend. Sends nothing.',
  access: 'read',
  idempotent: true,
  input: Input,
  output: Output,
  handle: async ({ channel }, { client }, signal) => {
    const { channel: asked, ...check } = await client.checkChannel(channel, signal);
    // What Slack did not say is left out.
    const data = Output.parse(Object.fromEntries(Object.entries(check).filter(([, value]) => value !== null)));
    return { data, text: check.problem ?? `${asked} (${check.id}) exists, and the bot is a member` };
  },
});

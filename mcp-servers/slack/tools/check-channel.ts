import { z } from 'zod';
import type { ToolAnswer } from '../../../src/mcp/tool.ts';
import { defineTool } from '../../../src/mcp/tool.ts';
import { EARLIER, look } from '../../../src/notify/slack-deliver.ts';
import { SlackLook } from '../../../src/notify/slack-sink.ts';
import type { SlackDeps } from '../deps.ts';
import { Channel, DeliveryId, Ts } from '../message.ts';

const Input = z.strictObject({
  channel: Channel,
  deliveryId: DeliveryId.describe('look for this message instead').optional(),
  threadTs: Ts.describe('in this thread').optional(),
});
const Output = SlackLook.extend({
  exists: z.boolean().optional(),
  member: z.boolean().optional(),
  archived: z.boolean().optional(),
});
type Output = z.infer<typeof Output>;

export const checkChannel = defineTool<SlackDeps, typeof Input.shape, typeof Output>({
  name: 'check_channel',
  title: 'Check a channel',
  description: 'Says whether messages would reach a channel, and if not, the mend. Sends nothing.',
  access: 'read',
  idempotent: true,
  input: Input,
  output: Output,
  handle: async ({ channel, deliveryId, threadTs = null }, { client }, signal) => {
    if (deliveryId !== undefined) return sought(client, { channel, deliveryId, threadTs }, signal);
    const { channel: asked, ...check } = await client.checkChannel(channel, signal);
    // What Slack did not say is left out.
    const data = Output.parse(Object.fromEntries(Object.entries(check).filter(([, value]) => value !== null)));
    return { data, text: check.problem ?? `${asked} (${check.id}) exists, and the bot is a member` };
  },
});

async function sought(
  client: SlackDeps['client'],
  what: { readonly channel: string; readonly deliveryId: string; readonly threadTs: string | null },
  signal: AbortSignal,
): Promise<ToolAnswer<Output>> {
  const seen = await look(client, what, EARLIER, signal);
  if ('channelId' in seen) {
    const { channelId: id, ts } = seen;
    return { data: { delivery: 'there', id, ts }, text: `it is in ${what.channel}, ts ${ts}` };
  }
  switch (seen.status) {
    case 'not-there':
      return { data: { delivery: 'not-there' }, text: `it is not in ${what.channel}` };
    case 'blind':
      return { data: { delivery: 'blind' }, text: `the bot may not read ${what.channel}` };
    case 'failed': {
      const problem = seen.failure.message;
      return { data: { delivery: 'failed', problem }, text: problem };
    }
  }
}

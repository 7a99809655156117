import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { SlackCall } from './slack-client.ts';
import { SlackFailure } from './slack-failure.ts';
import { mendFor } from './slack-mends.ts';

/** What is known of a channel; null where Slack did not say. */
export interface ChannelCheck {
  readonly channel: string;
  readonly id: string | null;
  readonly exists: boolean | null;
  readonly member: boolean | null;
  readonly archived: boolean | null;
  /** Why messages would not get through, with the mend; null when they would. */
  readonly problem: string | null;
}

const Channel = z.object({
  id: z.string(),
  name: z.string().optional(),
  is_member: z.boolean().optional(),
  is_archived: z.boolean().optional(),
});
type Channel = z.infer<typeof Channel>;
const Info = z.object({ channel: Channel });
const Page = z.object({
  channels: z.array(Channel),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});
const ID = /^[CG][A-Z0-9]{4,}$/;
const PAGE = 1000;
const MOST_PAGES = 20;
const ALL_TYPES = 'public_channel,private_channel';

interface Channels {
  channelId(channel: string, signal: AbortSignal): Promise<string>;
  checkChannel(channel: string, signal: AbortSignal): Promise<ChannelCheck>;
  /** Slack has told the id of a channel by the way. */
  known(channel: string, id: string): void;
}

/** Channels by name: Slack finds a name only by listing all, so ids are kept once they are known. */
export function slackChannels(web: WebClient, call: SlackCall): Channels {
  const ids = new Map<string, string>();

  const listed = async (name: string, types: string, signal: AbortSignal): Promise<Channel | null> => {
    let cursor = '';
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const args = { types, limit: PAGE, ...(cursor === '' ? {} : { cursor }) };
      const { channels, response_metadata: meta } = await call(Page, signal, () => web.conversations.list(args));
      const found = channels.find((channel) => channel.name === name);
      if (found !== undefined) return found;
      cursor = meta?.next_cursor ?? '';
      if (cursor === '') return null;
    }
    return null;
  };

  /** A token that may not see private channels finds the public ones all the same. */
  const byName = (name: string, signal: AbortSignal): Promise<Channel | null> =>
    listed(name, ALL_TYPES, signal).catch((error: unknown) => {
      if (error instanceof SlackFailure && error.code === 'missing_scope')
        return listed(name, 'public_channel', signal);
      throw error;
    });

  const find = async (channel: string, signal: AbortSignal): Promise<Channel> => {
    const name = channel.replace(/^#/, '');
    if (ID.test(channel)) return (await call(Info, signal, () => web.conversations.info({ channel }))).channel;
    const found = await byName(name, signal);
    if (found === null) throw refusal('channel_not_found');
    ids.set(name, found.id);
    return found;
  };

  return {
    known: (channel, id) => {
      ids.set(channel.replace(/^#/, ''), id);
    },
    channelId: async (channel, signal) => {
      if (ID.test(channel)) return channel;
      return ids.get(channel.replace(/^#/, '')) ?? (await find(channel, signal)).id;
    },
    checkChannel: async (channel, signal) => {
      try {
        await call(z.object({}), signal, () => web.auth.test());
        const { id, is_member: member = false, is_archived: archived = false } = await find(channel, signal);
        const code = archived ? 'is_archived' : member ? null : 'not_in_channel';
        return { channel, id, exists: true, member, archived, problem: code === null ? null : refusal(code).message };
      } catch (error) {
        if (!(error instanceof SlackFailure) || error.kind !== 'permanent') throw error;
        const exists = error.code === 'channel_not_found' ? false : null;
        return { channel, id: null, exists, member: null, archived: null, problem: error.message };
      }
    },
  };
}

function refusal(code: string): SlackFailure {
  return new SlackFailure(`Slack says ${code}: ${mendFor(code, null)}`, {
    kind: 'permanent',
    code,
    mayHaveArrived: false,
  });
}

// Reading back what was said: the newest first in a channel, the oldest first in a thread.
import type { Accepted, Answer, FakeChannel, World } from './types.ts';

type Args = Readonly<Record<string, unknown>>;

/** Replies in threads don't appear in it, but for those that were shown to the channel. */
export function conversationsHistory(args: Args, world: World): Answer {
  const channel = readable(args, world.options.channels);
  if ('error' in channel) return channel;
  const said = world.messages.filter((m) => m.channel === channel.id && (m.threadTs === null || m.broadcast)).reverse();
  return page(args, said);
}

export function conversationsReplies(args: Args, world: World): Answer {
  const channel = readable(args, world.options.channels);
  if ('error' in channel) return channel;
  const here = world.messages.filter((m) => m.channel === channel.id);
  if (!here.some((m) => m.ts === args['ts'])) return { error: 'thread_not_found' };
  return page(
    args,
    here.filter((m) => m.ts === args['ts'] || m.threadTs === args['ts']),
  ); // prettier-ignore
}

function readable(args: Args, channels: readonly FakeChannel[]): FakeChannel | { readonly error: string } {
  const channel = channels.find(({ id }) => id === args['channel']);
  if (channel === undefined || (channel.private && channel.member === false)) return { error: 'channel_not_found' };
  return channel.member === false ? { error: 'not_in_channel' } : channel;
}

function page(args: Args, said: readonly Accepted[]): Answer {
  const limit = Number(args['limit'] ?? 100);
  const start = Number(args['cursor'] ?? 0);
  if (!(limit >= 1 && limit <= 999)) return { error: 'invalid_limit' };
  const oldest = Number(args['oldest'] ?? 0);
  const wanted = said.filter((m) => Number(m.ts) > oldest);
  const more = start + limit < wanted.length;
  const withMetadata = ['true', '1'].includes(String(args['include_all_metadata']));
  return {
    messages: wanted.slice(start, start + limit).map((message) => shown(message, withMetadata)),
    has_more: more,
    response_metadata: { next_cursor: more ? String(start + limit) : '' },
  };
}

function shown({ text, ts, threadTs, metadata }: Accepted, withMetadata: boolean): object {
  return {
    type: 'message',
    user: 'U0BOT',
    bot_id: 'B0BOT',
    text,
    ts,
    ...(threadTs === null ? {} : { thread_ts: threadTs }),
    ...(withMetadata && metadata !== null ? { metadata } : {}),
  };
}

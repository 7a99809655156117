// The methods that a monitor's bot needs, as Slack answers them.
import { conversationsHistory, conversationsReplies } from './history.ts';
import { blocksFault, editFault, readMetadata, textFault } from './limits.ts';
import type { Answer, FakeChannel, World } from './types.ts';

type Args = Readonly<Record<string, unknown>>;
type Method = (args: Args, world: World) => Answer;

export const METHODS: Readonly<Record<string, Method>> = {
  'auth.test': () => ({
    url: 'https://fake.slack.com/',
    team: 'Fake',
    user: 'k8s-monitor',
    team_id: 'T0FAKE',
    user_id: 'U0BOT',
    bot_id: 'B0BOT',
  }),
  'chat.postMessage': postMessage,
  'chat.update': update,
  'conversations.info': info,
  'conversations.list': list,
  'conversations.history': conversationsHistory,
  'conversations.replies': conversationsReplies,
};

/** The scopes of which a token needs one; joining is nothing a monitor's bot may do. */
export const NEEDS: Readonly<Record<string, readonly string[]>> = {
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.list': ['channels:read', 'groups:read'],
  'conversations.history': ['channels:history', 'groups:history'],
  'conversations.replies': ['channels:history', 'groups:history'],
  'conversations.join': ['channels:join'],
};

function postMessage(args: Args, world: World): Answer {
  const { channels } = world.options;
  const channel = byId(channels, args['channel']) ?? byName(channels, args['channel']);
  if (channel === null || isHidden(channel)) return { error: 'channel_not_found' };
  if (channel.archived) return { error: 'is_archived' };
  if (channel.member === false) return { error: 'not_in_channel' };
  const fault = textFault(args['text'], args['blocks']) ?? blocksFault(args['blocks']);
  if (fault !== null) return { error: fault };
  const read = readMetadata(args['metadata']);
  if ('error' in read) return read;
  const thread = args['thread_ts'];
  const parent = world.messages.find((m) => m.channel === channel.id && m.ts === thread);
  if (thread !== undefined && parent === undefined) return { error: 'thread_not_found' };
  const broadcast = isTrue(args['reply_broadcast']);
  if (broadcast && parent === undefined) return { error: 'invalid_arguments' };
  const blocks = Array.isArray(args['blocks']) ? args['blocks'] : null;
  const message = {
    channel: channel.id,
    ts: world.nextTs(channel.id),
    threadTs: parent === undefined ? null : (parent.threadTs ?? parent.ts),
    said: String(args['text'] ?? ''),
    text: String(args['text'] ?? ''),
    blocks,
    metadata: read.metadata,
    broadcast,
    edits: 0,
  };
  world.messages.push(message);
  return {
    channel: channel.id,
    ts: message.ts,
    message: { type: 'message', user: 'U0BOT', bot_id: 'B0BOT', text: message.text, ts: message.ts },
  };
}

function update(args: Args, world: World): Answer {
  const channel = byId(world.options.channels, args['channel']);
  if (channel === null || isHidden(channel)) return { error: 'channel_not_found' };
  if (channel.archived) return { error: 'is_archived' };
  const message = world.messages.find((m) => m.channel === channel.id && m.ts === args['ts']);
  if (message === undefined) return { error: 'message_not_found' };
  const fault = editFault(args['text'], args['blocks']) ?? blocksFault(args['blocks']);
  if (fault !== null) return { error: fault };
  const read = readMetadata(args['metadata']);
  if ('error' in read) return read;
  if (read.metadata !== null) message.metadata = read.metadata;
  message.text = String(args['text'] ?? '');
  message.blocks = Array.isArray(args['blocks']) ? args['blocks'] : null;
  message.edits += 1;
  return { channel: channel.id, ts: message.ts, text: message.text, message: { type: 'message', text: message.text } };
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true' || value === '1';
}

function info(args: Args, { options }: World): Answer {
  const channel = byId(options.channels, args['channel']);
  return channel === null || isHidden(channel) ? { error: 'channel_not_found' } : { channel: shown(channel) };
}

function list(args: Args, { options }: World): Answer {
  const scopes = options.scopes ?? null;
  const types = String(args['types'] ?? 'public_channel').split(',');
  if (types.includes('private_channel') && scopes !== null && !scopes.includes('groups:read')) {
    return { error: 'missing_scope', needed: 'groups:read', provided: scopes.join(',') };
  }
  const all = options.channels.filter(
    (channel) => !isHidden(channel) && types.includes(channel.private ? 'private_channel' : 'public_channel'),
  );
  const wanted = all.filter((channel) => !(String(args['exclude_archived']) === 'true' && channel.archived));
  const start = Number(args['cursor'] === undefined || args['cursor'] === '' ? 0 : args['cursor']);
  const limit = Number(args['limit'] ?? 100);
  if (!Number.isInteger(start) || start > wanted.length) return { error: 'invalid_cursor' };
  if (!(limit >= 1 && limit <= 1000)) return { error: 'invalid_limit' };
  const next = start + limit < wanted.length ? String(start + limit) : '';
  return { channels: wanted.slice(start, start + limit).map(shown), response_metadata: { next_cursor: next } };
}

function shown(channel: FakeChannel): object {
  const { id, name } = channel;
  return {
    id,
    name,
    is_channel: true,
    is_private: channel.private ?? false,
    is_archived: channel.archived ?? false,
    is_member: channel.member ?? true,
  };
}

/** A bot learns nothing of a private channel it is not in. */
function isHidden({ private: hidden = false, member = true }: FakeChannel): boolean {
  return hidden && !member;
}

export function byId(channels: readonly FakeChannel[], id: unknown): FakeChannel | null {
  return channels.find((channel) => channel.id === id) ?? null;
}

export function byName(channels: readonly FakeChannel[], name: unknown): FakeChannel | null {
  return channels.find((channel) => name === channel.name || name === `#${channel.name}`) ?? null;
}

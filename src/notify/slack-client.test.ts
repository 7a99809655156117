import { describe, expect, it, vi } from 'vitest';
import { CHANNELS, connect } from '../../tests/fakes/slack/connect.ts';
import type { Reply } from '../../tests/fakes/slack/types.ts';
import { SlackFailure } from './slack-failure.ts';

const message = {
  channel: '#alerts',
  text: 'a &lt;b&gt;',
  blocks: [],
  threadTs: null,
  broadcast: false,
  deliveryId: 'd1',
};
const BLOCKS = [{ type: 'section', text: { type: 'mrkdwn', text: '*a*', verbatim: true } }] as const;

async function failureOf(work: Promise<unknown>): Promise<SlackFailure> {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(SlackFailure);
  return error as SlackFailure;
}

describe('posting', () => {
  it('sends the text as it is, without links, names or previews, and with its delivery id', async () => {
    const { slack, client, signal } = await connect();
    const posted = await client.postMessage(message, signal);
    expect(posted).toEqual({ channelId: 'C0ALERTS', ts: slack.messages[0]?.ts });
    expect(slack.requests[0]?.args).toEqual({
      channel: '#alerts',
      text: 'a &lt;b&gt;',
      link_names: 'false',
      parse: 'none',
      unfurl_links: 'false',
      unfurl_media: 'false',
      metadata: { event_type: 'k8s_monitor', event_payload: { delivery_id: 'd1' } },
    });
  });

  it('replies in a thread, and edits by id', async () => {
    const { slack, client, signal } = await connect();
    const { ts, channelId } = await client.postMessage(message, signal);
    await client.postMessage({ ...message, threadTs: ts, deliveryId: null }, signal);
    await client.updateMessage({ channelId, ts, text: 'better', blocks: BLOCKS }, signal);
    expect(slack.messages).toMatchObject([
      { text: 'better', edits: 1, blocks: BLOCKS, metadata: { event_payload: { delivery_id: 'd1' } } },
      { threadTs: ts, metadata: null },
    ]);
  });
});

it('shows blocks, and a reply to the whole channel where that is asked for', async () => {
  const { slack, client, signal } = await connect();
  const { ts } = await client.postMessage({ ...message, blocks: BLOCKS }, signal);
  await client.postMessage({ ...message, threadTs: ts, broadcast: true }, signal);
  await client.postMessage({ ...message, broadcast: true }, signal);
  expect(slack.messages).toMatchObject([
    { blocks: BLOCKS, broadcast: false },
    { blocks: null, broadcast: true },
    { broadcast: false, threadTs: null },
  ]);
});

describe('what goes wrong has a class, a word and a mend, and is tried once', () => {
  it.each<[Reply, string, string, boolean, string]>([
    [{ error: 'invalid_auth' }, 'permanent', 'invalid_auth', false, 'set SLACK_BOT_TOKEN'],
    [{ error: 'token_revoked' }, 'permanent', 'token_revoked', false, 'install the app again'],
    [{ error: 'account_inactive' }, 'permanent', 'account_inactive', false, 'SLACK_BOT_TOKEN'],
    [{ error: 'channel_not_found' }, 'permanent', 'channel_not_found', false, 'invite the bot if it is private'],
    [{ error: 'not_in_channel' }, 'permanent', 'not_in_channel', false, '/invite'],
    [{ error: 'is_archived' }, 'permanent', 'is_archived', false, 'SLACK_CHANNEL'],
    [{ error: 'invalid_blocks' }, 'permanent', 'invalid_blocks', false, 'layout'],
    [{ error: 'invalid_blocks_format' }, 'permanent', 'invalid_blocks_format', false, 'layout'],
    [{ error: 'missing_scope' }, 'permanent', 'missing_scope', false, 'the token lacks a scope; add it'],
    [{ error: 'thread_not_found' }, 'permanent', 'thread_not_found', false, 'no such thread'],
    [{ error: 'msg_too_long' }, 'permanent', 'msg_too_long', false, 'longer'],
    [{ error: 'msg_blocks_too_long' }, 'permanent', 'msg_blocks_too_long', false, 'longer'],
    [{ error: 'never_heard_of' }, 'permanent', 'never_heard_of', false, 'never_heard_of'],
    [{ error: 'ratelimited' }, 'transient', 'ratelimited', false, 'too much to do'],
    [{ error: 'internal_error' }, 'transient', 'internal_error', true, 'trouble of its own'],
    [{ error: 'fatal_error' }, 'transient', 'fatal_error', true, 'trouble of its own'],
    [{ error: 'service_unavailable' }, 'transient', 'service_unavailable', false, 'trouble of its own'],
    [{ error: 'request_timeout' }, 'transient', 'request_timeout', true, 'trouble of its own'],
    [{ status: 500 }, 'transient', 'http_500', true, 'HTTP 500'],
    [{ status: 503, body: '<html>' }, 'transient', 'http_503', true, 'HTTP 503'],
    [{ status: 404, body: '<html>' }, 'permanent', 'http_404', false, 'SLACK_API_URL'],
    [{ status: 429, headers: { 'retry-after': '30' } }, 'transient', 'ratelimited', false, 'asks to wait 30 s'],
    [{ status: 429 }, 'transient', 'ratelimited', false, 'too much to do'],
    [{ status: 302, headers: { location: 'http://127.0.0.1:1/' } }, 'unknown', 'broken_off', true, 'broke off'],
    ['html', 'unknown', 'bad_answer', true, "not Slack's"],
    [{ status: 200, body: '{"ok":true}' }, 'unknown', 'bad_answer', true, 'fields are missing'],
    [{ status: 200, body: 'null' }, 'unknown', 'broken_off', true, 'broke off'],
    [
      { status: 200, body: '{}', headers: { 'content-type': 'application/gzip' } },
      'unknown',
      'bad_answer',
      true,
      'JSON',
    ],
    [{ status: 200, body: 'x'.repeat(9 * 1024 * 1024) }, 'unknown', 'bad_answer', true, 'too large'],
    ['hang', 'unknown', 'timeout', true, 'in time'],
    ['cut', 'unknown', 'UND_ERR_SOCKET', true, 'broke off'],
    ['reset', 'unknown', 'ECONNRESET', true, 'broke off'],
  ])('%j', async (reply, kind, code, mayHaveArrived, words) => {
    const { slack, client, signal } = await connect({ script: () => reply }, 1800);
    const failure = await failureOf(client.postMessage(message, signal));
    expect(failure).toMatchObject({ kind, code, mayHaveArrived });
    expect(failure.message).toContain(words);
    expect(slack.requests).toHaveLength(1);
  });

  it.each([
    [{ status: 429, headers: { 'retry-after': '120' } }, 120_000],
    [{ status: 429 }, 30_000],
    [{ error: 'ratelimited' }, 30_000],
    [{ status: 503 }, null],
  ])('%j asks to wait %s ms', async (reply, retryAfterMs) => {
    const { client, signal } = await connect({ script: () => reply });
    expect(await failureOf(client.postMessage(message, signal))).toMatchObject({ retryAfterMs });
  });

  it('names the scope that is missing', async () => {
    const { client, signal } = await connect({ scopes: ['channels:read'] });
    const failure = await failureOf(client.postMessage(message, signal));
    expect(failure).toMatchObject({ kind: 'permanent', code: 'missing_scope' });
    expect(failure.message).toContain('the scope chat:write; add it to the app');
  });

  it('a request that never left is no unknown outcome', async () => {
    const { slack, client, signal } = await connect();
    await slack.stop();
    const failure = await failureOf(client.postMessage(message, signal));
    expect(failure).toMatchObject({ kind: 'transient', code: 'ECONNREFUSED', mayHaveArrived: false });
  });

  it('the signal ends a request at once, and none begins after it', async () => {
    const { slack, client } = await connect({ script: () => 'accept-then-hang' }, 60_000);
    const started = performance.now();
    const failure = await failureOf(client.postMessage(message, AbortSignal.timeout(100)));
    expect(failure).toMatchObject({ kind: 'unknown', code: 'timeout' });
    expect(performance.now() - started).toBeLessThan(2000);
    const late = await failureOf(client.postMessage(message, AbortSignal.abort()));
    expect(late).toMatchObject({ kind: 'transient', mayHaveArrived: false });
    expect(slack.requests).toHaveLength(1);
  });

  it('says nothing on the console, and never names the token', async () => {
    const spies = (['log', 'info', 'warn', 'error', 'debug'] as const).map((name) => vi.spyOn(console, name));
    const { client, signal } = await connect({}, 1800, 'secret-token-value');
    const failure = await failureOf(client.postMessage({ ...message, text: '' }, signal));
    expect(JSON.stringify([failure.message, failure.cause])).not.toContain('secret-token-value');
    for (const spy of spies) expect(spy).not.toHaveBeenCalled();
  });
});

describe('finding a delivery', () => {
  it('by its id, in the channel or in the thread, behind many others', async () => {
    const { slack, client, signal } = await connect();
    const first = await client.postMessage(message, signal);
    const reply = await client.postMessage({ ...message, deliveryId: 'd2', threadTs: first.ts }, signal);
    for (let i = 0; i < 120; i += 1) await client.postMessage({ ...message, deliveryId: `other-${i}` }, signal);
    const find = (deliveryId: string, threadTs: string | null, pages: number) =>
      client.findDelivery({ channelId: 'C0ALERTS', deliveryId, threadTs, pages }, signal);
    expect(await find('d1', null, 2)).toEqual(first);
    expect(await find('d2', first.ts, 1)).toEqual(reply);
    expect(await find('d2', null, 5)).toBeNull();
    expect(await find('d1', null, 1)).toBeNull();
    const asked = slack.requests.filter(({ method }) => method === 'conversations.history');
    expect(asked.map(({ args }) => args['cursor'] ?? null)).toEqual([null, '100', null, '100', null]);
  });
});

describe('channels', () => {
  it('are found by name on any page, and only once', async () => {
    const many = Array.from({ length: 1200 }, (_, i) => ({ id: `C0MANY${i}`, name: `many-${i}` }));
    const { slack, client, signal } = await connect({ channels: [...many, ...CHANNELS] });
    expect(await client.channelId('#alerts', signal)).toBe('C0ALERTS');
    expect(await client.channelId('alerts', signal)).toBe('C0ALERTS');
    expect(await client.channelId('C0CRIT', signal)).toBe('C0CRIT');
    expect(slack.requests.map(({ method }) => method)).toEqual(['conversations.list', 'conversations.list']);
    expect((await failureOf(client.channelId('#nowhere', signal))).code).toBe('channel_not_found');
  });

  it.each([
    ['#alerts', 'C0ALERTS', true, true, false, null],
    ['C0CRIT', 'C0CRIT', true, true, false, null],
    ['#old', 'C0OLD', true, true, true, 'is_archived: the channel is archived'],
    ['#open', 'C0OPEN', true, false, false, 'not_in_channel: the bot is not a member; type /invite'],
    ['#hidden', null, false, null, null, 'channel_not_found'],
    ['C0HIDDEN', null, false, null, null, 'channel_not_found'],
  ])('check %s', async (channel, id, exists, member, archived, problem) => {
    const { client, signal } = await connect();
    const check = await client.checkChannel(channel, signal);
    expect(check).toMatchObject({ channel, id, exists, member, archived });
    if (problem === null) expect(check.problem).toBeNull();
    else expect(check.problem).toContain(problem);
  });

  it('say what is wrong with the token, and pass on what only time mends', async () => {
    const wrong = await connect({}, 1800, 'wrong');
    expect(await wrong.client.checkChannel('#alerts', wrong.signal)).toMatchObject({
      exists: null,
      problem: expect.stringContaining('invalid_auth'),
    });
    const few = await connect({ scopes: ['chat:write'] });
    expect((await few.client.checkChannel('#alerts', few.signal)).problem).toContain('channels:read or groups:read');
    const busy = await connect({ script: () => ({ status: 503 }) });
    expect((await failureOf(busy.client.checkChannel('#alerts', busy.signal))).kind).toBe('transient');
  });

  it('that were posted to are known', async () => {
    const { slack, client, signal } = await connect();
    await client.postMessage(message, signal);
    expect(await client.channelId('alerts', signal)).toBe('C0ALERTS');
    expect(slack.requests.map(({ method }) => method)).toEqual(['chat.postMessage']);
  });

  it('public ones are found by a token that may not see private ones', async () => {
    const { client, signal } = await connect({ scopes: ['chat:write', 'channels:read'] });
    expect(await client.channelId('#alerts', signal)).toBe('C0ALERTS');
  });
});

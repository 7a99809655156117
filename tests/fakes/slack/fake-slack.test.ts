import { WebClient } from '@slack/web-api';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { CHANNELS, TOKEN } from './connect.ts';
import { fakeSlack } from './fake-slack.ts';
import type { FakeSlackOptions } from './types.ts';

const ChannelPage = z.object({ channels: z.array(z.object({ name: z.string() })) });

/** The SDK as it comes, but for its ten tries. */
async function start(options: Partial<FakeSlackOptions> = {}, token = TOKEN) {
  const slack = await fakeSlack({ token: TOKEN, channels: CHANNELS, ...options });
  onTestFinished(() => slack.stop());
  const settings = { slackApiUrl: slack.url, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true, timeout: 1000 };
  const logger = {
    debug() {},
    info() {},
    warn() {},
    error() {},
    setLevel() {},
    setName() {},
    getLevel: () => 'error' as never,
  };
  return { slack, web: new WebClient(token, { ...settings, logger }) };
}

const code = (work: Promise<unknown>) =>
  work.then(
    () => 'ok',
    (error: { data?: { error: string }; code: string }) => error.data?.error ?? error.code,
  );

describe('the fake Slack', () => {
  it('keeps what it accepts, with a ts of its own for each message', async () => {
    const { slack, web } = await start();
    const metadata = { event_type: 'k8s_monitor', event_payload: { delivery_id: 'd1' } };
    const sent = await Promise.all([
      web.chat.postMessage({ channel: '#alerts', text: 'one', metadata }),
      web.chat.postMessage({ channel: 'C0ALERTS', text: 'two' }),
    ]);
    expect(new Set(sent.map(({ ts }) => ts)).size).toBe(2);
    expect(sent.map(({ channel }) => channel)).toEqual(['C0ALERTS', 'C0ALERTS']);
    expect(slack.messages.map(({ text, metadata: of }) => [text, of])).toContainEqual(['one', metadata]);
    expect(slack.requests.map(({ method }) => method)).toEqual(['chat.postMessage', 'chat.postMessage']);
  });

  it('refuses what Slack refuses', async () => {
    const { slack, web } = await start();
    const post = (args: object) => code(web.chat.postMessage({ channel: '#alerts', text: 'x', ...args } as never));
    const section = (length: number) => ({ type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(length) } });
    expect(await post({ channel: '#nowhere' })).toBe('channel_not_found');
    expect(await post({ channel: '#hidden' })).toBe('channel_not_found');
    expect(await post({ channel: '#open' })).toBe('not_in_channel');
    expect(await post({ channel: '#old' })).toBe('is_archived');
    expect(await post({ text: '' })).toBe('no_text');
    expect(await post({ text: 'x'.repeat(40_001) })).toBe('msg_too_long');
    expect(await post({ blocks: [section(3001)] })).toBe('invalid_blocks');
    expect(await post({ blocks: [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }] })).toBe(
      'invalid_blocks',
    );
    expect(await post({ blocks: Array.from({ length: 51 }, () => ({ type: 'divider' })) })).toBe('invalid_blocks');
    expect(await post({ blocks: [{ type: 'invented' }] })).toBe('invalid_blocks');
    expect(await post({ blocks: [] })).toBe('invalid_blocks');
    expect(await post({ blocks: 'x' })).toBe('invalid_blocks_format');
    expect(await post({ blocks: [{ ...section(3), extra: 1 }] })).toBe('invalid_blocks');
    expect(await post({ blocks: [{ type: 'section', fields: [] }] })).toBe('invalid_blocks');
    const mrkdwn = { type: 'mrkdwn', text: 'x' };
    expect(await post({ blocks: [{ type: 'section', fields: Array(11).fill(mrkdwn) }] })).toBe('invalid_blocks');
    expect(await post({ blocks: [{ type: 'section', text: { ...mrkdwn, emoji: true } }] })).toBe('invalid_blocks');
    expect(await post({ blocks: [{ type: 'header', text: mrkdwn }] })).toBe('invalid_blocks');
    expect(await post({ blocks: Array.from({ length: 5 }, () => section(2700)) })).toBe('msg_blocks_too_long');
    const large = { event_type: 'x', event_payload: { text: 'x'.repeat(16_000) } };
    expect(await post({ metadata: large })).toBe('metadata_too_large');
    expect(await post({ metadata: { event_type: 'x' } })).toBe('invalid_metadata_schema');
    expect(await post({ metadata: 'x' })).toBe('invalid_metadata_format');
    expect(await post({ thread_ts: '1.000001' })).toBe('thread_not_found');
    expect(await post({ reply_broadcast: true })).toBe('invalid_arguments');
    expect(await code(web.chat.update({ channel: '#alerts', ts: '1.1', text: 'x' }))).toBe('channel_not_found');
    expect(await code(web.chat.update({ channel: 'C0ALERTS', ts: '1.1', text: 'x' }))).toBe('message_not_found');
    expect(await code(web.conversations.info({ channel: '#alerts' }))).toBe('channel_not_found');
    expect(await code(web.conversations.join({ channel: 'C0OPEN' }))).toBe('missing_scope');
    expect(await code(web.apiCall('files.invented'))).toBe('unknown_method');
    expect(slack.messages).toEqual([]);
  });

  it('knows tokens and scopes', async () => {
    expect(await code((await start({}, 'wrong')).web.auth.test())).toBe('invalid_auth');
    expect(await code((await start({}, '')).web.auth.test())).toBe('not_authed');
    const { web } = await start({ scopes: ['chat:write', 'channels:read'] });
    expect(await code(web.conversations.history({ channel: 'C0ALERTS' }))).toBe('missing_scope');
    expect(await code(web.conversations.list({ types: 'private_channel' }))).toBe('missing_scope');
    expect(await code(web.conversations.list({ types: 'public_channel' }))).toBe('ok');
  });

  it('reads back in pages, threads apart, and metadata only where it is asked for', async () => {
    const { web } = await start();
    const metadata = { event_type: 'e', event_payload: {} };
    const first = await web.chat.postMessage({ channel: '#alerts', text: '1', metadata });
    await web.chat.postMessage({ channel: '#alerts', text: '2' });
    await web.chat.postMessage({ channel: '#alerts', text: 'reply', thread_ts: first.ts ?? '' });
    const page = await web.conversations.history({ channel: 'C0ALERTS', limit: 1 });
    expect(page.messages?.map(({ text }) => text)).toEqual(['2']);
    const cursor = page.response_metadata?.next_cursor ?? '';
    const next = await web.conversations.history({ channel: 'C0ALERTS', limit: 1, cursor, include_all_metadata: true });
    expect(next.messages?.[0]).toMatchObject({ text: '1', metadata });
    expect(next.has_more).toBe(false);
    expect((await web.conversations.history({ channel: 'C0ALERTS' })).messages?.[1]).not.toHaveProperty('metadata');
    const thread = await web.conversations.replies({ channel: 'C0ALERTS', ts: first.ts ?? '' });
    expect(thread.messages?.map(({ text }) => text)).toEqual(['1', 'reply']);
  });

  it('edits text of 4,000 bytes, takes blocks away that are not given again, and keeps metadata', async () => {
    const { slack, web } = await start();
    const metadata = { event_type: 'e', event_payload: { delivery_id: 'd1' } };
    const blocks = [{ type: 'divider' }];
    const { ts = '' } = await web.chat.postMessage({ channel: '#alerts', text: 'x', metadata, blocks });
    const update = (text: string) => code(web.chat.update({ channel: 'C0ALERTS', ts, text }));
    expect(await update('ä'.repeat(2001))).toBe('msg_too_long');
    expect(await update('ä'.repeat(2000))).toBe('ok');
    expect(slack.messages).toMatchObject([{ blocks: null, metadata, edits: 1 }]);
    await web.chat.update({ channel: 'C0ALERTS', ts, text: 'y', metadata: { event_type: 'f', event_payload: {} } });
    expect(slack.messages[0]?.metadata?.event_type).toBe('f');
  });

  it('shows a reply in the channel where that is asked for, and counts deliveries', async () => {
    const { slack, web } = await start();
    const metadata = { event_type: 'e', event_payload: { delivery_id: 'd1' } };
    const { ts = '' } = await web.chat.postMessage({ channel: '#alerts', text: '1', metadata });
    for (const reply_broadcast of [true, false]) {
      await web.chat.postMessage({
        channel: '#alerts',
        text: `${reply_broadcast}`,
        metadata,
        thread_ts: ts,
        reply_broadcast,
      } as never);
    }
    expect(slack.messages.map(({ broadcast }) => broadcast)).toEqual([false, true, false]);
    const seen = await web.conversations.history({ channel: 'C0ALERTS' });
    expect(seen.messages?.map(({ text }) => text)).toEqual(['true', '1']);
    expect(slack.deliveries()).toEqual({ d1: 3 });
  });

  it('can be away for a while, and be told otherwise', async () => {
    const { slack, web } = await start({ script: () => ({ error: 'fatal_error' }) });
    const post = () => code(web.chat.postMessage({ channel: '#alerts', text: 'x' }));
    expect(await post()).toBe('fatal_error');
    slack.behave(null);
    expect(await post()).toBe('ok');
    await slack.down();
    expect(await post()).toBe('slack_webapi_request_error');
    await slack.up();
    expect(await post()).toBe('ok');
    expect(slack.messages).toHaveLength(2);
  });

  it('lists channels by cursor', async () => {
    const { web } = await start();
    const names: unknown[] = [];
    for await (const page of web.paginate('conversations.list', {
      limit: 1,
      types: 'public_channel,private_channel',
    })) {
      names.push(...ChannelPage.parse(page).channels.map(({ name }) => name));
    }
    expect(names).toEqual(['alerts', 'critical-alerts', 'old', 'open']);
  });

  it('takes one message a second and channel where that is asked for', async () => {
    const { slack, web } = await start({ rateLimit: true });
    const post = (channel: string) => code(web.chat.postMessage({ channel, text: 'x' }));
    expect(await post('#alerts')).toBe('ok');
    expect(await post('C0ALERTS')).toBe('slack_webapi_rate_limited_error');
    expect(await post('#critical-alerts')).toBe('ok');
    expect(slack.messages).toHaveLength(2);
  });

  it('accepts JSON bodies too', async () => {
    const { slack } = await start();
    const response = await fetch(`${slack.url}chat.postMessage`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` },
      body: JSON.stringify({ channel: 'alerts', text: 'x', blocks: [{ type: 'divider' }] }),
    });
    expect(await response.json()).toMatchObject({ ok: true, channel: 'C0ALERTS' });
    expect(slack.messages[0]?.blocks).toEqual([{ type: 'divider' }]);
  });

  it.each([
    ['hang', 'slack_webapi_request_error', 0],
    ['reset', 'slack_webapi_request_error', 0],
    ['accept-then-hang', 'slack_webapi_request_error', 1],
    ['accept-then-reset', 'slack_webapi_request_error', 1],
    ['html', '<!DOCTYPE html><html>Sign in to the proxy</html>', 0],
    [{ status: 503, body: '<h1>no</h1>' }, 'slack_webapi_http_error', 0],
    [{ error: 'fatal_error' }, 'fatal_error', 0],
  ] as const)('on order: %j', async (reply, expected, kept) => {
    const { slack, web } = await start({ script: () => reply });
    expect(await code(web.chat.postMessage({ channel: '#alerts', text: 'x' }))).toBe(expected);
    expect(slack.messages).toHaveLength(kept);
  });
});

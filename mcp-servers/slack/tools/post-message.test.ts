import { describe, expect, it } from 'vitest';
import { fake } from '../../../src/platform/redact/fake-secrets.ts';
import { toolOf } from '../../../tests/fakes/slack/call-tool.ts';
import { postMessage } from './post-message.ts';

const message = { channel: '#alerts', text: 'api is down' };

describe('post_message', () => {
  it('says where the message is', async () => {
    const { slack, call } = await toolOf(postMessage);
    const ts = /^\d+\.\d{6}$/;
    expect(await call(message)).toEqual({
      ok: true,
      data: { sent: true, channel: 'C0ALERTS', ts: expect.stringMatching(ts) },
      text: expect.stringMatching(/^sent to #alerts, ts \d/),
    });
    expect(slack.messages).toMatchObject([{ text: '*api is down*', blocks: [{ type: 'header' }] }]);
  });

  it('sends all of it as text where the blocks are refused', async () => {
    const { slack, call } = await toolOf(postMessage, {
      script: ({ args }) => ('blocks' in args ? { error: 'invalid_blocks' } : null),
    });
    const lines = Array.from({ length: 90 }, (_, i) => `line ${i} ${'x'.repeat(80)}`).join('\n');
    expect(await call({ ...message, text: lines })).toMatchObject({ data: { sent: true } });
    expect(slack.messages).toMatchObject([{ blocks: null, text: expect.stringContaining('line 89 ') }]);
  });

  it('takes our own tokens out, however they are hidden', async () => {
    const scrub = (text: string) => text.replaceAll('blue-winter', '[redacted: own token]');
    const { slack, client, signal } = await toolOf(postMessage);
    const deps = { client, channels: ['#alerts'], scrub };
    await postMessage.call({ ...message, text: 'x\nkey blue-\u200bwinter' }, deps, signal);
    expect(slack.messages[0]?.text).toBe('*x*\nkey [redacted: own token]');
    expect(JSON.stringify(slack.requests)).not.toMatch(/blue-\W?winter/u);
  });

  it('escapes and redacts what it is given; only the flag calls anybody', async () => {
    const { slack, call } = await toolOf(postMessage);
    const password = fake(24);
    const text = `<!channel> @here\n<https://evil|x> password=${password}`;
    await call({ ...message, text });
    await call({ ...message, text, mention: 'here' });
    expect(slack.messages[0]?.text).toMatch(/^\*&lt;!channel&gt; @ here\*\n&lt;https: \/\/evil\|x&gt; password=/);
    expect(slack.messages[1]?.text).toMatch(/^<!here> \*&lt;!channel&gt; @ here\*\n/);
    expect(JSON.stringify(slack.requests)).not.toContain(password);
  });

  it.each(['#critical-alerts', 'critical-alerts', 'C0CRIT', 'C0ALERTS'])(
    'writes to the configured channel %s',
    async (channel) => {
      const { slack, call } = await toolOf(postMessage);
      expect(await call({ ...message, channel })).toMatchObject({ ok: true, data: { sent: true } });
      expect(slack.messages).toHaveLength(1);
    },
  );

  it.each(['#old', 'C0OLD', 'C0NOWHERE', 'U0PERSON', '', '#alerts '])(
    'writes to no other channel: "%s"',
    async (channel) => {
      const { slack, call } = await toolOf(postMessage);
      expect(await call({ ...message, channel })).toMatchObject({
        ok: true,
        data: { sent: false, failure: 'permanent' },
        text: expect.stringContaining('use #alerts or critical-alerts or #gone, or name it in SLACK_CHANNEL'),
      });
      expect(slack.messages).toEqual([]);
      expect(slack.requests.map(({ method }) => method)).not.toContain('chat.postMessage');
    },
  );

  it.each([
    [{ text: '' }, 'wants 1 to 40,000 characters'],
    [{ text: 'x'.repeat(40_001) }, 'wants 1 to 40,000 characters'],
    [{ deliveryId: 'x'.repeat(201) }, 'at most 200'],
    [{ mention: 'channel' }, 'mention'],
    [{ blocks: '[]' }, 'blocks'],
  ])('refuses %.30j', async (change, words) => {
    const { slack, call } = await toolOf(postMessage);
    expect(await call({ ...message, ...change })).toEqual({ ok: false, text: expect.stringContaining(words) });
    expect(slack.requests).toEqual([]);
  });

  it('cuts what is longer than Slack shows in one piece', async () => {
    const { slack, call } = await toolOf(postMessage);
    await call({ ...message, text: Array.from({ length: 400 }, (_, i) => `line ${i} ${'&'.repeat(60)}`).join('\n') });
    const [sent] = slack.messages;
    expect(sent?.text).toMatch(/\*\+\d+ more lines:\*/);
    expect(JSON.stringify(sent?.blocks)).toMatch(/\*\+\d+ more lines:\*/);
    expect((sent?.text.length ?? 0) + JSON.stringify(sent?.blocks).length).toBeLessThanOrEqual(14_000);
  });

  it('says what failed and what to do, as data', async () => {
    const script = () => ({ error: 'not_in_channel' });
    const { call } = await toolOf(postMessage, { script });
    const why = 'Slack says not_in_channel: the bot is not a member; type /invite and its name in the channel';
    expect(await call(message)).toEqual({
      ok: true,
      data: { sent: false, failure: 'permanent', why },
      text: `not sent to #alerts: ${why}. Next: mend that first.`,
    });
  });

  it('says how long Slack asks to wait', async () => {
    const { call } = await toolOf(postMessage, { script: () => ({ status: 429, headers: { 'retry-after': '30' } }) });
    expect(await call(message)).toMatchObject({ data: { sent: false, failure: 'transient', retryAfterMs: 30_000 } });
  });

  it('a failure that may have left a message is an unknown one, and the next try finds it', async () => {
    const { slack, call } = await toolOf(postMessage, {
      script: ({ method, time }) =>
        method === 'conversations.list' && time === 1
          ? { status: 503 }
          : method === 'chat.postMessage' && time === 1
            ? 'accept-then-reset'
            : null,
    });
    expect(await call({ ...message, deliveryId: 'd1' })).toMatchObject({ data: { sent: false, failure: 'unknown' } });
    expect(await call({ ...message, deliveryId: 'd1', retry: true })).toMatchObject({
      data: { sent: true, ts: slack.messages[0]?.ts },
      text: expect.stringContaining('nothing was sent'),
    });
    expect(slack.messages).toHaveLength(1);
  });
});

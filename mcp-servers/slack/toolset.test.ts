import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ToolClient } from '../../src/mcp/client.ts';
import { slackNotifier } from '../../src/notify/slack-notifier.ts';
import { connect } from '../../tests/fakes/slack/connect.ts';
import type { FakeSlackOptions } from '../../tests/fakes/slack/types.ts';
import { slackToolset } from './toolset.ts';

/** The tools as a client would call them, without the frames between. */
async function notifier(options: Partial<FakeSlackOptions> = {}) {
  const { slack, client, signal } = await connect(options, 1800);
  const deps = { client, channels: ['#alerts', '#critical-alerts'] };
  const tools: ToolClient = {
    server: 'slack',
    tools: [],
    call: async (name, args, stop) => {
      const outcome = await slackToolset.tools.find((tool) => tool.name === name)?.call(args, deps, stop);
      if (outcome === undefined) throw new Error(`no tool ${name}`);
      return { ok: outcome.ok, text: outcome.text, data: outcome.ok ? outcome.data : null };
    },
    close: async () => {},
  };
  return { slack, signal, notifier: slackNotifier(tools) };
}

const message = { channel: '#alerts', text: '@here [SEV-1] <x>\nSince: now', deliveryId: 'd1', threadTs: null };

describe('from the notifier through the tools to Slack', () => {
  it('a message, and its reply', async () => {
    const { slack, signal, notifier: to } = await notifier();
    const sent = await to.send(message, signal);
    expect(sent).toEqual({ status: 'sent', ts: slack.messages[0]?.ts, channelId: 'C0ALERTS' });
    const threadTs = sent.status === 'sent' ? sent.ts : '';
    await to.send({ ...message, text: 'over', deliveryId: 'd2', threadTs }, signal);
    expect(slack.messages).toMatchObject([
      { text: '<!here> *[SEV-1] &lt;x&gt;*\n*Since:* now', threadTs: null },
      { text: '*over*', threadTs },
    ]);
  });

  it('an unknown outcome is looked up: one message', async () => {
    const {
      slack,
      signal,
      notifier: to,
    } = await notifier({ script: ({ method }) => (method === 'chat.postMessage' ? 'accept-then-hang' : null) });
    expect(await to.send(message, signal)).toMatchObject({ status: 'sent', ts: slack.messages[0]?.ts });
    expect(slack.messages).toHaveLength(1);
  });

  it('what only a person can mend is not worth another try', async () => {
    const { signal, notifier: to } = await notifier({ script: () => ({ error: 'invalid_auth' }) });
    expect(await to.send(message, signal)).toMatchObject({
      status: 'failed',
      retryable: false,
      why: expect.stringContaining('SLACK_BOT_TOKEN'),
    });
    const busy = await notifier({ script: () => ({ status: 429, headers: { 'retry-after': '30' } }) });
    expect(await busy.notifier.send(message, busy.signal)).toMatchObject({
      status: 'failed',
      retryable: true,
      why: expect.stringContaining('30 s'),
    });
  });
});

describe('the catalogue', () => {
  it('is short, and has no words that strict schemas do not know', () => {
    const offered = slackToolset.tools.map(({ name, description, input }) => ({
      name,
      description,
      inputSchema: z.toJSONSchema(input),
    }));
    // Estimated as everywhere: 3.5 bytes a token.
    expect(JSON.stringify(offered).length / 3.5).toBeLessThanOrEqual(600);
    const schemas = JSON.stringify(
      slackToolset.tools.flatMap(({ input, output }) => [z.toJSONSchema(input), z.toJSONSchema(output)]),
    );
    expect(schemas).not.toMatch(/"(?:min|max|pattern|format)\w*":/);
  });

  it('says which tools write', () => {
    expect(slackToolset.tools.map(({ name, access }) => `${name} ${access}`)).toEqual([
      'post_message write',
      'reply_in_thread write',
      'update_message write',
      'check_channel read',
    ]);
  });
});

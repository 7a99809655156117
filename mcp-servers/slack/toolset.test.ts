import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ToolClient } from '../../src/mcp/client.ts';
import type { Outgoing } from '../../src/notify/sink.ts';
import { slackSink } from '../../src/notify/slack-sink.ts';
import { connect } from '../../tests/fakes/slack/connect.ts';
import type { FakeSlackOptions } from '../../tests/fakes/slack/types.ts';
import { slackToolset } from './toolset.ts';

/** The tools as a client would call them, without the frames between. */
async function sink(options: Partial<FakeSlackOptions> = {}) {
  const { slack, client, signal } = await connect(options, 1800);
  const deps = { client, channels: ['#alerts', '#critical-alerts'], scrub: (text: string) => text };
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
  return { slack, signal, to: slackSink(tools, { paceMs: 0 }) };
}

const message: Outgoing = {
  to: 'slack:#alerts',
  kind: 'incident',
  severity: 'SEV-1',
  open: true,
  incidentIds: ['INC-1'],
  text: '@here [SEV-1] <x>\nSince: now',
  deliveryId: 'd1',
  thread: null,
  broadcast: false,
  retry: false,
};

describe('from the sink through the tools to Slack', () => {
  it('a message, its reply, and its edit', async () => {
    const { slack, signal, to } = await sink();
    const sent = await to.send(message, signal);
    const ts = slack.messages[0]?.ts ?? '';
    expect(sent).toEqual({ status: 'sent', ref: `C0ALERTS ${ts}` });
    const thread = `C0ALERTS ${ts}`;
    await to.send({ ...message, text: 'over', deliveryId: 'd2', thread, broadcast: true }, signal);
    expect(slack.messages).toMatchObject([
      { text: '<!here> *[SEV-1] &lt;x&gt;*\n*Since:* now', threadTs: null },
      { text: '*over*', threadTs: ts, broadcast: true },
    ]);
    expect(await to.edit('slack:#alerts', thread, '@here [RESOLVED] x', signal)).toEqual(sent);
    expect(slack.messages[0]).toMatchObject({
      text: '*[RESOLVED] x*',
      blocks: [{ text: { text: '✅ [RESOLVED] x' } }],
      edits: 1,
    });
  });

  it('an unknown outcome is looked up: one message', async () => {
    const { slack, signal, to } = await sink({
      script: ({ method }) => (method === 'chat.postMessage' ? 'accept-then-hang' : null),
    });
    expect(await to.send(message, signal)).toMatchObject({ status: 'sent', ref: `C0ALERTS ${slack.messages[0]?.ts}` });
    expect(slack.messages).toHaveLength(1);
  });

  it('a delivery of an earlier process is found', async () => {
    const { slack, signal, to } = await sink();
    const sent = await to.send(message, signal);
    expect(await to.send({ ...message, retry: true }, signal)).toEqual(sent);
    expect(slack.messages).toHaveLength(1);
    const look = (deliveryId: string) => to.find('slack:#alerts', { deliveryId, thread: null }, signal);
    expect(await look('d1')).toEqual({ status: 'there', ref: `C0ALERTS ${slack.messages[0]?.ts}` });
    expect(await look('d2')).toEqual({ status: 'not-there' });
  });

  it('what only a person can mend says so, and what only time mends says how much', async () => {
    const { signal, to } = await sink({ script: () => ({ error: 'invalid_auth' }) });
    expect(await to.send(message, signal)).toEqual({
      status: 'failed',
      failure: 'permanent',
      why: expect.stringContaining('SLACK_BOT_TOKEN'),
      retryAfterMs: null,
    });
    const busy = await sink({ script: () => ({ status: 429, headers: { 'retry-after': '30' } }) });
    expect(await busy.to.send(message, busy.signal)).toMatchObject({
      failure: 'transient',
      why: expect.stringContaining('30 s'),
      retryAfterMs: 30_000,
    });
  });

  it('what was deleted is gone, for replies and edits', async () => {
    const { signal, to } = await sink();
    const gone = { status: 'failed', failure: 'permanent', gone: true };
    expect(await to.send({ ...message, thread: 'C0ALERTS 1.000001' }, signal)).toMatchObject(gone);
    expect(await to.edit('slack:#alerts', 'C0ALERTS 1.000001', 'x', signal)).toMatchObject(gone);
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
    expect(JSON.stringify(offered).length / 3.5).toBeLessThanOrEqual(700);
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

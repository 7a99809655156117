import { describe, expect, it } from 'vitest';
import type { ToolClient, ToolResult } from '../mcp/client.ts';
import type { Outgoing } from './notifier.ts';
import { slackNotifier } from './slack-notifier.ts';

const outgoing: Outgoing = { channel: '#crit', text: '@here [SEV-1] api is down', deliveryId: 'd1', threadTs: null };

function toolsThat(answer: () => Promise<ToolResult>) {
  const calls: [string, unknown][] = [];
  const tools: ToolClient = {
    server: 'slack',
    tools: [],
    call: (name, args) => {
      calls.push([name, args]);
      return answer();
    },
    close: async () => {},
  };
  return { tools, calls };
}

const answered = (data: Record<string, unknown>) => async () => ({ ok: true, text: 'short', data });
const send = (tools: ToolClient, change: Partial<Outgoing> = {}) =>
  slackNotifier(tools).send({ ...outgoing, ...change }, new AbortController().signal);

describe('the Slack notifier', () => {
  it('hands over the text, and the mention as a flag', async () => {
    const { tools, calls } = toolsThat(answered({ sent: true, channel: 'C1', ts: '1.2' }));
    expect(await send(tools)).toEqual({ status: 'sent', ts: '1.2', channelId: 'C1' });
    await send(tools, { text: '[SEV-2] x @here', threadTs: '1.2' });
    expect(calls).toEqual([
      ['post_message', { channel: '#crit', text: '[SEV-1] api is down', deliveryId: 'd1', mention: 'here' }],
      ['reply_in_thread', { channel: '#crit', text: '[SEV-2] x @here', deliveryId: 'd1', threadTs: '1.2' }],
    ]);
  });

  it.each([
    ['permanent', false],
    ['transient', true],
    ['unknown', true],
  ])('a %s failure may be tried again: %s', async (failure, retryable) => {
    const { tools, calls } = toolsThat(answered({ sent: false, failure, why: 'so' }));
    expect(await send(tools)).toEqual({ status: 'failed', why: 'so', retryable });
    expect(calls).toHaveLength(1);
  });

  it('looks before it tries again what may have arrived, until it knows', async () => {
    const failures = ['unknown', 'transient', 'permanent'];
    const { tools, calls } = toolsThat(async () => ({
      ok: true,
      text: 'short',
      data: { sent: false, failure: failures[calls.length - 1] ?? 'permanent', why: 'so' },
    }));
    const notifier = slackNotifier(tools);
    for (let i = 0; i < 3; i += 1) await notifier.send(outgoing, new AbortController().signal);
    expect(calls.map(([, args]) => (args as { retry?: boolean }).retry ?? false)).toEqual([false, true, true]);
  });

  it.each<[string, () => Promise<ToolResult>]>([
    ['a crash', async () => ({ ok: false, text: 'the slack server crashed', data: null })],
    ['an answer that makes no sense', answered({ sent: 'yes' })],
    ['an answer without a ts', answered({ sent: true })],
    ['a client that breaks its word', () => Promise.reject(new Error('boom'))],
  ])('%s is a failure that says so, and may be tried again', async (_name, answer) => {
    const delivery = await send(toolsThat(answer).tools);
    expect(delivery).toMatchObject({
      status: 'failed',
      retryable: true,
      why: expect.stringMatching(/short|crashed|boom/),
    });
  });
});

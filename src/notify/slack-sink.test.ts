import { describe, expect, it } from 'vitest';
import type { ToolClient, ToolResult } from '../mcp/client.ts';
import type { Outgoing } from './sink.ts';
import { slackSink } from './slack-sink.ts';

const outgoing: Outgoing = {
  to: 'slack:#crit',
  kind: 'incident',
  severity: 'SEV-1',
  open: true,
  incidentIds: ['INC-1'],
  text: '@here [SEV-1] api is down',
  deliveryId: 'd1',
  thread: null,
  broadcast: false,
  retry: false,
};

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
  return { sink: slackSink(tools, { paceMs: 1100 }), calls };
}

const answered = (data: Record<string, unknown>) => async () => ({ ok: true, text: 'short', data });
const signal = new AbortController().signal;

it('hands over the text, the mention as a flag, and the thread as a ts', async () => {
  const { sink, calls } = toolsThat(answered({ sent: true, channel: 'C1', ts: '1.2' }));
  expect(await sink.send(outgoing, signal)).toEqual({ status: 'sent', ref: 'C1 1.2' });
  const reply = { ...outgoing, text: '[SEV-2] x @here', thread: 'C1 1.2' };
  await sink.send(reply, signal);
  await sink.send({ ...reply, broadcast: true, retry: true }, signal);
  await sink.edit('slack:C1', 'C1 1.2', '@here better', signal);
  const sent = { channel: '#crit', text: '[SEV-2] x @here', deliveryId: 'd1', threadTs: '1.2' };
  expect(calls).toEqual([
    ['post_message', { channel: '#crit', text: '[SEV-1] api is down', deliveryId: 'd1', mention: 'here' }],
    ['reply_in_thread', sent],
    ['reply_in_thread', { ...sent, retry: true, broadcast: true }],
    ['update_message', { channel: 'C1', ts: '1.2', text: 'better' }],
  ]);
});

it('takes everything, at its own pace', () => {
  const { sink } = toolsThat(answered({}));
  expect(sink).toMatchObject({ name: 'slack', threads: true, paceMs: 1100 });
  expect(sink.accepts({ kind: 'all-well', severity: 'SEV-4' })).toBe(true);
});

describe('a failure', () => {
  it.each(['permanent', 'transient', 'unknown'])('that is %s stays so', async (failure) => {
    const { sink, calls } = toolsThat(answered({ sent: false, failure, why: 'so', retryAfterMs: 5 }));
    const delivery = { status: 'failed', why: 'so', failure, retryAfterMs: 5 };
    expect(await sink.send(outgoing, signal)).toEqual(delivery);
    expect(await sink.edit('slack:C1', 'C1 1.2', 'x', signal)).toEqual(delivery);
    expect(calls).toHaveLength(2);
  });

  it.each<[string, () => Promise<ToolResult>]>([
    ['a crash', async () => ({ ok: false, text: 'the slack server crashed', data: null })],
    ['an answer that makes no sense', answered({ sent: 'yes' })],
    ['an answer without a ts', answered({ sent: true })],
    ['a client that breaks its word', () => Promise.reject(new Error('boom'))],
  ])('%s: nobody knows how it ended', async (_name, answer) => {
    const { sink } = toolsThat(answer);
    const why = expect.stringMatching(/short|crashed|boom/);
    expect(await sink.send(outgoing, signal)).toEqual({
      status: 'failed',
      failure: 'unknown',
      why,
      retryAfterMs: null,
    });
    const look = { deliveryId: 'd1', thread: null };
    expect(await sink.find('slack:C1', look, signal)).toEqual({ status: 'failed', why });
  });
});

describe('looking for a delivery', () => {
  it.each([
    [
      { delivery: 'there', id: 'C1', ts: '1.2' },
      { status: 'there', ref: 'C1 1.2' },
    ],
    [{ delivery: 'not-there' }, { status: 'not-there' }],
    [{ delivery: 'blind' }, { status: 'blind' }],
    [
      { delivery: 'failed', problem: 'so' },
      { status: 'failed', why: 'so' },
    ],
  ])('%j', async (data, found) => {
    const { sink, calls } = toolsThat(answered(data));
    expect(await sink.find('slack:#crit', { deliveryId: 'd1', thread: 'C1 1.2' }, signal)).toEqual(found);
    expect(calls).toEqual([['check_channel', { channel: '#crit', deliveryId: 'd1', threadTs: '1.2' }]]);
  });
});

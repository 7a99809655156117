import { describe, expect, it } from 'vitest';
import { toolOf } from '../../../tests/fakes/slack/call-tool.ts';
import { replyInThread } from './reply-in-thread.ts';

describe('reply_in_thread', () => {
  it('answers a message', async () => {
    const { slack, client, signal, call } = await toolOf(replyInThread);
    const parent = await client.postMessage(
      { channel: '#alerts', text: 'x', blocks: [], threadTs: null, broadcast: false, deliveryId: null },
      signal,
    );
    const reply = { channel: '#alerts', threadTs: parent.ts, text: 'still so', deliveryId: 'd2' };
    expect(await call(reply)).toMatchObject({ ok: true, data: { sent: true, channel: 'C0ALERTS' } });
    expect(await call({ ...reply, retry: true })).toMatchObject({
      ok: true,
      text: expect.stringContaining('already in'),
    });
    await call({ ...reply, broadcast: true, deliveryId: 'd3' });
    expect(slack.messages.slice(1)).toMatchObject([
      { text: '*still so*', threadTs: parent.ts, broadcast: false },
      { threadTs: parent.ts, broadcast: true },
    ]);
  });

  it('says that the thread is gone, and posts nowhere else', async () => {
    const { slack, call } = await toolOf(replyInThread);
    const reply = { channel: '#alerts', threadTs: '1.000001', text: 'x' };
    expect(await call(reply)).toMatchObject({ data: { sent: false, failure: 'permanent', gone: true } });
    expect(await call({ ...reply, channel: '#open' })).toMatchObject({
      data: { sent: false, failure: 'permanent', why: expect.stringContaining('not a configured channel') },
    });
    expect(slack.messages).toEqual([]);
  });

  it.each([
    [{ threadTs: 'yesterday' }, 'wants the ts of a message'],
    [{ threadTs: undefined }, 'threadTs'],
  ])('refuses %j', async (change, words) => {
    const { slack, call } = await toolOf(replyInThread);
    const outcome = await call({ ...{ channel: '#alerts', threadTs: '1.000001', text: 'x' }, ...change });
    expect(outcome).toEqual({ ok: false, text: expect.stringContaining(words) });
    expect(slack.messages).toEqual([]);
  });
});

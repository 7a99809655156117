import { describe, expect, it } from 'vitest';
import { toolOf } from '../../../tests/fakes/slack/call-tool.ts';
import { checkChannel } from './check-channel.ts';

describe('check_channel', () => {
  it('says that messages would arrive', async () => {
    const { slack, call } = await toolOf(checkChannel);
    expect(await call({ channel: '#alerts' })).toEqual({
      ok: true,
      data: { id: 'C0ALERTS', exists: true, member: true, archived: false },
      text: '#alerts (C0ALERTS) exists, and the bot is a member',
    });
    expect(slack.messages).toEqual([]);
  });

  it('says why they would not, and the mend', async () => {
    const { call } = await toolOf(checkChannel);
    const outcome = await call({ channel: '#open' });
    expect(outcome).toMatchObject({ ok: true, data: { member: false }, text: expect.stringContaining('/invite') });
    expect(await call({ channel: '#nowhere' })).toMatchObject({
      ok: true,
      data: { exists: false, problem: expect.stringContaining('look at its name') },
    });
  });

  it('looks for a message of its own, in the channel or in a thread', async () => {
    const { client, signal, call, slack } = await toolOf(checkChannel);
    const message = { channel: '#alerts', text: 'x', blocks: [], threadTs: null, broadcast: false, deliveryId: 'd1' };
    const { ts } = await client.postMessage(message, signal);
    const reply = await client.postMessage({ ...message, threadTs: ts, deliveryId: 'd2' }, signal);
    expect(await call({ channel: '#alerts', deliveryId: 'd1' })).toMatchObject({
      data: { delivery: 'there', id: 'C0ALERTS', ts },
    });
    expect(await call({ channel: '#alerts', deliveryId: 'd2' })).toMatchObject({ data: { delivery: 'not-there' } });
    expect(await call({ channel: '#alerts', deliveryId: 'd2', threadTs: ts })).toMatchObject({
      data: { delivery: 'there', ts: reply.ts },
    });
    expect(await call({ channel: '#alerts', deliveryId: 'd2', threadTs: '1.000001' })).toMatchObject({
      data: { delivery: 'not-there' },
    });
    expect(slack.messages).toHaveLength(2);
  });

  it('says why it cannot look', async () => {
    const blind = await toolOf(checkChannel, { scopes: ['channels:read'] });
    expect(await blind.call({ channel: '#alerts', deliveryId: 'd1' })).toMatchObject({ data: { delivery: 'blind' } });
    const busy = await toolOf(checkChannel, { script: () => ({ status: 503 }) });
    expect(await busy.call({ channel: '#alerts', deliveryId: 'd1' })).toMatchObject({
      data: { delivery: 'failed', problem: 'Slack answers HTTP 503' },
    });
  });

  it('is an error when Slack cannot be asked', async () => {
    const { call } = await toolOf(checkChannel, { script: () => ({ status: 503 }) });
    expect(await call({ channel: '#alerts' })).toEqual({ ok: false, text: expect.stringContaining('HTTP 503') });
  });
});

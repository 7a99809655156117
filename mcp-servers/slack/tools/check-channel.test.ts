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

  it('is an error when Slack cannot be asked', async () => {
    const { call } = await toolOf(checkChannel, { script: () => ({ status: 503 }) });
    expect(await call({ channel: '#alerts' })).toEqual({ ok: false, text: expect.stringContaining('HTTP 503') });
  });
});

import { describe, expect, it } from 'vitest';
import { toolOf } from '../../../tests/fakes/slack/call-tool.ts';
import { updateMessage } from './update-message.ts';

describe('update_message', () => {
  it('replaces the text, escaped, of a channel by name or id, and calls nobody', async () => {
    const { slack, client, signal, call } = await toolOf(updateMessage);
    const { ts } = await client.postMessage(
      { channel: '#alerts', text: 'x', blocks: [], threadTs: null, broadcast: false, deliveryId: 'd1' },
      signal,
    );
    expect(await call({ channel: '#alerts', ts, text: 'over' })).toMatchObject({
      ok: true,
      data: { sent: true, channel: 'C0ALERTS', ts },
      text: `edited ${ts} in #alerts`,
    });
    await call({ channel: 'C0ALERTS', ts, text: '@here <!here> over' });
    expect(slack.messages).toMatchObject([
      { text: '*@ here &lt;!here&gt; over*', edits: 2, metadata: { event_payload: { delivery_id: 'd1' } } },
    ]);
    expect(slack.messages[0]?.blocks).toMatchObject([{ type: 'header', text: { text: '@ here ‹!here› over' } }]);
    expect(await call({ channel: '#alerts', ts, text: `long\n${`${'ä'.repeat(70)}\n`.repeat(90)}` })).toMatchObject({
      data: { sent: true },
    });
  });

  it('says what failed, as data', async () => {
    const { call } = await toolOf(updateMessage);
    expect(await call({ channel: '#alerts', ts: '1.000001', text: 'x' })).toMatchObject({
      data: {
        sent: false,
        failure: 'permanent',
        gone: true,
        why: expect.stringContaining('message_not_found: there is no such message'),
      },
    });
    expect(await call({ channel: '#gone', ts: '1.000001', text: 'x' })).toMatchObject({
      data: { sent: false, why: expect.stringContaining('channel_not_found') },
    });
  });

  it('edits in configured channels only', async () => {
    const { slack, call } = await toolOf(updateMessage);
    expect(await call({ channel: 'C0OLD', ts: '1.000001', text: 'x' })).toMatchObject({
      data: { sent: false, why: expect.stringContaining('C0OLD is not a configured channel') },
    });
    expect(slack.requests.map(({ method }) => method)).not.toContain('chat.update');
  });
});

import { describe, expect, it } from 'vitest';
import { connect } from '../../tests/fakes/slack/connect.ts';
import type { Asked, FakeSlackOptions, Reply } from '../../tests/fakes/slack/types.ts';
import { type DeliveryOrder, deliver, edit } from './slack-deliver.ts';

const BLOCKS = [{ type: 'section', text: { type: 'mrkdwn', text: '*x*', verbatim: true } }] as const;
const order: DeliveryOrder = {
  channel: '#alerts',
  text: 'x',
  blocks: BLOCKS,
  plain: 'x, and all the rest',
  threadTs: null,
  broadcast: false,
  deliveryId: 'd1',
  retry: false,
};

/** Each post is answered as the list says, then as usual. */
const posts =
  (...replies: readonly Reply[]) =>
  ({ method, time }: Asked): Reply =>
    method === 'chat.postMessage' ? (replies[time - 1] ?? null) : null;

async function run(options: Partial<FakeSlackOptions>, change: Partial<DeliveryOrder> = {}) {
  const { slack, client, signal } = await connect(options, 1800);
  const delivered = await deliver(client, { ...order, ...change }, signal);
  return { slack, delivered, asked: slack.requests.map(({ method }) => method.replace(/^.*\./, '')) };
}

describe('a message', () => {
  it('is sent with one request when nothing goes wrong', async () => {
    const { slack, delivered, asked } = await run({});
    expect(delivered).toEqual({ sent: true, found: false, channelId: 'C0ALERTS', ts: slack.messages[0]?.ts });
    expect(asked).toEqual(['postMessage']);
  });

  it.each<Reply>(['accept-then-hang', 'accept-then-reset'])(
    'that arrived without a word (%s) is found',
    async (reply) => {
      const { slack, delivered, asked } = await run({ script: posts(reply) });
      expect(delivered).toMatchObject({ sent: true, found: true, ts: slack.messages[0]?.ts });
      expect(slack.messages).toHaveLength(1);
      expect(asked).toEqual(['postMessage', 'list', 'history']);
      expect(slack.messages[0]?.blocks).toEqual(BLOCKS);
    },
  );

  it.each<Reply>(['hang', 'reset', 'html', { status: 503 }, { error: 'fatal_error' }])(
    'that was lost (%j) is sent once more',
    async (reply) => {
      const { slack, delivered } = await run({ script: posts(reply) });
      expect(delivered).toMatchObject({ sent: true, found: false });
      expect(slack.messages).toHaveLength(1);
    },
  );

  it('is sent twice at most, whatever happens', async () => {
    const { slack, delivered } = await run({ script: posts('hang', 'hang', 'hang') });
    expect(delivered).toMatchObject({ sent: false, failure: { kind: 'unknown', code: 'timeout' } });
    expect(slack.requests.filter(({ method }) => method === 'chat.postMessage')).toHaveLength(2);
  });

  it('stays unknown where the bot may not look, and the next try sends it', async () => {
    const options = { script: posts('accept-then-reset'), scopes: ['chat:write', 'channels:read'] };
    const { slack, client, signal } = await connect(options, 1800);
    expect(await deliver(client, order, signal)).toMatchObject({ sent: false, failure: { kind: 'unknown' } });
    expect(slack.messages).toHaveLength(1);
    expect(await deliver(client, { ...order, retry: true }, signal)).toMatchObject({ sent: true, found: false });
    expect(slack.messages).toHaveLength(2);
  });

  it.each<Reply>([{ error: 'is_archived' }, { status: 429, headers: { 'retry-after': '30' } }])(
    'that was refused (%j) is neither looked for nor sent again',
    async (reply) => {
      const { delivered, asked } = await run({ script: () => reply });
      expect(delivered.sent).toBe(false);
      expect(asked).toEqual(['postMessage']);
    },
  );

  it('without a delivery id is never sent again', async () => {
    const { asked } = await run({ script: posts('hang') }, { deliveryId: null });
    expect(asked).toEqual(['postMessage']);
  });

  it('stays unknown when Slack cannot be asked either', async () => {
    const script = ({ method }: Asked): Reply => (method === 'chat.postMessage' ? 'accept-then-reset' : 'hang');
    const { slack, delivered } = await run({ script });
    expect(delivered).toMatchObject({ sent: false, failure: { kind: 'unknown' } });
    expect(slack.messages).toHaveLength(1);
  });
});

describe('a Slack that refuses blocks', () => {
  const refusing =
    (code: string, once = false) =>
    ({ args, time }: Asked): Reply =>
      'blocks' in args && (!once || time === 1) ? { error: code } : null;

  it.each(['invalid_blocks', 'invalid_blocks_format', 'msg_blocks_too_long', 'msg_too_long'])(
    '%s: the same message goes as text, at once',
    async (code) => {
      const { slack, delivered, asked } = await run({ script: refusing(code) });
      expect(delivered).toMatchObject({ sent: true, found: false });
      expect(asked).toEqual(['postMessage', 'postMessage']);
      expect(slack.messages).toMatchObject([{ text: order.plain, blocks: null }]);
      expect(slack.deliveries()).toEqual({ d1: 1 });
    },
  );

  it('is asked twice at most, and its last word is the failure', async () => {
    const { delivered, asked } = await run({ script: () => ({ error: 'msg_too_long' }) });
    expect(delivered).toMatchObject({ sent: false, failure: { kind: 'permanent', code: 'msg_too_long' } });
    expect(asked).toHaveLength(2);
  });

  it('and then says nothing: the text is looked for', async () => {
    const script = ({ method, time }: Asked): Reply => {
      if (method !== 'chat.postMessage') return null;
      return time === 1 ? { error: 'invalid_blocks' } : 'accept-then-reset';
    };
    const { slack, delivered } = await run({ script });
    expect(delivered).toMatchObject({ sent: true, found: true });
    expect(slack.messages).toHaveLength(1);
  });

  it('gets an edit as text too', async () => {
    const { slack, client, signal } = await connect({ script: refusing('invalid_blocks') });
    const { channelId, ts } = await client.postMessage({ ...order, blocks: [] }, signal);
    const change = { channelId, ts, text: 'y', plain: 'all of y', blocks: BLOCKS };
    expect(await edit(client, change, signal)).toMatchObject({ sent: true, ts });
    expect(slack.messages).toMatchObject([{ text: 'all of y', blocks: null, edits: 1 }]);
    expect(await edit(client, { ...change, ts: '1.000001' }, signal)).toMatchObject({
      sent: false,
      failure: { code: 'message_not_found' },
    });
  });
});

describe('a message that was tried before', () => {
  it('is looked for first, and sent when it is not there', async () => {
    const { slack, client, signal } = await connect();
    const first = await deliver(client, order, signal);
    const again = { ...order, retry: true };
    expect(await deliver(client, again, signal)).toEqual({ ...first, found: true });
    expect(await deliver(client, { ...again, deliveryId: 'd2' }, signal)).toMatchObject({ sent: true, found: false });
    expect(slack.messages).toHaveLength(2);
  });

  it('is found in its thread', async () => {
    const { slack, client, signal } = await connect();
    const parent = await client.postMessage(order, signal);
    const reply = { ...order, deliveryId: 'd2', threadTs: parent.ts };
    await deliver(client, reply, signal);
    expect(await deliver(client, { ...reply, retry: true }, signal)).toMatchObject({ found: true });
    expect(slack.messages).toHaveLength(2);
  });

  it('is not sent while Slack cannot be asked', async () => {
    const script = ({ method }: Asked): Reply => (method === 'chat.postMessage' ? null : { status: 503 });
    const { slack, delivered } = await run({ script }, { retry: true });
    expect(delivered).toMatchObject({ sent: false, failure: { kind: 'transient', mayHaveArrived: true } });
    expect(slack.messages).toEqual([]);
  });

  it('stays unsure, and waits, while Slack has too much to do to look', async () => {
    const busy = { status: 429, headers: { 'retry-after': '7' } };
    const script = ({ method }: Asked): Reply => (method === 'chat.postMessage' ? null : busy);
    const { slack, delivered } = await run({ script }, { retry: true });
    expect(delivered).toMatchObject({ sent: false, failure: { mayHaveArrived: true, retryAfterMs: 7000 } });
    expect(slack.messages).toEqual([]);
  });

  it('in a thread that is gone is not sent elsewhere', async () => {
    const { slack, delivered } = await run({}, { retry: true, threadTs: '1.000001' });
    expect(delivered).toMatchObject({ sent: false, failure: { kind: 'permanent', code: 'thread_not_found' } });
    expect(slack.messages).toEqual([]);
  });
});

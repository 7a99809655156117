import { describe, expect, it, onTestFinished } from 'vitest';
import { fakePagerduty, ROUTING_KEY } from '../pagerduty/fake-pagerduty.ts';
import { fakeDiscord } from './discord.ts';
import { fakeMattermost } from './mattermost.ts';
import { fakeNtfy } from './ntfy.ts';
import { fakeReceiver } from './receiver.ts';
import { fakeTelegram } from './telegram.ts';

async function started<F extends { readonly stop: () => Promise<void> }>(starting: Promise<F>): Promise<F> {
  const fake = await starting;
  onTestFinished(() => fake.stop());
  return fake;
}

async function status(url: string, body: object | string, headers = {}): Promise<number> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const answer = await fetch(url, {
    method: 'POST',
    body: text,
    headers: { 'content-type': 'application/json', ...headers },
  });
  return answer.status;
}

describe('what the real services refuse is refused', () => {
  it('ntfy', async () => {
    const { url, origin, messages } = await started(fakeNtfy());
    const post = (over: object) => status(url, { topic: 't', message: 'm', ...over });
    expect(await post({})).toBe(200);
    expect(await post({ topic: 'a b' })).toBe(400);
    expect(await post({ priority: 6 })).toBe(400);
    expect(await post({ priority: '5' })).toBe(400);
    expect(await post({ tags: 'warning' })).toBe(400);
    expect(await post({ message: 'ü'.repeat(2049) })).toBe(400);
    expect(await post({ message: 'x'.repeat(9000) })).toBe(413);
    expect(await status(url, 'no json')).toBe(400);
    expect(await status(`${origin}/topic`, {})).toBe(404);
    expect(messages).toHaveLength(1);
    expect(await status((await started(fakeNtfy({ token: 'x' }))).url, { topic: 't', message: 'm' })).toBe(403);
  });

  it('Discord', async () => {
    const { url, origin, messages } = await started(fakeDiscord());
    expect(await status(url, { content: 'x' })).toBe(204);
    expect(await status(url, { content: '@everyone [x](http://y)' })).toBe(204);
    expect(messages[1]?.lively).toMatchObject({ calls: ['@everyone'], links: ['[x](http://y)'] });
    expect(await status(url, { content: '' })).toBe(400);
    expect(await status(url, { content: 'x'.repeat(2001) })).toBe(400);
    expect(await status(url, { embeds: [{ description: 'x'.repeat(4097) }] })).toBe(400);
    expect(await status(url, { embeds: [{ color: 1 }] })).toBe(400);
    expect(await status(url, { embeds: Array.from({ length: 2 }, () => ({ description: 'x'.repeat(3001) })) })).toBe(
      400,
    );
    expect(await status(url, { embeds: Array.from({ length: 11 }, () => ({ title: 'x' })) })).toBe(400);
    expect(await status(`${url}x`, { content: 'x' })).toBe(401);
    expect(await status(`${origin}/api/webhooks/9/x`, { content: 'x' })).toBe(404);
    expect(await status((await started(fakeDiscord({ most: 0 }))).url, { content: 'x' })).toBe(429);
  });

  it('Telegram', async () => {
    const { url, chat, messages } = await started(fakeTelegram());
    const post = (over: object) => status(url, { chat_id: chat, text: 'text', ...over });
    expect(await post({ text: '@bob http://x' })).toBe(200);
    expect(messages[0]?.lively).toMatchObject({ calls: ['@bob'], links: ['http://x'] });
    expect(await post({ chat_id: 1 })).toBe(400);
    expect(await post({ text: ' ' })).toBe(400);
    expect(await post({ text: 'x'.repeat(4097) })).toBe(400);
    expect(await post({ entities: [{ type: 'pre', offset: 0, length: 5 }] })).toBe(400);
    expect(await status(url.replace('sendMessage', 'sendNothing'), {})).toBe(404);
    expect(await status(url.replace('AAE', 'AAA'), {})).toBe(401);
  });

  it('Mattermost', async () => {
    const { url, messages } = await started(fakeMattermost());
    expect(await status(url, { text: '<!channel> <http://x|y>' })).toBe(200);
    expect(messages[0]?.lively).toMatchObject({ calls: ['@channel'], links: ['[y](http://x)'] });
    expect(await status(url, { text: '' })).toBe(400);
    expect(await status(url, { text: 'x'.repeat(16_384) })).toBe(400);
    expect(await status(url, '{')).toBe(400);
    expect(await status(`${url}x`, { text: 'x' })).toBe(400);
  });

  it('a receiver that verifies', async () => {
    const { url, repeated } = await started(fakeReceiver());
    const ids = { 'x-k8s-monitor-delivery': 'd1', 'idempotency-key': 'd1' };
    expect(await status(url, {}, ids)).toBe(202);
    expect(await status(url, {}, ids)).toBe(202);
    expect(repeated).toEqual(['d1']);
    expect(await status(url, {})).toBe(400);
    const signed = await started(fakeReceiver({ key: 'k' }));
    expect(await status(signed.url, {}, ids)).toBe(401);
    expect(await status(signed.url, {}, { ...ids, 'x-k8s-monitor-signature': `t=1,v1=${'0'.repeat(64)}` })).toBe(401);
  });

  it('PagerDuty', async () => {
    const { origin, open, events } = await started(fakePagerduty());
    const payload = { summary: 's', source: 'c', severity: 'critical' };
    const event = { routing_key: ROUTING_KEY, event_action: 'trigger', dedup_key: 'k', payload };
    const post = (over: object) => status(`${origin}/v2/enqueue`, { ...event, ...over });
    expect(await post({})).toBe(202);
    expect(open()).toEqual(['k']);
    expect(await post({ event_action: 'resolve', payload: undefined })).toBe(202);
    expect(open()).toEqual([]);
    expect(await post({ routing_key: 'x' })).toBe(400);
    expect(await post({ routing_key: 'x'.repeat(32) })).toBe(400);
    expect(await post({ event_action: 'page' })).toBe(400);
    expect(await post({ dedup_key: 'x'.repeat(256) })).toBe(400);
    expect(await post({ event_action: 'resolve', dedup_key: undefined })).toBe(400);
    for (const wrong of [
      { summary: '' },
      { summary: 'x'.repeat(1025) },
      { source: undefined },
      { severity: 'SEV-1' },
    ]) {
      expect(await post({ payload: { ...payload, ...wrong } })).toBe(400);
    }
    expect(await status(`${origin}/v1`, event)).toBe(404);
    expect(events).toHaveLength(2);
  });
});

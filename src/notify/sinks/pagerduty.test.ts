import { describe, expect, it, onTestFinished } from 'vitest';
import { fakePagerduty, ROUTING_KEY } from '../../../tests/fakes/pagerduty/fake-pagerduty.ts';
import { deps, message, send, TEXT } from '../../../tests/fakes/webhook/sending.ts';
import type { SinkDeps } from './deps.ts';
import { buildSink } from './registry.ts';

async function start(
  options: Parameters<typeof fakePagerduty>[0] = {},
  key = ROUTING_KEY,
  over: Partial<SinkDeps> = {},
) {
  const fake = await fakePagerduty(options);
  onTestFinished(() => fake.stop());
  const settings = { type: 'pagerduty', name: 'pager', keyFrom: 'PD_KEY', baseUrl: fake.origin } as const;
  return { fake, sink: await buildSink(settings, () => key, deps(over)) };
}

const ID = 'INC-20260115-aaaa';
const KEY = `6f9c1c2e-cluster/${ID}`;

describe('PagerDuty', () => {
  it('pages for a SEV-1, and ends the page with the incident', async () => {
    const { fake, sink } = await start();
    expect(await send(sink)).toEqual({ status: 'sent', ref: null });
    expect(fake.open()).toEqual([KEY]);
    expect(fake.events[0]).toMatchObject({
      event_action: 'trigger',
      payload: {
        summary: '[SEV-1] mysql is down',
        source: 'homelab',
        severity: 'critical',
        custom_details: { text: TEXT.slice(6), incidents: [ID], delivery: 'd'.repeat(32) },
      },
    });
    await send(sink, { kind: 'resolved', open: false, severity: 'SEV-3' });
    expect(fake.open()).toEqual([]);
  });

  it('pages nobody twice for the same', async () => {
    const { fake, sink } = await start();
    await send(sink);
    await send(sink, { retry: true });
    await send(sink, { kind: 'reminder', deliveryId: 'e'.repeat(32) });
    expect(fake.open()).toEqual([KEY]);
  });

  it('keeps clusters apart', async () => {
    const { fake, sink } = await start();
    const settings = { type: 'pagerduty', name: 'pager', keyFrom: 'PD_KEY', baseUrl: fake.origin } as const;
    const other = await buildSink(
      settings,
      () => ROUTING_KEY,
      deps({ cluster: () => ({ uid: 'other', name: 'prod' }) }),
    );
    await send(sink);
    await send(other, { kind: 'resolved', open: false });
    expect(fake.open()).toEqual([KEY]);
  });

  it('has an event for each incident of a message, and one for what has none', async () => {
    const { fake, sink } = await start();
    await send(sink, { kind: 'digest', incidentIds: ['INC-1', 'INC-2'] });
    await send(sink, { kind: 'self', incidentIds: [] });
    expect(fake.open().map((key) => key.split('/')[1])).toEqual(['INC-1', 'INC-2', 'd'.repeat(32)]);
    await send(sink, { kind: 'storm', incidentIds: Array.from({ length: 500 }, (_, i) => `INC-S${i}`) });
    expect(fake.events).toHaveLength(3 + 20);
  });

  it('pages for what is still open in a digest, and for nothing less than a SEV-1', async () => {
    const { fake, sink } = await start();
    const at = (minute: number) => new Date(Date.UTC(2026, 0, 15, 12, minute));
    const part = (id: string, minute: number, severity: 'SEV-1' | 'SEV-2', open: boolean) => ({
      incidentIds: [id],
      at: at(minute),
      severity,
      open,
    });
    await send(sink, { incidentIds: ['INC-over'] });
    const parts = [
      part('INC-new', 1, 'SEV-1', true),
      part('INC-over', 3, 'SEV-1', false),
      part('INC-over', 2, 'SEV-1', true),
      part('INC-less', 4, 'SEV-2', true),
    ];
    await send(sink, { kind: 'digest', incidentIds: ['INC-new', 'INC-over', 'INC-less'], parts });
    expect(fake.open().map((key) => key.split('/')[1])).toEqual(['INC-new']);
  });

  it('pages for the SEV-1 in a message about many, and for nothing less, also when that waits in a digest', async () => {
    const ids = ['INC-1', 'INC-2', 'INC-3'];
    const { fake, sink } = await start();
    await send(sink, { kind: 'storm', incidentIds: ids, lesser: ['INC-2', 'INC-3'] });
    expect(fake.open().map((key) => key.split('/')[1])).toEqual(['INC-1']);
    const later = await start();
    const part = {
      severity: 'SEV-1' as const,
      open: true,
      incidentIds: ids,
      lesser: ['INC-1', 'INC-3'],
      at: new Date(),
    };
    await send(later.sink, { kind: 'digest', incidentIds: ids, parts: [part] });
    expect(later.fake.open().map((key) => key.split('/')[1])).toEqual(['INC-2']);
  });

  it('ends the pages of what an incident turned out to be together with it', async () => {
    const { fake, sink } = await start();
    await send(sink, { incidentIds: ['INC-1'] });
    await send(sink, { incidentIds: ['INC-2'] });
    await send(sink, { kind: 'resolved', open: false, incidentIds: ['INC-1', 'INC-2'] });
    expect(fake.open()).toEqual([]);
  });

  it('has no use for less than a SEV-1', async () => {
    const { sink } = await start();
    const accepts = (kind: 'incident' | 'resolved' | 'details', severity: 'SEV-1' | 'SEV-2') =>
      sink.accepts({ ...message(), kind, severity });
    expect(accepts('incident', 'SEV-1')).toBe(true);
    expect(accepts('resolved', 'SEV-2')).toBe(true);
    expect(accepts('incident', 'SEV-2')).toBe(false);
    expect(accepts('details', 'SEV-1')).toBe(false);
  });

  it('takes headlines and texts of any length', async () => {
    const { fake, sink } = await start();
    const text = ['h'.repeat(3000), ...Array.from({ length: 50_000 }, () => 'more')].join('\n');
    expect(await send(sink, { text, incidentIds: ['I'.repeat(400)] })).toMatchObject({ status: 'sent' });
    expect(fake.events[0]?.payload?.summary.length).toBeLessThanOrEqual(1024);
  });

  it.each([
    ['busy', { status: 429, headers: { 'retry-after': '3' } }, 'transient', 3000],
    ['broken', { status: 500 }, 'transient', null],
    ['cut off after it arrived: it may be repeated', 'accept-then-reset', 'transient', null],
    ['silent', 'hang', 'transient', null],
    ['a page to sign in', 'html', 'transient', null],
    ['elsewhere', { status: 302, headers: { location: 'http://127.0.0.1:1/' } }, 'permanent', null],
  ] as const)('%s', async (_, reply, failure, retryAfterMs) => {
    const { fake, sink } = await start({ script: () => reply }, ROUTING_KEY, {
      timeoutMs: reply === 'hang' ? 50 : 2000,
    });
    expect(await send(sink)).toMatchObject({ status: 'failed', failure, retryAfterMs });
    expect(fake.requests).toHaveLength(1);
  });

  it('says what PagerDuty says, and never the key', async () => {
    const key = `${'A'.repeat(31)}1`;
    const { sink } = await start({}, key);
    expect(await send(sink)).toMatchObject({
      failure: 'permanent',
      why: expect.stringMatching(/400: Invalid routing key; look at PD_KEY$/),
    });
    const echo = await start({ script: () => ({ status: 400, body: JSON.stringify({ message: `bad ${key}` }) }) }, key);
    const delivery = await send(echo.sink);
    expect(JSON.stringify(delivery)).not.toContain(key);
  });

  it('wants a key that can be one', async () => {
    await expect(start({}, 'too-short')).rejects.toThrow('pager: PD_KEY wants the integration key');
    await expect(start({}, '')).rejects.toThrow('pager: the environment variable PD_KEY is not set');
  });
});

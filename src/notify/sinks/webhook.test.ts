import { describe, expect, it, onTestFinished } from 'vitest';
import { fakeReceiver } from '../../../tests/fakes/webhook/receiver.ts';
import { message, send, TEXT, webhook } from '../../../tests/fakes/webhook/sending.ts';

const KEY = 'a-shared-key-of-nobody';

async function receiver(options: Parameters<typeof fakeReceiver>[0] = {}) {
  const fake = await fakeReceiver(options);
  onTestFinished(() => fake.stop());
  return fake;
}

type Reply = ReturnType<NonNullable<NonNullable<Parameters<typeof fakeReceiver>[0]>['script']>>;
const always = (reply: Reply) => ({ script: () => reply });

describe('a webhook', () => {
  it('puts the message as JSON, with its delivery id, to the address', async () => {
    const fake = await receiver();
    const sink = await webhook({}, { URL: fake.url });
    expect(await send(sink)).toEqual({ status: 'sent', ref: null });
    const { severity, kind, open, incidentIds, deliveryId } = message();
    expect(fake.messages).toEqual([
      {
        version: 1,
        ...{ severity, kind, open, incidentIds, deliveryId },
        cluster: 'homelab',
        mention: true,
        priority: 5,
        headline: '[SEV-1] mysql is down',
        text: TEXT.slice('@here '.length),
      },
    ]);
  });

  it('signs the body, so that the receiver knows who sent it and when', async () => {
    const fake = await receiver({ key: KEY });
    expect(await send(await webhook({ secretFrom: 'KEY' }, { URL: fake.url, KEY }))).toMatchObject({ status: 'sent' });
    const wrong = await send(await webhook({ secretFrom: 'KEY' }, { URL: fake.url, KEY: 'another-key' }));
    expect(wrong).toMatchObject({ failure: 'permanent', why: expect.stringContaining('wrong signature') });
    expect(await send(await webhook({}, { URL: fake.url }))).toMatchObject({ failure: 'permanent' });
    expect(fake.messages).toHaveLength(1);
  });

  it('sends a token, or user and password of the address, in a header', async () => {
    const fake = await receiver();
    await send(await webhook({ tokenFrom: 'TOKEN' }, { URL: fake.url, TOKEN: 'tk_1234567' }));
    await send(await webhook({}, { URL: fake.url.replace('//', '//me:p%40ss@') }));
    expect(fake.requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer tk_1234567',
      `Basic ${Buffer.from('me:p@ss').toString('base64')}`,
    ]);
  });

  it('renders a template of its own', async () => {
    const fake = await receiver();
    const body =
      '{"summary": {{ headline | upcase | json }}, "room": {{ room | json }}, "n": {{ incidentIds | size }}}';
    await send(await webhook({ body, values: { room: 'ops' } }, { URL: fake.url }));
    expect(fake.messages).toEqual([{ summary: '[SEV-1] MYSQL IS DOWN', room: 'ops', n: 1 }]);
  });

  it.each([
    [
      'refused',
      { status: 400, body: '{"error":"no such field"}' },
      'permanent',
      /HTTP 400: no such field; .*"generic"/,
      null,
    ],
    ['no credentials', { status: 401 }, 'permanent', /HTTP 401; look at URL: it is refused/, null],
    ['gone', { status: 410 }, 'permanent', /HTTP 410; look at URL and at proxies/, null],
    ['too long', { status: 413 }, 'permanent', /413/, null],
    ['busy', { status: 429 }, 'transient', /too many/, 30_000],
    ['busy for seconds', { status: 429, headers: { 'retry-after': '7' } }, 'transient', /too many/, 7000],
    ['busy for ever', { status: 429, headers: { 'retry-after': '999999' } }, 'transient', /too many/, 3_600_000],
    ['slow', { status: 408 }, 'transient', /408/, null],
    ['too early', { status: 425 }, 'transient', /425/, null],
    ['broken', { status: 500, body: '<html>' }, 'unknown', /HTTP 500 with a page of HTML/, null],
    ['away', { status: 503, headers: { 'retry-after': '2' } }, 'transient', /503/, 2000],
    ['nobody behind the proxy', { status: 502 }, 'transient', /502/, null],
    ['cut off', 'reset', 'unknown', /no answer \((?:ECONNRESET|UND_ERR_SOCKET)\); it may have arrived/, null],
    ['cut off after it arrived', 'accept-then-reset', 'unknown', /it may have arrived/, null],
    ['silent', 'hang', 'unknown', /took longer than 150 ms.*; it may have arrived/, null],
    ['silent after it arrived', 'accept-then-hang', 'unknown', /it may have arrived/, null],
  ] as const)('%s', async (_, reply, failure, why, retryAfterMs) => {
    const fake = await receiver(always(reply));
    const sink = await webhook(
      {},
      { URL: fake.url },
      reply === 'hang' || reply === 'accept-then-hang' ? { timeoutMs: 50 } : {},
    );
    const delivery = await send(sink);
    expect(delivery).toEqual({ status: 'failed', failure, why: expect.stringMatching(why), retryAfterMs });
    expect(fake.requests).toHaveLength(1);
  });

  it('waits until a date too', async () => {
    const headers = { 'retry-after': new Date(Date.now() + 60_000).toUTCString() };
    const fake = await receiver(always({ status: 429, headers }));
    const delivery = await send(await webhook({}, { URL: fake.url }));
    const wait = 'retryAfterMs' in delivery ? (delivery.retryAfterMs ?? 0) : 0;
    expect(wait).toBeGreaterThan(50_000);
    expect(wait).toBeLessThanOrEqual(60_000);
  });

  it('follows no redirect', async () => {
    const other = await receiver();
    const fake = await receiver(always({ status: 307, headers: { location: other.url } }));
    const delivery = await send(await webhook({}, { URL: fake.url }));
    expect(delivery).toMatchObject({ failure: 'permanent', why: expect.stringContaining('which is not followed') });
    expect(other.requests).toEqual([]);
  });

  it('knows that nothing has left where nobody listens', async () => {
    const fake = await receiver();
    await fake.stop();
    const refused = await send(await webhook({}, { URL: fake.url }));
    expect(refused).toMatchObject({ failure: 'transient', why: expect.stringContaining('ECONNREFUSED') });
    const noName = await send(await webhook({}, { URL: 'https://no-such-host.invalid/x' }));
    expect(noName).toMatchObject({ failure: 'transient', why: expect.stringContaining('no address for its name') });
  });

  it('sends nothing when the time is over, and stops when it ends', async () => {
    const fake = await receiver(always('hang'));
    const sink = await webhook({}, { URL: fake.url });
    expect(await send(sink, {}, AbortSignal.abort())).toMatchObject({ failure: 'transient' });
    expect(fake.requests).toEqual([]);
    expect(await send(sink, {}, AbortSignal.timeout(30))).toMatchObject({ failure: 'unknown' });
  });

  it('reads no more than the beginning of an answer', async () => {
    const fake = await receiver(always({ status: 400, body: 'x'.repeat(5_000_000) }));
    const delivery = await send(await webhook({}, { URL: fake.url }));
    expect('why' in delivery ? delivery.why.length : 0).toBeLessThan(400);
  });

  it('says nothing of its secrets, whatever the service repeats', async () => {
    const token = 'tk_s3cretOfNobody';
    const path = 'h00k-0f-n0b0dy-1234';
    const body = JSON.stringify({ error: `token ${token} may not use /hooks/${path}?k=${'q'.repeat(9)}1` });
    const fake = await receiver(always({ status: 403, body }));
    const URL = `${fake.origin}/hooks/${path}?k=${'q'.repeat(9)}1`;
    const delivery = await send(await webhook({ tokenFrom: 'TOKEN' }, { URL, TOKEN: token }));
    const why = 'why' in delivery ? delivery.why : '';
    expect(why).toContain('HTTP 403');
    for (const hidden of [token, path, 'qqqqqqqqq1']) expect(why).not.toContain(hidden);
  });

  it('sends none of them to others either', async () => {
    const fake = await receiver();
    const token = 'tk_s3cretOfNobody';
    const sink = await webhook(
      { tokenFrom: 'TOKEN' },
      { URL: fake.url, TOKEN: token },
      { scrub: (t) => t.replaceAll('xoxb', '***') },
    );
    await send(sink, { text: `log: xoxb ${token}` });
    expect(fake.messages[0]?.['text']).toBe('log: *** [redacted: own token]');
  });

  it('never rejects, whatever goes wrong inside', async () => {
    const fake = await receiver();
    const cluster = () => {
      throw new Error('no cluster yet, tk_s3cretOfNobody');
    };
    const sink = await webhook({ tokenFrom: 'TOKEN' }, { URL: fake.url, TOKEN: 'tk_s3cretOfNobody' }, { cluster });
    const why = 'ops: no cluster yet, [redacted: own token]; this is a fault of k8s-monitor';
    expect(await send(sink)).toEqual({ status: 'failed', failure: 'unknown', why, retryAfterMs: null });
  });

  it('takes no edits, and can look for nothing', async () => {
    const fake = await receiver();
    const sink = await webhook({}, { URL: fake.url });
    const { signal } = new AbortController();
    expect(sink.threads).toBe(false);
    expect(await sink.edit('ops', 'x', 'text', signal)).toMatchObject({ status: 'failed', failure: 'permanent' });
    expect(await sink.find('ops', { deliveryId: 'd', thread: null }, signal)).toEqual({ status: 'blind' });
    expect(fake.requests).toEqual([]);
  });

  it.each([
    [{}, {}, 'ops: the environment variable URL is not set'],
    [{}, { URL: ' ' }, 'ops: the environment variable URL is not set'],
    [{}, { URL: 'ftp://host/x' }, 'ops: URL wants an address that begins with https://'],
    [{}, { URL: 'http://example.org/tok3n' }, 'ops: URL begins with http:// and leaves the private network'],
    [{ body: '{"a": {{ text }}}' }, { URL: 'https://h/' }, "ops: the template can't be used: it renders no JSON"],
    [{ secretFrom: 'KEY' }, { URL: 'https://h/' }, 'ops: the environment variable KEY is not set'],
    [{ valuesFrom: { a: 'A' } }, { URL: 'https://h/' }, 'ops: the environment variable A is not set'],
  ] as const)('refuses at the start: %j %j', async (settings, env, wanted) => {
    await expect(webhook(settings, env)).rejects.toThrow(wanted);
    await expect(webhook(settings, env)).rejects.toMatchObject({ name: 'ConfigError' });
  });

  it('takes http:// where somebody says so', async () => {
    await expect(webhook({ insecure: true }, { URL: 'http://example.org/' })).resolves.toMatchObject({ name: 'ops' });
  });
});

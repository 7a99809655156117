import { describe, expect, it, onTestFinished } from 'vitest';
import { type FakeSmtpOptions, fakeSmtp } from '../../../tests/fakes/smtp/fake-smtp.ts';
import { deps, FOOTER, send, TEXT } from '../../../tests/fakes/webhook/sending.ts';
import { selfSigned } from '../../../tests/support/self-signed.ts';
import type { SinkDeps } from './deps.ts';
import { buildSink } from './registry.ts';

const TO = ['ops@example.org', 'boss@example.org'];
const PASSWORD = 'p@ss w0rd/of?nobody';

async function start(
  options: FakeSmtpOptions = {},
  over: Partial<SinkDeps> & { url?: (url: string) => string; insecure?: boolean } = {},
) {
  const fake = await fakeSmtp(options);
  onTestFinished(() => fake.stop());
  const { url = (plain: string) => plain, insecure = false, ...rest } = over;
  const settings = {
    type: 'email',
    name: 'mail',
    urlFrom: 'SMTP_URL',
    from: 'k8s@example.org',
    to: TO,
    insecure,
  } as const;
  return { fake, sink: await buildSink(settings, () => url(fake.url), deps(rest)) };
}

describe('email', () => {
  it('is plain text that names its incident', async () => {
    const { fake, sink } = await start();
    expect(await send(sink)).toEqual({ status: 'sent', ref: null });
    const [mail] = fake.mails;
    expect(mail).toMatchObject({ from: 'k8s@example.org', to: TO, text: TEXT.slice('@here '.length) });
    expect(Object.fromEntries(mail?.headers ?? [])).toMatchObject({
      subject: '[SEV-1] mysql is down',
      from: '"k8s-monitor" <k8s@example.org>',
      'message-id': `<${'d'.repeat(32)}@example.org>`,
      'in-reply-to': '<INC-20260115-aaaa.6f9c1c2e-cluster@example.org>',
      references: '<INC-20260115-aaaa.6f9c1c2e-cluster@example.org>',
      'x-k8s-monitor-delivery': 'd'.repeat(32),
      'x-k8s-monitor-severity': 'SEV-1',
      'auto-submitted': 'auto-generated',
      importance: 'High',
      'content-type': expect.stringMatching(/^text\/plain; charset=utf-8/),
    });
  });

  it('has the same id when it is sent again, and the thread of its incident later on', async () => {
    const { fake, sink } = await start();
    await send(sink);
    await send(sink, { retry: true });
    await send(sink, { kind: 'resolved', open: false, deliveryId: 'e'.repeat(32), text: '[RESOLVED] mysql' });
    const [first, again, later] = fake.mails.map(({ headers }) => headers);
    expect(again?.get('message-id')).toBe(first?.get('message-id'));
    expect(later?.get('message-id')).not.toBe(first?.get('message-id'));
    expect(later?.get('references')).toBe(first?.get('references'));
    expect(later?.has('importance')).toBe(false);
  });

  it('lets no text into its headers, and makes no link of it', async () => {
    const { fake, sink } = await start();
    const hostile = `[SEV-1] ünd\r <a href="http://evil.example">x</a> [y](https://evil.example)\nBcc: all@evil.example\n\nhttp://evil.example\n${FOOTER}`;
    await send(sink, { text: hostile });
    const [mail] = fake.mails;
    expect(mail?.to).toEqual(TO);
    expect(mail?.headers.has('bcc')).toBe(false);
    expect(mail?.headers.get('subject')).toContain('[SEV-1] ünd');
    expect(`${mail?.headers.get('subject')}${mail?.text}`).not.toMatch(/https?:\/\//);
    expect(mail?.text).toContain('Bcc: all@evil.example');
  });

  it('says who it is', async () => {
    const user = 'monitor@example.org';
    const url = (plain: string) =>
      plain.replace('//', `//${encodeURIComponent(user)}:${encodeURIComponent(PASSWORD)}@`);
    const right = await start({ user, password: PASSWORD }, { url });
    expect(await send(right.sink)).toMatchObject({ status: 'sent' });
    const wrong = await start({ user, password: 'another' }, { url });
    const delivery = await send(wrong.sink);
    expect(delivery).toMatchObject({
      failure: 'permanent',
      why: expect.stringMatching(/535.*user and password; look at SMTP_URL/),
    });
    expect(JSON.stringify(delivery)).not.toContain('w0rd');
    const nobody = await start({ user, password: PASSWORD });
    expect(await send(nobody.sink)).toMatchObject({ failure: 'permanent' });
  });

  it('says who was refused while others got it', async () => {
    const { fake, sink } = await start({ unknown: ['boss@example.org'] });
    const note = expect.stringContaining('refuses boss@example.org; the others got it');
    expect(await send(sink)).toEqual({ status: 'sent', ref: null, note });
    expect(fake.mails[0]?.to).toEqual(['ops@example.org']);
  });

  it.each([
    ['all recipients refused', { unknown: TO }, 'permanent', /550.*no such user/],
    ['mailbox full', { fault: { at: 'rcpt', code: 452 } }, 'transient', /no time now/],
    ['sender refused', { fault: { at: 'mail', code: 553 } }, 'permanent', /553.*look at "from" and "to"/],
    ['greylisted', { fault: { at: 'mail', code: 451 } }, 'transient', /no time now/],
    ['closing', { fault: { at: 'connect', code: 421 } }, 'transient', /mail \(127\.0\.0\.1\)/],
    ['spam', { fault: { at: 'data', code: 554 } }, 'permanent', /554/],
    ['no space', { fault: { at: 'data', code: 452 } }, 'transient', /no time now/],
    ['gone after it took it', { afterData: 'drop' }, 'unknown', /took the message/],
    ['silent after it took it', { afterData: 'hang' }, 'unknown', /took the message/],
    ['silent from the start', { mute: true }, 'transient', /cannot be reached/],
  ] as const)('%s', async (_, options, failure, why) => {
    const waits = 'mute' in options || ('afterData' in options && options.afterData === 'hang');
    const { sink } = await start(options, waits ? { timeoutMs: 150, handedOverMs: 300 } : {});
    expect(await send(sink)).toMatchObject({
      status: 'failed',
      failure,
      why: expect.stringMatching(why),
      retryAfterMs: null,
    });
  });

  it('waits longer for a server that has the message', async () => {
    const { fake, sink } = await start({ slowMs: 400 }, { timeoutMs: 200, handedOverMs: 3000 });
    expect(await send(sink)).toEqual({ status: 'sent', ref: null });
    expect(fake.mails).toHaveLength(1);
  });

  it('knows that nothing has left where nobody listens', async () => {
    const { fake, sink } = await start();
    await fake.stop();
    expect(await send(sink)).toMatchObject({ failure: 'transient', why: expect.stringContaining('cannot be reached') });
  });

  it('stops when the time ends', async () => {
    const { sink } = await start({ mute: true });
    expect(await send(sink, {}, AbortSignal.timeout(30))).toMatchObject({ failure: 'transient' });
  });

  it('trusts no certificate that nobody signed, unless it is told to', async () => {
    const strict = await start({ startTls: selfSigned() });
    const delivery = await send(strict.sink);
    expect(delivery).toMatchObject({ failure: 'permanent', why: expect.stringMatching(/certificate.*SMTP_URL/) });
    expect(strict.fake.mails).toEqual([]);
    const loose = await start({ startTls: selfSigned() }, { insecure: true });
    expect(await send(loose.sink)).toMatchObject({ status: 'sent' });
  });

  it('wants an address of a mail server', async () => {
    await expect(start({}, { url: () => 'https://mail.example.org' })).rejects.toThrow(
      'mail: SMTP_URL wants an address that begins with smtps://',
    );
  });
});

import { describe, expect, it, onTestFinished } from 'vitest';
import { fakeDiscord } from '../../../tests/fakes/webhook/discord.ts';
import { NOTHING } from '../../../tests/fakes/webhook/lively.ts';
import { fakeMattermost } from '../../../tests/fakes/webhook/mattermost.ts';
import { fakeNtfy } from '../../../tests/fakes/webhook/ntfy.ts';
import { FOOTER, send, TEXT, webhook } from '../../../tests/fakes/webhook/sending.ts';
import { fakeTelegram } from '../../../tests/fakes/webhook/telegram.ts';

const HOSTILE = [
  '@here [SEV-1] **pod** `x` @everyone <!channel> [x](http://evil.example) <a href="http://evil.example">y</a>',
  '@everyone @here @channel @all @bob <@123> <@&9> <!channel> <!here>',
  '[click](http://evil.example) <a href="http://evil.example">z</a> <http://evil.example|here> http://evil.example',
  '``` @everyone ```` @channel ~~~ `` ` **bold** __x__ ~~y~~ <b>b</b>',
  '```',
  '@everyone https://evil.example/x www.evil.example mailto:a@evil.example',
  '{{ headline }} {% include "/etc/passwd" %} "}, {"chat_id": 1',
  FOOTER,
].join('\n');
const LONG = `@here [SEV-1] ${'h'.repeat(400)}\n${Array.from({ length: 900 }, (_, i) => `line ${i} ünd "mehr"`).join('\n')}\n${FOOTER}`;
const ended = <F extends { readonly stop: () => Promise<void> }>(fake: F): F => {
  onTestFinished(() => fake.stop());
  return fake;
};

describe('ntfy', () => {
  const TOPIC = 'k8s-monitor';
  const start = async (options: Parameters<typeof fakeNtfy>[0] = {}) => {
    const fake = ended(await fakeNtfy(options));
    return { fake, sink: await webhook({ template: 'ntfy', values: { topic: TOPIC } }, { URL: fake.url }) };
  };

  it('is published with title, priority and tags', async () => {
    const { fake, sink } = await start();
    expect(await send(sink)).toEqual({ status: 'sent', ref: null });
    await send(sink, { text: TEXT.slice(6), severity: 'SEV-3' });
    await send(sink, { text: '[RESOLVED] all is well', open: false });
    expect(fake.messages.map(({ title, priority, tags }) => [title, priority, ...tags])).toEqual([
      ['[SEV-1] mysql is down', 5, 'rotating_light', 'SEV-1'],
      ['[SEV-1] mysql is down', 3, 'small_orange_diamond', 'SEV-3'],
      ['[RESOLVED] all is well', 2, 'white_check_mark', 'SEV-1'],
    ]);
    expect(fake.messages[0]).toMatchObject({ topic: TOPIC, message: TEXT.split('\n').slice(1).join('\n') });
    expect(sink.paceMs).toBe(1100);
  });

  it('gets what it has room for, and where the rest is', async () => {
    const { fake, sink } = await start();
    expect(await send(sink, { text: LONG })).toMatchObject({ status: 'sent' });
    const lines = fake.messages[0]?.message.split('\n') ?? [];
    expect(lines.at(-1)).toBe(FOOTER);
    const left = 900 - (lines.length - 2);
    expect(lines.at(-2)).toBe(`… ${left} more lines: k8s-monitor cycles show 20260115T120000Z-abcd`);
  });

  it('shows strangers’ text, and makes no link of it', async () => {
    const { fake, sink } = await start();
    await send(sink, { text: `${HOSTILE}\n  https://github.com/o/r/commit/0123abc` });
    const [{ title = '', message = '' } = {}] = fake.messages;
    expect(`${title}\n${message}`.match(/https?:\/\/\S+|www\.\S+|mailto:\S+/g)).toEqual([
      'https://github.com/o/r/commit/0123abc',
    ]);
    expect(fake.messages[0]?.markdown).toBeUndefined();
  });

  it('says what it refuses', async () => {
    const { fake } = await start({ token: 'tk_right000' });
    const settings = { template: 'ntfy', values: { topic: 'no topic' } } as const;
    const bad = await webhook({ ...settings, tokenFrom: 'T' }, { URL: fake.url, T: 'tk_right000' });
    expect(await send(bad)).toMatchObject({ failure: 'permanent', why: expect.stringContaining('invalid topic') });
    const forbidden = await webhook(settings, { URL: fake.url });
    expect(await send(forbidden)).toMatchObject({ failure: 'permanent', why: expect.stringContaining('forbidden') });
  });

  it('is not a page to sign in', async () => {
    const { sink } = await start({ script: () => 'html' });
    expect(await send(sink)).toMatchObject({
      failure: 'unknown',
      why: expect.stringMatching(/HTML, which is not ntfy.*proxies/),
    });
  });

  it('wants its topic in the settings', async () => {
    await expect(webhook({ template: 'ntfy' }, { URL: 'https://ntfy.sh/' })).rejects.toThrow('ops: set "topic"');
    const own = { template: 'ntfy', values: { topic: 'a' } } as const;
    await expect(webhook(own, { URL: 'https://ntfy.sh/alerts' })).rejects.toThrow(
      'URL wants the address of the server alone',
    );
  });
});

describe('Discord', () => {
  const start = async (options: Parameters<typeof fakeDiscord>[0] = {}) => {
    const fake = ended(await fakeDiscord(options));
    return { fake, sink: await webhook({ template: 'discord' }, { URL: fake.url }) };
  };

  it('shows the headline, and the rest in an embed', async () => {
    const { fake, sink } = await start();
    expect(await send(sink)).toEqual({ status: 'sent', ref: null });
    expect(await send(sink, { text: 'one line' })).toMatchObject({ status: 'sent' });
    const body = TEXT.split('\n').slice(1).join('\n');
    expect(fake.messages[0]).toMatchObject({
      content: '`[SEV-1] mysql is down`',
      embeds: [{ description: `\`\`\`\n${body}\n\`\`\``, color: 0xd32f2f }],
      allowed_mentions: { parse: [] },
    });
    expect(fake.messages[1]).toMatchObject({ content: '`one line`', embeds: [] });
  });

  it('gets no more than it takes', async () => {
    const { fake, sink } = await start();
    expect(await send(sink, { text: LONG })).toMatchObject({ status: 'sent' });
    expect(fake.messages[0]?.embeds[0]?.description).toMatch(
      /\n… \d+ more lines: k8s-monitor cycles show \S+\n.*\n```$/,
    );
  });

  it('calls nobody, links nowhere and formats nothing, whatever the text says', async () => {
    const { fake, sink } = await start();
    await send(sink, { text: HOSTILE });
    expect(fake.messages[0]?.lively).toEqual(NOTHING);
    expect(fake.messages[0]?.embeds[0]?.description).toContain('@everyone');
  });

  it('says how long to wait, more exactly than in the header', async () => {
    const { sink } = await start({ most: 0 });
    expect(await send(sink)).toMatchObject({ failure: 'transient', retryAfterMs: 750 });
  });

  it('never shows its token', async () => {
    const { fake } = await start();
    const url = fake.url.replace(/[^/]+$/, 'An0therT0ken-xyz');
    const delivery = await send(await webhook({ template: 'discord' }, { URL: url }));
    expect(delivery).toMatchObject({ failure: 'permanent', why: expect.stringContaining('Invalid Webhook Token') });
    expect(JSON.stringify(delivery)).not.toContain('An0ther');
    await expect(webhook({ template: 'discord' }, { URL: 'https://discord.com/t0ken-99' })).rejects.toThrow(
      /^(?!.*t0ken).*webhooks/,
    );
  });
});

describe('Telegram', () => {
  const start = async (options: Parameters<typeof fakeTelegram>[0] = {}) => {
    const fake = ended(await fakeTelegram(options));
    const settings = { template: 'telegram', valuesFrom: { chat_id: 'CHAT' } } as const;
    return { fake, settings, sink: await webhook(settings, { URL: fake.url, CHAT: fake.chat }) };
  };

  it('gets the text as it is; what can wait makes no sound', async () => {
    const { fake, sink } = await start();
    expect(await send(sink)).toEqual({ status: 'sent', ref: null });
    await send(sink, { text: 'over', open: false });
    expect(fake.messages.map(({ text, disable_notification }) => [text, disable_notification])).toEqual([
      [TEXT.slice('@here '.length), false],
      ['over', true],
    ]);
  });

  it('gets no more than it takes, and none of it comes alive', async () => {
    const { fake, sink } = await start();
    expect(await send(sink, { text: LONG })).toMatchObject({ status: 'sent' });
    expect(await send(sink, { text: `${HOSTILE} 😀` })).toMatchObject({ status: 'sent' });
    expect(fake.messages.map(({ lively }) => lively)).toEqual([NOTHING, NOTHING]);
    expect(fake.messages[0]?.text).toMatch(/\n… \d+ more lines: k8s-monitor cycles show/);
  });

  it('says what it refuses, and never the token', async () => {
    const { fake, settings, sink } = await start();
    const nowhere = await send(await webhook(settings, { URL: fake.url, CHAT: '12345678' }));
    expect(nowhere).toMatchObject({ failure: 'permanent', why: expect.stringContaining('chat not found') });
    const URL = fake.url.replace('AAE-', 'BBE-');
    const unknown = await send(await webhook(settings, { URL, CHAT: fake.chat }));
    expect(unknown).toMatchObject({ failure: 'permanent', why: expect.stringContaining('Unauthorized') });
    expect(JSON.stringify(unknown)).not.toContain('BBE-');
    expect(sink.paceMs).toBe(1100);
  });

  it('says how long to wait', async () => {
    const body = JSON.stringify({ ok: false, error_code: 429, parameters: { retry_after: 12 } });
    const { sink } = await start({ script: () => ({ status: 429, body }) });
    expect(await send(sink)).toMatchObject({ failure: 'transient', retryAfterMs: 12_000 });
  });
});

describe('Mattermost', () => {
  const start = async (options: Parameters<typeof fakeMattermost>[0] = {}) => {
    const fake = ended(await fakeMattermost(options));
    return { fake, sink: await webhook({ template: 'mattermost' }, { URL: fake.url }) };
  };

  it('shows the headline and the rest as it is', async () => {
    const { fake, sink } = await start();
    expect(await send(sink)).toEqual({ status: 'sent', ref: null });
    const body = TEXT.split('\n').slice(1).join('\n');
    expect(fake.messages[0]?.text).toBe(`:rotating_light: \`[SEV-1] mysql is down\`\n\`\`\`\n${body}\n\`\`\``);
  });

  it('gets no more than it takes, calls nobody and links nowhere', async () => {
    const { fake, sink } = await start();
    expect(await send(sink, { text: LONG })).toMatchObject({ status: 'sent' });
    expect(await send(sink, { text: HOSTILE })).toMatchObject({ status: 'sent' });
    expect(fake.messages.map(({ lively }) => lively)).toEqual([NOTHING, NOTHING]);
  });

  it('says what it refuses', async () => {
    const { fake } = await start();
    const sink = await webhook({ template: 'mattermost' }, { URL: `${fake.origin}/hooks/gone1234` });
    expect(await send(sink)).toMatchObject({ failure: 'permanent', why: expect.stringContaining('Invalid webhook') });
    const { sink: proxied } = await start({ script: () => 'html' });
    expect(await send(proxied)).toMatchObject({ failure: 'unknown' });
  });
});

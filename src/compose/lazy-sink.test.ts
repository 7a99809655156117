import { describe, expect, it, vi } from 'vitest';
import { MESSAGE_KINDS } from '../domain/outbox.ts';
import { SEVERITIES } from '../domain/severity.ts';
import { READY_TEMPLATES, type SinkSettings } from '../domain/sink-settings.ts';
import type { Outgoing, Sink } from '../notify/sink.ts';
import type { SinkDeps } from '../notify/sinks/deps.ts';
import { buildSink } from '../notify/sinks/registry.ts';
import { systemClock } from '../platform/clock.ts';
import { ConfigError } from '../platform/errors.ts';
import { lazySink } from './lazy-sink.ts';

const ADDRESSES: Readonly<Record<string, string>> = {
  GENERIC: 'https://example.org/hook',
  NTFY: 'https://ntfy.example.org/',
  DISCORD: 'https://discord.com/api/webhooks/1/abc',
  TELEGRAM: 'https://api.telegram.org/bot1:abc/sendMessage',
  MATTERMOST: 'https://example.org/hooks/abc',
  SMTP_URL: 'smtps://example.org',
  PAGER_KEY: '0123456789abcdef0123456789abcdef',
};
const DEPS: SinkDeps = {
  clock: systemClock,
  timeoutMs: 1000,
  handedOverMs: 3000,
  paceMs: 1100,
  cluster: () => ({ uid: 'u', name: 'c' }),
  scrub: (text) => text,
  print: async () => {},
};
const WEBHOOK = {
  type: 'webhook',
  body: null,
  maxLength: null,
  valuesFrom: {},
  tokenFrom: null,
  secretFrom: null,
} as const;
const SINKS: readonly SinkSettings[] = [
  ...READY_TEMPLATES.map((template) => ({
    ...WEBHOOK,
    name: template,
    template,
    urlFrom: template.toUpperCase(),
    values: { topic: 't', chat_id: '1' },
    insecure: false,
  })),
  { ...WEBHOOK, name: 'own', template: 'ntfy', urlFrom: 'GENERIC', body: '{}', values: {}, insecure: false },
  { type: 'email', name: 'mail', urlFrom: 'SMTP_URL', from: 'a@example.org', to: ['b@example.org'], insecure: false },
  { type: 'pagerduty', name: 'pager', keyFrom: 'PAGER_KEY', baseUrl: 'https://events.pagerduty.com' },
  { type: 'stdout', name: 'lines' },
];
const MESSAGE: Outgoing = {
  to: 'lines',
  kind: 'incident',
  severity: 'SEV-1',
  open: true,
  incidentIds: [],
  text: 'SEV-1 it is down',
  deliveryId: 'd1',
  thread: null,
  broadcast: false,
  retry: false,
};
const NEVER = new AbortController().signal;

describe('before it is loaded a sink is known as afterwards', () => {
  it.each(SINKS)('$name', async (settings) => {
    const lazy = lazySink(settings, DEPS, async () => expect.unreachable('nothing was sent'));
    const built = await buildSink(settings, (name) => ADDRESSES[name] ?? null, DEPS);
    const known = ({ name, threads, paceMs, blind, patienceMs }: Sink) => [name, threads, paceMs, blind, patienceMs];
    expect(known(lazy)).toEqual(known(built));
    for (const kind of MESSAGE_KINDS)
      for (const severity of SEVERITIES)
        expect([kind, severity, lazy.accepts({ kind, severity })]).toEqual([
          kind,
          severity,
          built.accepts({ kind, severity }),
        ]);
    expect(await lazy.find(MESSAGE.to, MESSAGE, NEVER)).toEqual(await built.find(MESSAGE.to, MESSAGE, NEVER));
  });
});

it('is loaded once, with the first message', async () => {
  const print = vi.fn(async () => {});
  const build = vi.fn(() => buildSink({ type: 'stdout', name: 'lines' }, () => null, { ...DEPS, print }));
  const sink = lazySink({ type: 'stdout', name: 'lines' }, DEPS, build);
  expect(build).not.toHaveBeenCalled();
  expect(await sink.send(MESSAGE, NEVER)).toMatchObject({ status: 'sent' });
  expect(await sink.send(MESSAGE, NEVER)).toMatchObject({ status: 'sent' });
  expect([build.mock.calls.length, print.mock.calls.length]).toEqual([1, 2]);
});

it.each([
  [
    'settings that can not work are for somebody to mend',
    new ConfigError('lines: MAIL_URL is not set'),
    'permanent',
    'MAIL_URL',
  ],
  ['what could not be loaded may be there later', new Error('ENOENT'), 'transient', 'ENOENT'],
])('%s', async (_what, error, failure, why) => {
  const sink = lazySink({ type: 'stdout', name: 'lines' }, DEPS, () => Promise.reject(error));
  expect(await sink.send(MESSAGE, NEVER)).toMatchObject({
    status: 'failed',
    failure,
    why: expect.stringContaining(why),
  });
});

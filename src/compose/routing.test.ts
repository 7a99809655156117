import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { effectiveSettings } from '../config/effective.ts';
import { matchRoute } from '../domain/match-route.ts';
import { tokenScrubber } from './own-tokens.ts';
import { routingInUse } from './routing.ts';

const dir = mkdtempSync(join(tmpdir(), 'k8s-monitor-routing-'));
const FILE = join(dir, 'routes.yaml');
const URL_TOKEN = 'tk4Hq8ZwLm2Nv6Xc';
const MAIL = 'sinks: { mail: { type: email, urlFrom: TEST_SMTP_URL, from: a@example.org, to: b@example.org } }\n';

afterAll(() => rmSync(dir, { recursive: true }));

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(FILE, { force: true });
});

function inUse(text: string | null, env: Readonly<Record<string, string>> = {}) {
  if (text !== null) writeFileSync(FILE, text);
  for (const [name, value] of Object.entries({ SLACK_BOT_TOKEN: '', SLACK_CHANNEL: '#alerts', ...env }))
    vi.stubEnv(name, value);
  const values = effectiveSettings({ ROUTES_FILE: FILE });
  return { values, ...routingInUse(values, []) };
}

const SAMPLE = { severity: 'SEV-2', tier: null, services: [], namespaces: [] } as const;

it('without a file everything goes to the usual channels, each standing in for the other', () => {
  vi.stubEnv('SLACK_CHANNEL', '#a');
  vi.stubEnv('SLACK_CHANNEL_CRITICAL', '#b');
  const { routing, troubles } = routingInUse(effectiveSettings({}), []);
  expect(matchRoute(SAMPLE, routing)).toMatchObject({ to: ['slack:#a'], fallback: ['slack:#b'] });
  expect(matchRoute({ ...SAMPLE, severity: 'SEV-1' }, routing)).toMatchObject({
    to: ['slack:#b'],
    fallback: ['slack:#a'],
  });
  expect(troubles).toEqual([]);
});

it('with one channel for both there is nothing to fall back to', () => {
  vi.stubEnv('SLACK_CHANNEL', '#a');
  const { routing } = routingInUse(effectiveSettings({}), []);
  expect(matchRoute(SAMPLE, routing)).toMatchObject({ to: ['slack:#a'], fallback: [] });
});

describe('a file that can not be used', () => {
  it.each([
    ['is not there', null, 'is not there'],
    ['is broken', 'routes: [', 'routes.yaml:1:'],
    ['names a sink nobody has', 'routes: { to: phone }', 'unknown sink "phone"'],
  ])('that %s is told, and the default routing holds', (_what, text, why) => {
    const { routing, faults, troubles } = inUse(text, { SLACK_BOT_TOKEN: 'xoxb-fake' });
    expect(faults).toHaveLength(1);
    expect(troubles).toMatchObject([{ kind: 'SELF', key: 'self:routes', detail: expect.stringContaining(why) }]);
    expect(matchRoute(SAMPLE, routing)).toMatchObject({ source: 'default', to: ['slack:#alerts'] });
  });

  it('tells no secret that was put into it by mistake', () => {
    const { troubles } = inUse('routes: { to: "password=hunter2hunter2" }', { SLACK_BOT_TOKEN: 'xoxb-fake' });
    expect(troubles[0]?.detail).not.toContain('hunter2');
  });
});

it('reads the variables that the file names, and takes what is in them out of every text', () => {
  const url = `smtps://monitor:${URL_TOKEN}@mail.example.org`;
  const { sinks, faults, values } = inUse(`${MAIL}routes: { to: mail }`, { TEST_SMTP_URL: `${url}\n` });
  expect([faults, sinks.map(({ name }) => name)]).toEqual([[], ['mail']]);
  const scrub = tokenScrubber(values);
  expect(scrub(`535 refused ${URL_TOKEN} for ${url}`)).not.toContain(URL_TOKEN);
  expect(scrub('mail.example.org answers')).toBe('mail.example.org answers');
});

it('takes them out although the rest of the file is broken', () => {
  const { values, faults } = inUse(`${MAIL}routes: { to: nobody-knows }`, { TEST_SMTP_URL: `smtp://u:${URL_TOKEN}@h` });
  expect(faults).toHaveLength(1);
  expect(tokenScrubber(values)(URL_TOKEN)).not.toContain(URL_TOKEN);
});

it('leaves the words readable that only look like what a sink is told', () => {
  const text = `sinks:
  phone: { type: ntfy, urlFrom: TEST_HOOK_URL, topicFrom: TEST_TOPIC }
  own: { type: webhook, urlFrom: TEST_HOOK_URL, valuesFrom: { password: TEST_WORD }, body: '{"a": {{ password | json }}}' }
  mail: { type: email, urlFrom: TEST_SMTP_URL, from: a@example.org, to: b@example.org }
routes: { to: phone }
`;
  const { values, faults } = inUse(text, {
    TEST_HOOK_URL: `https://hooks.example.org/Production/${URL_TOKEN}`,
    TEST_TOPIC: 'monitoring',
    TEST_WORD: 'letmein',
    TEST_SMTP_URL: 'smtps://u:hunter2@mail.example.org',
  });
  expect(faults).toEqual([]);
  const scrub = tokenScrubber(values);
  const words = 'kubectl -n monitoring describe pod Production-0';
  expect(scrub(words)).toBe(words);
  expect(scrub(`${URL_TOKEN} letmein hunter2`)).toBe(Array(3).fill('[redacted: own token]').join(' '));
});

it('takes the key of the outside check out, also where only a part of its address is named', () => {
  const key = '5e0f6f2c-1b1d-4c5e-9f0a-7d1f0e3b2a19';
  const { values } = inUse('routes: { to: slack:#alerts }', {
    SLACK_BOT_TOKEN: 'xoxb-fake',
    HEARTBEAT_URL: `https://hc-ping.com/${key}/k8s-monitor-homelab`,
  });
  const scrub = tokenScrubber(values);
  expect(scrub(`no check ${key} for k8s-monitor-homelab`)).toBe(
    'no check [redacted: own token] for k8s-monitor-homelab',
  );
});

it('finds a variable in .env too; the environment comes first', () => {
  writeFileSync(join(dir, '.env'), `TEST_SMTP_URL=smtps://dotenv:${URL_TOKEN}@mail.example.org\n`);
  const cwd = vi.spyOn(process, 'cwd').mockReturnValue(dir);
  try {
    const { faults, values } = inUse(`${MAIL}routes: { to: mail }`);
    expect(faults).toEqual([]);
    expect(tokenScrubber(values)(URL_TOKEN)).not.toContain(URL_TOKEN);
    vi.stubEnv('TEST_SMTP_URL', 'smtps://mail.example.org');
    expect(tokenScrubber(values)(URL_TOKEN)).toBe(URL_TOKEN);
  } finally {
    cwd.mockRestore();
    rmSync(join(dir, '.env'));
  }
});

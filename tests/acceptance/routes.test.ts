// `routes list` and `routes test` through the process, and a cycle whose routes.yaml is broken.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { fakePagerduty, ROUTING_KEY } from '../fakes/pagerduty/fake-pagerduty.ts';
import { fakeSlack } from '../fakes/slack/fake-slack.ts';
import { fakeSmtp } from '../fakes/smtp/fake-smtp.ts';
import { cli, SERVICES, scratch } from '../support/cli.ts';
import { SLACK_TOKEN, world } from '../support/world.ts';

const REFERENCE = join(import.meta.dirname, '..', '..', 'docs', 'reference', 'routes.yaml');
const SET = {
  SERVICES_FILE: SERVICES,
  SLACK_BOT_TOKEN: SLACK_TOKEN,
  SLACK_CHANNEL: '#standard',
  SLACK_CHANNEL_CRITICAL: '#critical',
  NTFY_URL: 'https://ntfy.example.org',
  SMTP_URL: 'smtps://mail.example.org',
  PAGERDUTY_ROUTING_KEY: ROUTING_KEY,
  BUSINESS_TZ: 'Europe/Berlin',
};

function file(text: string): string {
  const path = join(scratch(), 'routes.yaml');
  writeFileSync(path, text);
  return path;
}

const test = (args: readonly string[], env: Readonly<Record<string, string>> = SET) =>
  cli(['routes', 'test', ...args], env);

it('the reference is in order, and list shows every route, sink and variable', async () => {
  const { code, stdout, stderr } = await cli(['routes', 'list', '--routes', REFERENCE], SET);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain('SEV-1, P0 or P1 → #critical, pager');
  expect(stdout).toMatch(/phone +webhook \(ntfy\) · NTFY_URL is set · ready/);
  expect(stdout).not.toContain(ROUTING_KEY);
});

it('list says all that is wrong, with its place, and ends with 2', async () => {
  const env = { ...SET, SMTP_URL: '', PAGERDUTY_ROUTING_KEY: 'short' };
  const { code, stdout, stderr } = await cli(['routes', 'list', '--routes', REFERENCE], env);
  expect(code).toBe(2);
  expect(stderr).toMatch(/routes\.yaml:8:33: SMTP_URL is not set; set it in the environment or in \.env/);
  expect(stdout).toContain('SMTP_URL is not set');
  expect(stdout).toMatch(/PAGERDUTY_ROUTING_KEY wants the integration key/);
  expect(stdout).not.toContain('short');
});

it('test says where a sample goes, by which line, and when', async () => {
  const night = ['--routes', REFERENCE, '--service', 'mysql', '--now', '2026-11-21T03:00:00Z'];
  const { code, stdout } = await test([...night, '--output', 'json']);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    tier: 'P0',
    services: ['mysql'],
    answers: [
      { severity: 'SEV-1', source: `${REFERENCE}:13`, to: ['slack:#critical', 'pager'], fallback: ['mail'] },
      { severity: 'SEV-2', source: `${REFERENCE}:16`, to: ['slack:#databases'], when: { waits: false } },
      { severity: 'SEV-3', when: { waits: true, at: '2026-11-23T08:00:00.000Z' } },
      { severity: 'SEV-4', source: null, to: [], when: null },
    ],
  });
  expect((await test(night)).stdout).toContain('waits until Mon 23 Nov 09:00 CET');
});

it('what no route matches goes the default way', async () => {
  const { stdout } = await test(['--routes', REFERENCE, '--severity', 'SEV-2', '--tier', 'P2']);
  expect(stdout).toContain('goes to #standard');
  expect(stdout).toContain('by the default: no route matches');
});

it.each([
  ['an unknown severity', ['--severity', 'SEV-9'], '--severity takes one of'],
  ['an unknown service', ['--service', 'mysq'], 'did you mean "mysql"?'],
  ['sending without a severity', ['--send'], '--send needs --severity'],
  ['a file that is not there', ['--routes', 'nowhere.yaml'], 'nowhere.yaml: is not there'],
])('%s ends with 2', async (_what, args, message) => {
  const { code, stderr } = await test(args);
  expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
});

it('--send sends a marked message to each destination, wakes nobody for long, and says what each answered', async () => {
  const slack = await fakeSlack({ token: SLACK_TOKEN, channels: [{ id: 'C0CRITICAL1', name: 'critical' }] });
  const smtp = await fakeSmtp({ unknown: ['gone@example.org'] });
  const pager = await fakePagerduty();
  onTestFinished(async () => {
    await Promise.all([slack.stop(), smtp.stop(), pager.stop()]);
  });
  const routes = file(`sinks:
  mail: { type: email, urlFrom: SMTP_URL, from: monitor@example.org, to: ops@example.org }
  lost: { type: email, urlFrom: SMTP_URL, from: monitor@example.org, to: gone@example.org }
  pager: { type: pagerduty, keyFrom: PAGERDUTY_ROUTING_KEY, baseUrl: "${pager.origin}" }
routes:
  - match: { severity: SEV-1 }
    to: [slack:#critical, pager, mail]
  - match: { service: mysql }
    to: lost
`);
  const env = { ...SET, SLACK_API_URL: slack.url, SMTP_URL: smtp.url };
  const urgent = await test(['--routes', routes, '--severity', 'SEV-1', '--service', 'mysql', '--send'], env);
  expect([urgent.code, urgent.stderr]).toEqual([0, '']);
  expect(urgent.stdout).toContain('#critical: sent');
  expect(urgent.stdout).toContain('pager: sent, and resolved again');
  expect(slack.messages.map(({ channel, text }) => [channel, text])).toEqual([
    ['C0CRITICAL1', expect.stringContaining('[TEST] SEV-1 mysql (P0) would be told here')],
  ]);
  expect(JSON.stringify(slack.messages)).not.toContain('here>');
  expect(smtp.mails.map(({ to, headers }) => [to, headers.get('subject')])).toEqual([
    [['ops@example.org'], expect.stringContaining('[TEST] SEV-1 mysql')],
  ]);
  expect(pager.events.map(({ event_action: action }) => action)).toEqual(['trigger', 'resolve']);
  expect(pager.open()).toEqual([]);

  const refused = await test(['--routes', routes, '--severity', 'SEV-2', '--service', 'mysql', '--send'], env);
  expect(refused.code).toBe(1);
  expect(refused.stdout).toMatch(/lost: .*550/s);
});

it('a broken file keeps no cycle from telling: the default way stands in, that is told, and it ends with 2', async () => {
  const w = await world({ model: null, env: { ROUTES_FILE: file('routes:\n  - to: nowhere\n') } });
  const { code, stderr, report } = await w.cycle();
  expect(code).toBe(2);
  expect(stderr).toMatch(/routes\.yaml:2:9: unknown sink "nowhere"/);
  expect(w.slack.messages.length).toBeGreaterThan(0);
  const self = report.incidents.find(({ rules }) => rules.includes('SELF'));
  expect(self).toMatchObject({ severity: 'SEV-3', rationale: expect.stringContaining('unknown sink') });
});

it('a cycle tells where the routes say', async () => {
  const w = await world({ model: null, env: { ROUTES_FILE: file('routes: { to: slack:#standard }\n') } });
  await w.cycle();
  expect(new Set(w.slack.messages.map(({ channel }) => channel))).toEqual(new Set(['C0STANDARD1']));
});

it('with --output json the report stands alone on the standard output, and messages for it go to standard error', async () => {
  const routes = file('sinks: { lines: { type: stdout } }\nroutes: { to: lines }\n');
  const w = await world({ model: null, env: { ROUTES_FILE: routes } });
  const { report, stderr } = await w.cycle();
  const lines = stderr.split('\n').filter((line) => line.startsWith('{'));
  expect(report.incidents.length).toBeGreaterThan(0);
  expect(lines.map((line) => JSON.parse(line))).toContainEqual(
    expect.objectContaining({ kind: 'incident', open: true }),
  );
  const asText = await cli(['run', '--once', '--now', '2026-11-18T20:00:00Z', '--no-model'], {
    ...w.env,
    STATE_DIR: scratch(),
  });
  expect(asText.stdout).toMatch(/^{"message":/m);
  expect(asText.stderr).not.toContain('{"message":');
  const sent = await test(['--routes', routes, '--severity', 'SEV-2', '--send', '--output', 'json']);
  expect(JSON.parse(sent.stdout)).toMatchObject({ answers: [{ deliveries: [{ to: 'lines', sent: true }] }] });
  expect(sent.stderr).toContain('{"message":');
});

// Standard output and standard error that are closed, or that nobody reads: the cycle is told and kept, and the process ends.
import { openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Report } from '../../src/domain/report.ts';
import { cli, scratch } from '../support/cli.ts';
import { app } from '../support/cycles-objects.ts';
import { type World, world } from '../support/world.ts';
import { brokenPipe, fullPipe, type Quiet, runInto, slowReader } from './lib/pipes.ts';
import { runWith } from './lib/run-with.ts';
import { NAMESPACES } from './lib/town.ts';

const AT = ['--now', '2026-11-18T10:00:00Z', '--no-model'];
const JSON_OUT = [...AT, '--output', 'json'];
const PATIENCE_S = 1;

function shop(objects?: readonly object[]): Promise<World> {
  const env = { OUTPUT_DEADLINE_SECONDS: String(PATIENCE_S), LOG_LEVEL: 'trace', SEND_PACE_SECONDS: '0.02' };
  return world({ model: null, github: null, env, ...(objects && { api: { objects, logs: {} } }) });
}

/** Told once, kept, given back, and the next cycle goes on with it. */
async function isWell(w: World, { code, signal }: Quiet, expected = 0): Promise<void> {
  expect([code, signal]).toEqual([expected, null]);
  expect(w.slack.messages).toMatchObject([
    { channel: 'C0CRITICAL1', text: expect.stringContaining('shop-api is down') },
  ]);
  const [record = ''] = readdirSync(join(w.state, 'cycles'));
  Report.parse(JSON.parse(readFileSync(join(w.state, 'cycles', record), 'utf8')));
  const next = await runWith(w, '2026-11-18T11:00:00Z');
  expect(next.report.decisions.map(({ reason }) => reason)).toEqual(['unchanged']);
  expect([next.code, w.slack.messages.length]).toEqual([0, 1]);
}

it.each([
  ['its reader has gone', () => brokenPipe(), ''],
  ['it is closed', () => 'ignore' as const, '>&-'],
])('row 50: standard output: %s', async (_, stdout, shell) => {
  const w = await shop();
  const ended = await runInto(w.env, ['ignore', stdout(), 'pipe'], JSON_OUT, shell);
  await isWell(w, ended);
  expect(ended.stderr).not.toMatch(/EPIPE|EBADF|Error:|\n {4}at /);
});

it.each(['json', 'text'])(
  'row 50: standard output that nobody reads ends no later for it, and says so (%s)',
  async (output) => {
    const w = await shop();
    const ended = await runInto(w.env, ['ignore', fullPipe(), 'pipe'], [...AT, '--output', output]);
    await isWell(w, ended);
    expect(ended.stderr).toMatch(/k8s-monitor: nobody reads the standard output: .* is in the record of this cycle\n$/);
  },
);

it.each([
  ['its reader has gone', () => brokenPipe(), ''],
  ['it is closed', () => 'ignore' as const, '2>&-'],
  ['nobody reads it', () => fullPipe(), ''],
])('row 50: standard error, with a log to write: %s', async (_, stderr, shell) => {
  const w = await shop();
  await isWell(w, await runInto(w.env, ['ignore', 'ignore', stderr()], JSON_OUT, shell));
});

it('row 50: nobody reads either of them', async () => {
  const w = await shop();
  await isWell(w, await runInto(w.env, ['ignore', fullPipe(), fullPipe()], JSON_OUT));
});

it('row 50: all of them are closed', async () => {
  const w = await shop();
  await isWell(w, await runInto(w.env, ['ignore', 'ignore', 'ignore'], JSON_OUT, '<&- >&- 2>&-'));
});

it('row 50: what can not be written for another reason is said, after it was told', async () => {
  const w = await shop();
  const ended = await runInto(w.env, ['ignore', openSync('/dev/full', 'w'), 'pipe'], JSON_OUT);
  await isWell(w, ended, 2);
  expect(ended.stderr).toMatch(/k8s-monitor: ENOSPC: no space left on device/);
});

const many = (): readonly object[] => [
  ...NAMESPACES,
  ...app('shop-api', ['ok'], new Date('2026-11-18T09:00:00Z')),
  ...Array.from({ length: 150 }, (_, i) => app(`cart-${i}`, ['crash'], new Date('2026-11-18T09:00:00Z'))).flat(),
];

it('row 50: of a report larger than any pipe a reader that stops gets what it took, and the process ends', async () => {
  const w = await shop(many());
  const reader = slowReader({ most: 8192 });
  const ended = await runInto(w.env, ['ignore', reader.descriptor, 'pipe'], JSON_OUT);
  expect([ended.code, ended.signal]).toEqual([0, null]);
  expect(ended.stderr).toMatch(/nobody reads the standard output/);
  expect(w.slack.messages).toMatchObject([{ text: expect.stringContaining('150') }]);
});

it('row 50: a reader that is slower than the deadline, but reads, gets all of it', async () => {
  const w = await shop(many());
  const reader = slowReader({ most: Number.POSITIVE_INFINITY });
  const began = performance.now();
  const ended = await runInto(w.env, ['ignore', reader.descriptor, 'pipe'], JSON_OUT);
  const text = await reader.text();
  expect([ended.code, ended.stderr.includes('nobody reads')]).toEqual([0, false]);
  expect(Report.parse(JSON.parse(text)).incidents.length).toBeGreaterThan(100);
  expect(text.length).toBeGreaterThan(256 * 1024);
  expect(performance.now() - began).toBeGreaterThan(PATIENCE_S * 1000);
});

it.each([
  ['nobody reads it', () => fullPipe(), 'nobody reads', 1],
  // No time mends that: a copy goes to Slack's usual channel.
  ['its reader has gone', () => brokenPipe(), 'closed', 2],
])(
  'row 50: messages that are routed to standard output wait while %s, the others leave',
  async (_, stdout, why, sent) => {
    const w = await shop();
    const routes = join(scratch(), 'routes.yaml');
    writeFileSync(routes, 'sinks:\n  lines: { type: stdout }\nroutes:\n  - to: [slack:#critical, lines]\n');
    const env = { ...w.env, ROUTES_FILE: routes, SLACK_DEADLINE_SECONDS: '2' };
    const ended = await runInto(env, ['ignore', stdout(), 'pipe'], AT);
    expect([ended.code, ended.signal, w.slack.messages.length]).toEqual([1, null, sent]);
    const waiting = await cli(['outbox', 'list', '--output', 'json'], env);
    expect(waiting.stdout).toContain('shop-api is down');
    expect(waiting.stdout).toContain(why);
  },
);

// The outside check is down: nobody waits for it longer than its deadline, and nothing else changes, least of all the exit code.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { fakeHealthchecks, type PingReply } from '../fakes/healthchecks/server.ts';
import { type World, world } from '../support/world.ts';
import { type Run, runWith } from './lib/run-with.ts';

const NOW = '2026-11-18T10:00:00Z';
const DEADLINE_MS = 3000;
/** For a process to end, on a machine that is busy. */
const SLACK_MS = 2500;
const TROUBLES: readonly (readonly [name: string, reply: PingReply | 'refused', why: RegExp])[] = [
  ['hangs', 'hang', /no answer in time/],
  ['answers 500', { status: 500 }, /HTTP 500/],
  ['answers 404', { status: 404 }, /HTTP 404: look at HEARTBEAT_URL/],
  ['sends us elsewhere', { status: 302 }, /HTTP 302: it sends us to another address/],
  ['knows no such check', { status: 200, text: 'OK (not found)' }, /it knows no such check/],
  ['breaks off', 'reset', /no connection/],
  ['refuses connections', 'refused', /no connection \(ECONNREFUSED\)/],
];

const shop = (env: Record<string, string> = {}): Promise<World> =>
  world({ model: null, github: null, env: { HEARTBEAT_DEADLINE_SECONDS: String(DEADLINE_MS / 1000), ...env } });
const outcome = ({ code, report }: Run) => ({
  code,
  outcome: report.cycle.outcome,
  decisions: report.decisions.map(({ severity, verdict, reason }) => [severity, verdict, reason]),
  sent: report.messages.map(({ channel, delivery }) => [channel, delivery.status]),
});

/** Of a cycle whose outside check is well. */
const USUAL = {
  code: 0,
  outcome: 'ok',
  decisions: [['SEV-1', 'notify', 'new']],
  sent: [['#critical', 'sent']],
};

/** From the moment the cycle was kept until the process had ended. */
function waited({ state }: World): number {
  const ended = Date.now();
  const records = readdirSync(join(state, 'cycles')).map((name) => statSync(join(state, 'cycles', name)).mtimeMs);
  return ended - Math.max(...records);
}

it.each(TROUBLES)(
  'row 49: it %s: said, ignored in its time, and the exit code is what it was',
  async (_, reply, why) => {
    const outside = await fakeHealthchecks(() => (reply === 'refused' ? null : reply));
    onTestFinished(outside.stop);
    if (reply === 'refused') await outside.stop();
    const w = await shop({ HEARTBEAT_URL: outside.url });
    const run = await runWith(w, NOW);
    expect(waited(w)).toBeLessThan(DEADLINE_MS + SLACK_MS);
    expect(outcome(run)).toEqual(USUAL);
    expect(run.report.warnings).toEqual([expect.stringMatching(why)]);
    expect(run.stdout + run.stderr).not.toContain(new URL(outside.url).pathname);
    // The cycle is kept: the next one goes on with it, tells nothing again, and takes nobody for killed.
    if (reply !== 'hang') return;
    const next = await runWith(w, NOW.replace('10:00', '11:00'), { HEARTBEAT_URL: '' });
    expect(outcome(next)).toMatchObject({ code: 0, decisions: [['SEV-1', 'hold', 'unchanged']], sent: [] });
  },
);

it.each([
  ['a blind cycle ends with 3', true, 3],
  ['a configuration fault ends with 2', false, 2],
])('row 49: it hangs, and %s all the same', async (_, isBlind, code) => {
  const outside = await fakeHealthchecks(() => 'hang');
  onTestFinished(outside.stop);
  const hasty = { HEARTBEAT_DEADLINE_SECONDS: '0.5', API_CALL_TIMEOUT_SECONDS: '1', READ_DEADLINE_SECONDS: '1' };
  const w = await shop({ HEARTBEAT_URL: outside.url, ...hasty });
  if (isBlind) await w.api.stop();
  const run = await runWith(w, NOW, isBlind ? {} : { SERVICES_FILE: '/nowhere/services.txt' });
  expect(run.code).toBe(code);
});

it('row 49: an answer without an end is not read to its end', async () => {
  const outside = await fakeHealthchecks(() => ({ status: 200, text: 'OK '.repeat(4 << 20) }));
  onTestFinished(outside.stop);
  const w = await shop({ HEARTBEAT_URL: outside.url });
  const run = await runWith(w, NOW);
  expect([run.code, run.report.warnings]).toEqual([0, []]);
});

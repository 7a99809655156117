// The lease between real processes: the only way to see that a file system and a kernel keep what the code relies on.
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { CLUSTER, type StateProcess, stateProcess } from '../../tests/support/state-process.ts';
import { systemClock } from '../platform/clock.ts';
import { folderStore } from './folder-store.ts';

const LONG = 120_000;
let state = '';
const running: StateProcess[] = [];
beforeEach(async () => {
  state = await mkdtemp(join(tmpdir(), 'k8s-monitor-'));
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.kill()));
  await rm(state, { recursive: true, force: true });
});

async function start(run: string, leaseMs = LONG): Promise<StateProcess> {
  const child = await stateProcess(state, leaseMs, run);
  running.push(child);
  return child;
}
const open = (leaseMs = LONG) =>
  folderStore(state, { clock: systemClock, leaseMs }).open(
    CLUSTER,
    { runId: 'me', cycleId: 'c', at: new Date() },
    false,
  );

it('of ten that start at once one gets the lease', { timeout: 60_000 }, async () => {
  const all = await Promise.all(Array.from({ length: 10 }, (_, index) => start(`run-${index}`)));
  const answers = await Promise.all(all.map((one) => one.ask('go')));
  expect(answers.filter((answer) => answer === 'open')).toHaveLength(1);
  const winner = answers.indexOf('open');
  for (const answer of answers.filter((one) => one !== 'open'))
    expect(answer).toMatch(new RegExp(`^busy: run run-${winner} since \\d\\d:\\d\\d:\\d\\d UTC$`));
  const names = await readdir(join(state, 'clusters', 'abc'));
  expect(names).toEqual(['lock-000001.json']);
});

it('of one that was killed it is free at once, and the next one knows where that was', {
  timeout: 60_000,
}, async () => {
  const child = await start('killed');
  expect(await child.ask('go')).toBe('open');
  await child.ask('at collect');
  expect((await open()).status).toBe('busy');
  await child.kill();
  const next = await open();
  expect(next).toMatchObject({ session: { unfinished: { runId: 'killed', step: 'collect' } } });
  if (next.status === 'open') await next.session.release();
});

it('one that was stopped for too long may neither send nor write any more', { timeout: 60_000 }, async () => {
  const child = await start('stopped', 1_000);
  expect([await child.ask('go'), await child.ask('held'), await child.ask('save')]).toEqual(['open', 'true', 'saved']);
  await sleep(1_500);
  // It lives, so it renews.
  expect([(await open(1_000)).status, await child.ask('held')]).toEqual(['busy', 'true']);
  child.signal('SIGSTOP');
  await sleep(1_500);
  const next = await open(LONG);
  child.signal('SIGCONT');
  expect([next.status, await child.ask('held'), await child.ask('save')]).toEqual(['open', 'false', 'LostLease']);
  if (next.status === 'open') await next.session.release();
});

it('one that was stopped for too long has lost it, even if nobody took it', { timeout: 60_000 }, async () => {
  const child = await start('stopped', 1_000);
  expect(await child.ask('go')).toBe('open');
  child.signal('SIGSTOP');
  await sleep(1_500);
  child.signal('SIGCONT');
  expect([await child.ask('held'), await child.ask('save')]).toEqual(['false', 'LostLease']);
});

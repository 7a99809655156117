import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../platform/clock.ts';
import { folderStore } from './folder-store.ts';

const CLUSTER = { uid: 'abc', name: 'home', version: null };

it('what killed runs left half written goes away wherever they write, an hour later', async () => {
  const state = await mkdtemp(join(tmpdir(), 'k8s-monitor-'));
  onTestFinished(() => rm(state, { recursive: true }));
  const folders = [state, join(state, 'cycles'), join(state, 'clusters', 'abc')];
  const before = new Date(Date.now() - 2 * 3_600_000);
  for (const folder of folders) {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, '.0a-old.tmp'), 'half');
    await utimes(join(folder, '.0a-old.tmp'), before, before);
    await writeFile(join(folder, '.0a-new.tmp'), 'half');
  }
  const run = { runId: 'one', cycleId: 'one', at: new Date() };
  const opened = await folderStore(state, { clock: systemClock, leaseMs: 1000 }).open(CLUSTER, run, false);
  if (opened.status === 'open') await opened.session.release();
  for (const folder of folders) {
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual(['.0a-new.tmp']);
  }
});

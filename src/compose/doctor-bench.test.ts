import { mkdirSync, mkdtempSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { benchOf } from '../../tests/support/doctor-bench.ts';
import { type FakeApiOptions, fakeApi } from '../../tests/support/fake-api.ts';
import { BASE_RIGHTS, BASE_RULES } from '../../tests/support/fake-rights.ts';
import { loadConfig } from '../config/load.ts';
import { extras } from '../doctor/checks/extras.ts';
import { emptyLedger } from '../domain/ledger.ts';
import { systemClock } from '../platform/clock.ts';
import { folderStore } from '../record/folder-store.ts';
import { clusterBench } from './doctor-cluster.ts';
import { newestSource } from './doctor-program.ts';
import { stateBench } from './doctor-state.ts';

const signal = new AbortController().signal;
const NAMESPACES = ['kube-system', 'shop', 'bank'].map((name) => {
  return { kind: 'Namespace', metadata: { name, uid: `uid-${name}` } };
});

async function bench(options: FakeApiOptions, offline = false) {
  const api = await fakeApi(options);
  const { values } = loadConfig({ flags: {}, env: { KUBECONFIG: api.kubeconfig() }, cwd: '/nowhere' });
  const { value, close } = clusterBench(values, offline);
  onTestFinished(async () => {
    await close();
    await api.stop();
  });
  return { api, cluster: value };
}

it('some namespaces, and how many there are', async () => {
  const { cluster } = await bench({ objects: NAMESPACES });
  expect(await cluster.namespaces(2, signal)).toEqual({ names: ['kube-system', 'shop'], total: 3 });
  expect(await cluster.namespaces(50, signal)).toEqual({ names: ['kube-system', 'shop', 'bank'], total: 3 });
});

it('the uid by which ledgers know the cluster; null where it is not told, or nobody may be asked', async () => {
  expect(await (await bench({ objects: NAMESPACES })).cluster.uid(signal)).toBe('uid-kube-system');
  expect(await (await bench({ script: () => ({ status: 403 }) })).cluster.uid(signal)).toBeNull();
  const { api, cluster } = await bench({ objects: NAMESPACES }, true);
  expect(await cluster.uid(signal)).toBeNull();
  expect(api.asked).toEqual([]);
});

it('the newest source, tests and other files not among them; none where there are no sources', async () => {
  const root = mkdtempSync(join(tmpdir(), 'k8s-monitor-test-'));
  expect(await newestSource(root)).toBeNull();
  for (const [index, file] of ['src/a.ts', 'mcp-servers/x/b.ts', 'src/a.test.ts', 'src/c.md', 'd.ts'].entries()) {
    const path = join(root, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, '');
    utimesSync(path, 1000 + index, 1000 + index);
  }
  expect(await newestSource(root)).toEqual({ file: 'mcp-servers/x/b.ts', at: new Date(1_001_000) });
});

it("a Role bound in somebody else's namespace is found there", async () => {
  const more = [
    { verbs: ['create'], apiGroups: [''], resources: ['pods/exec'], namespace: 'shop' },
    { verbs: ['get', 'delete'], apiGroups: ['apps'], resources: ['deployments'], namespace: 'bank' },
  ];
  const { cluster } = await bench({ objects: NAMESPACES, rights: { ...BASE_RIGHTS, rules: [...BASE_RULES, ...more] } });
  const { values } = loadConfig({ flags: { STATE_DIR: 'configmap:k8s-monitor/state' }, env: {}, cwd: '/nowhere' });
  const state = stateBench(values);
  expect(state.objects?.makes).toBe('kubectl apply -f k8s/base/state.yaml');
  expect(await extras.run({ ...benchOf(), cluster, state }, signal)).toMatchObject({
    status: 'warn',
    found: 'more than it needs, 2 in all',
    details: ['create pods/exec in shop', 'delete deployments.apps in bank'],
  });
});

it('of each cluster in a state its own last cycle', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'k8s-monitor-test-'));
  const store = folderStore(dir, { clock: systemClock, leaseMs: 60_000 });
  const ends = [
    { uid: 'uid-1', cluster: 'one', at: new Date('2026-03-10T10:05:00Z') },
    { uid: 'uid-2', cluster: 'two', at: new Date('2026-03-10T08:05:00Z') },
  ];
  for (const { uid, cluster: name, at } of ends) {
    const cluster = { uid, name, version: null };
    const opened = await store.open(cluster, { runId: 'run', cycleId: 'cycle', at }, false);
    if (opened.status === 'busy') throw new Error(opened.holder);
    await opened.session.save({ ...emptyLedger(cluster), lastCycle: { id: 'cycle', at } });
    await opened.session.release();
  }
  const { values } = loadConfig({ flags: { STATE_DIR: dir }, env: {}, cwd: '/nowhere' });
  const { cycles, damaged } = await stateBench(values).lastCycles();
  expect(damaged).toEqual([]);
  expect([...cycles].sort((a, b) => a.uid.localeCompare(b.uid))).toEqual(ends);
});

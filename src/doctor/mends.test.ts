import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { benchOf } from '../../tests/support/doctor-bench.ts';
import { readInventory } from '../config/inventory.ts';
import { HOUR } from '../domain/duration.ts';
import { fixedClock } from '../platform/clock.ts';
import { ReadError } from '../platform/errors.ts';
import type { Bench } from './bench.ts';
import { api } from './checks/api.ts';
import { cycle } from './checks/cycle.ts';
import { permissions } from './checks/permissions.ts';
import { build } from './checks/program.ts';
import { services } from './checks/services.ts';
import { configMaps } from './checks/state.ts';

const NOW = new Date('2026-03-10T10:05:00Z');
const signal = new AbortController().signal;
const root = join(import.meta.dirname, '..', '..');

it('no mend puts the example over an install: the overlay is applied, or what is missing of the state', async () => {
  const objects = { namespace: 'k8s-monitor', count: 7, makes: 'kubectl apply -f state.yaml' };
  const greet = async () => Promise.reject(new ReadError('forbidden', 'no'));
  const cluster = {
    ...benchOf().cluster,
    greet,
    whoAmI: async () => 'me',
    may: async () => false,
    serves: async () => true,
  };
  const state = { ...benchOf().state, objects, probeObjects: async () => ['state-2 is missing'] };
  const bench: Bench = { ...benchOf(), cluster, state };
  const mends = await Promise.all(
    [api, permissions, configMaps].map(async (one) => (await one.run(bench, signal)).mend),
  );
  expect(mends[0]).toContain('`kubectl apply -k k8s-overlay`');
  expect(mends[1]).toContain('`kubectl apply -k k8s-overlay`');
  expect(mends[2]).toContain('`kubectl apply -f state.yaml`');
  const page = readFileSync(join(root, 'docs', 'troubleshooting.md'), 'utf8');
  for (const text of [...mends, configMaps.mend, permissions.mend, api.mend, page])
    expect(text).not.toMatch(/apply -k k8s\/base|the base again/);
});

it('the example inventory is not called in order, wherever it lies', async () => {
  const reference = readInventory(join(root, 'docs', 'reference', 'services.txt'));
  const look = (text: string | null) => {
    const inventory = () => ({ ...reference, text, file: '/etc/services.txt', isExample: false });
    return services.run({ ...benchOf(), inventory }, signal);
  };
  expect(await look(reference.text)).toMatchObject({
    status: 'warn',
    found: '15 services in /etc/services.txt: this is the example inventory, not yours',
    mend: expect.stringContaining('k8s-monitor init'),
  });
  expect(await look(`${reference.text}# ours\n`)).toMatchObject({ status: 'ok' });
});

it.each([
  [null, null, 'ok', 'k8s-monitor 0.1.0, from its sources'],
  [NOW, null, 'ok', 'k8s-monitor 0.1.0, built 2026-03-10 10:05 UTC'],
  [NOW, -1, 'ok', 'k8s-monitor 0.1.0, built 2026-03-10 10:05 UTC'],
  [NOW, 1, 'warn', 'k8s-monitor 0.1.0, built 2026-03-10 10:05 UTC, before src/x.ts was last written'],
])('built at %s, and a source %s ms later: %s', async (at, later, status, found) => {
  const newest = later === null ? null : { file: 'src/x.ts', at: new Date(NOW.getTime() + later) };
  const program = { ...benchOf().program, build: async () => at, newestSource: async () => newest };
  expect(await build.run({ ...benchOf(), program }, signal)).toMatchObject({ status, found });
});

it.each([
  ['uid-old', 'fail', '5 h ago, of old; one is due every 1 h'],
  ['uid-new', 'ok', '1 h ago, of new'],
  [null, 'fail', '5 h ago, of old, the oldest of 2 clusters; one is due every 1 h'],
  ['uid-3', 'warn', 'there was none yet of this cluster; the newest, 1 h ago, was of new'],
])('the last cycle is that of the cluster looked at (%s): %s', async (uid, status, found) => {
  const of = (name: string, hours: number) => {
    return { at: new Date(NOW.getTime() - hours * HOUR), cluster: name, uid: `uid-${name}` };
  };
  const state = {
    ...benchOf().state,
    lastCycles: async () => ({ cycles: [of('new', 1), of('old', 5)], damaged: [] }),
  };
  const cluster = { ...benchOf().cluster, uid: async () => uid };
  const bench = { ...benchOf(), clock: fixedClock(NOW), state, cluster };
  expect(await cycle.run(bench, signal)).toMatchObject({ status, found });
});

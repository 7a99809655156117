import { afterEach, beforeEach, expect, it } from 'vitest';
import { CLUSTER, NAMES, runOf, type StateApi, stateApi, WHERE } from '../../../tests/support/configmap-state.ts';
import { forbidden } from '../../../tests/support/fake-status.ts';
import { systemClock } from '../../platform/clock.ts';
import { probeConfigMaps } from './probe.ts';

let state: StateApi;
beforeEach(async () => {
  state = await stateApi();
});
afterEach(() => state.stop());

const probe = () =>
  probeConfigMaps(state.objects(), { kind: 'configmap', ...WHERE }, { clock: systemClock, callTimeoutMs: 5000 });
const all = () => [...NAMES.configMaps.map((name) => state.stored.read(name)), state.stored.read(NAMES.lease, 'Lease')];

it('asks to replace every object as a dry run: nothing is written, also under a lease that somebody holds', async () => {
  await state.store().open(CLUSTER, runOf('one'), false);
  const before = all();
  const asked = state.api.asked.length;
  expect(await probe()).toEqual([]);
  expect(all()).toEqual(before);
  const puts = state.api.asked.slice(asked).filter(({ method }) => method === 'PUT');
  expect(puts).toHaveLength(before.length);
  expect(puts.every(({ query }) => query.get('dryRun') === 'All')).toBe(true);
});

it('a Lease that may be made is no fault, and is not made', async () => {
  state.stored.letMakeLease();
  state.stored.remove(NAMES.lease, 'Lease');
  expect(await probe()).toEqual([]);
  expect(() => state.stored.read(NAMES.lease, 'Lease')).toThrow();
});

it('names each object that is missing or may not be written, with the mend', async () => {
  state.stored.remove('state-2');
  state.stored.remove(NAMES.lease, 'Lease');
  state.script(({ method, path }) =>
    method === 'PUT' && path.endsWith('/state-orders') ? forbidden('configmaps') : null,
  );
  expect(await probe()).toEqual([
    expect.stringMatching(/^the ConfigMap k8s-monitor\/state-2 is missing/),
    expect.stringMatching(/^not allowed to update configmaps k8s-monitor\/state-orders: the Role/),
    expect.stringMatching(/^the Lease k8s-monitor\/state is missing/),
  ]);
});

it('who loses a race may write', async () => {
  state.script(({ method, path }) => {
    if (method === 'PUT' && path.endsWith('/state-0')) state.stored.change('state-0', () => {});
    return null;
  });
  expect(await probe()).toEqual([]);
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  CLUSTER,
  incident,
  ledgerWith,
  NAMES,
  noise,
  runOf,
  type StateApi,
  sessionOf,
  stateApi,
} from '../../../tests/support/configmap-state.ts';
import type { Asked } from '../../../tests/support/fake-api.ts';
import { status } from '../../../tests/support/fake-status.ts';
import { report } from '../../../tests/support/report.ts';
import { NO_ORDERS } from '../../domain/orders.ts';
import { stateFault } from '../state-fault.ts';
import { stateObjectNames } from './names.ts';

let state: StateApi;
beforeEach(async () => {
  state = await stateApi();
});
afterEach(() => state.stop());

const open = () => state.store().open(CLUSTER, runOf('one'), false);

/** As the server says it. */
function deny(verb: string, isMeant: (asked: Asked) => boolean): void {
  state.script((asked) => {
    if (!isMeant(asked)) return null;
    const what = `${asked.path.split('/').at(-2)} "${asked.path.split('/').at(-1)}"`;
    const why = `${what} is forbidden: User "system:serviceaccount:k8s-monitor:k8s-monitor" cannot ${verb} resource`;
    return { status: 403, body: status(403, 'Forbidden', why) };
  });
}

it('the names of all objects are known before', () => {
  expect(stateObjectNames('state')).toEqual({
    ledger: ['state-0', 'state-1', 'state-2', 'state-3'],
    orders: 'state-orders',
    records: 'state-records',
    configMaps: ['state-0', 'state-1', 'state-2', 'state-3', 'state-orders', 'state-records'],
    lease: 'state',
  });
});

describe('an object that is missing', () => {
  it.each([
    ['ConfigMap', 'state-0'],
    ['ConfigMap', 'state-orders'],
    ['Lease', 'state'],
  ] as const)('%s %s is named, with the mend', async (kind, name) => {
    state.stored.remove(name, kind);
    await expect(
      open().then((opened) => (opened.status === 'open' ? opened.session.save(ledgerWith(1)) : null)),
    ).rejects.toThrow(
      `the ${kind} k8s-monitor/${name} is missing: \`kubectl apply -f k8s/base/state.yaml\` makes it, empty`,
    );
  });

  it('and only needed for large ledgers is named when it is needed', async () => {
    state.stored.remove('state-1');
    const session = await sessionOf(state.store());
    await session.save(ledgerWith(1));
    const large = ledgerWith(1, { incidents: [incident(1, { title: noise(960_000) })] });
    await expect(session.save(large)).rejects.toThrow('the ConfigMap k8s-monitor/state-1 is missing');
    await session.save(ledgerWith(2));
  });

  it('costs the record or the order only', async () => {
    state.stored.remove(NAMES.records);
    state.stored.remove(NAMES.orders);
    const store = state.store();
    await expect(store.writeRecord(report(), [])).rejects.toThrow('k8s-monitor/state-records is missing');
    await expect(store.listRecords(9)).rejects.toThrow('k8s-monitor/state-records is missing');
    expect(await store.readRecord('latest')).toEqual({ problem: expect.stringContaining('state-records is missing') });
    await expect(store.order('c0ffee', () => NO_ORDERS)).rejects.toThrow('k8s-monitor/state-orders is missing');
  });
});

describe('what RBAC does not allow', () => {
  it('is named by verb, resource and name', async () => {
    deny('get', ({ path }) => path.endsWith('/configmaps/state-0'));
    await expect(open()).rejects.toThrow(
      /not allowed to get configmaps k8s-monitor\/state-0: the Role in k8s-monitor must allow it.*cannot get resource/,
    );
  });

  it('(to write) costs what happens from now on, not the memory', async () => {
    const before = await sessionOf(state.store());
    await before.save(ledgerWith(3));
    await before.release();
    deny('update', ({ method }) => method === 'PUT');
    const session = await sessionOf(state.store(), 'two');
    expect([session.ledger.incidents.length, session.writable]).toEqual([3, true]);
    await expect(session.save(ledgerWith(4))).rejects.toThrow('not allowed to update leases k8s-monitor/state');
  });

  it('is told without advice about folders', async () => {
    deny('get', () => true);
    const why = await open().then(String, (error: unknown) =>
      stateFault('remember this cycle', 'configmap a/b', error),
    );
    expect(why).toMatch(/^could not remember this cycle: not allowed to get leases k8s-monitor\/state/);
    expect(why).not.toContain('folder');
  });
});

it('nobody answers: it is said at once, and the rest is not asked for', async () => {
  const store = state.store({ callTimeoutMs: 200 });
  await state.api.stop();
  await expect(store.open(CLUSTER, runOf('one'), false)).rejects.toThrow(
    /could not get leases k8s-monitor\/state: .*connection refused/,
  );
});

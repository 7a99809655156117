import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CLUSTER, NAMES, runOf, type StateApi, stateApi } from '../../../tests/support/configmap-state.ts';
import { NO_ORDERS, type Orders } from '../../domain/orders.ts';
import { seal } from '../sealed.ts';

let state: StateApi;
beforeEach(async () => {
  state = await stateApi();
});
afterEach(() => state.stop());

const AT = new Date('2026-11-21T03:14:00Z');
const note = (text: string) => (orders: Orders) => ({
  ...orders,
  notes: [...orders.notes, { incidentId: 'INC-20261121-001', text, by: 'ada', at: AT }],
});
const textsIn = ({ notes }: Orders) => notes.map(({ text }) => text).sort();

async function read() {
  const opened = await state.store().open(CLUSTER, runOf('reader'), true);
  if (opened.status === 'busy') throw new Error('a dry run is never busy');
  return opened.session;
}
const put = (orders: string) =>
  state.stored.change(NAMES.orders, (map) => {
    map.data = { orders };
  });

describe('orders', () => {
  it('are there for the next cycle, with their times', async () => {
    await state.store().order('c0ffee', note('look at the disk'));
    expect(await read()).toMatchObject({ warning: null, orders: note('look at the disk')(NO_ORDERS) });
  });

  it('given by several at the same time are all kept: 2 × 20', { timeout: 30_000 }, async () => {
    const give = async (who: string) => {
      const store = state.store();
      for (let n = 0; n < 20; n += 1) await store.order('c0ffee', note(`${who}${n}`));
    };
    await Promise.all([give('a'), give('b')]);
    const all = ['a', 'b'].flatMap((who) => Array.from({ length: 20 }, (_, n) => `${who}${n}`));
    expect(textsIn((await read()).orders)).toEqual(all.sort());
  });

  it('are given while a cycle holds the lease', async () => {
    const opened = await state.store().open(CLUSTER, runOf('cycle'), false);
    expect(opened.status).toBe('open');
    await state.store().order('c0ffee', note('now'));
    expect(textsIn((await read()).orders)).toEqual(['now']);
  });

  it.each(['{"schemaVersion":1', 'null', '{"schemaVersion":1}', ''])(
    'that are damaged (%j) are told, and set aside by the next order',
    async (bad) => {
      put(bad);
      const session = await read();
      expect([session.orders, session.warning]).toEqual([
        NO_ORDERS,
        expect.stringMatching(/^the orders in the ConfigMap k8s-monitor\/state-orders are damaged \(.*order it again$/),
      ]);
      await state.store().order('c0ffee', note('again'));
      expect([textsIn((await read()).orders), state.stored.read(NAMES.orders).data?.['damaged']]).toEqual([
        ['again'],
        bad,
      ]);
    },
  );

  it('of a newer version are left alone', async () => {
    put(seal({ schemaVersion: 2 }));
    const before = state.stored.read(NAMES.orders);
    expect(await read()).toMatchObject({
      orders: NO_ORDERS,
      warning: expect.stringContaining('written by a newer version'),
    });
    await expect(state.store().order('c0ffee', note('x'))).rejects.toThrow('update k8s-monitor');
    expect(state.stored.read(NAMES.orders)).toEqual(before);
  });

  it('for another cluster are refused', async () => {
    await state.store().order('unknown', note('before its uid was known'));
    await state.store().order('c0ffee', note('a'));
    await expect(state.store().order('other', note('b'))).rejects.toThrow('for another cluster (c0ffee)');
  });

  it('that are too large say so, and change nothing', async () => {
    await state.store().order('c0ffee', note('a'));
    await expect(state.store().order('c0ffee', note('x'.repeat(2 ** 20)))).rejects.toThrow(
      /would have 102\d KiB, and 1024 KiB fit/,
    );
    expect(textsIn((await read()).orders)).toEqual(['a']);
  });
});

describe('a look at the state', () => {
  it('shows ledger and orders, and what is damaged', async () => {
    const store = state.store();
    expect(await store.look()).toEqual({ states: [], damaged: [] });
    const opened = await store.open(CLUSTER, runOf('one'), false);
    if (opened.status === 'open') await opened.session.save(opened.session.ledger);
    await store.order('c0ffee', note('a'));
    expect(await store.look()).toMatchObject({
      states: [{ ledger: { cluster: { uid: 'c0ffee' } }, orders: { notes: [{ text: 'a' }] } }],
      damaged: [],
    });
    put('{');
    expect(await store.look()).toMatchObject({
      states: [{ orders: NO_ORDERS }],
      damaged: [expect.stringContaining('are damaged')],
    });
  });
});

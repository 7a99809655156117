import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NAMES, noise, type StateApi, stateApi, WHERE } from '../../../tests/support/configmap-state.ts';
import { sizeOf } from '../../../tests/support/fake-objects.ts';
import { report } from '../../../tests/support/report.ts';
import type { Purpose } from '../../domain/spend.ts';
import { fixedClock } from '../../platform/clock.ts';
import type { SpendBook } from '../spend-book.ts';
import { configMapSpendBook } from './spend.ts';

let state: StateApi;
beforeEach(async () => {
  state = await stateApi();
});
afterEach(() => state.stop());

const PLACE = 'configmap k8s-monitor/state-records';
const cluster = { uid: 'a', name: 'homelab' };
const paid = (usd: number, purpose: Purpose = 'cycle') => {
  return { purpose, cluster, model: 'm', inputTokens: 1000, outputTokens: 100, usd };
};
/** Of another process each time. */
const bookAt = (time = '2026-11-21T10:00:00Z'): SpendBook =>
  configMapSpendBook(state.objects(), WHERE, { clock: fixedClock(time), callTimeoutMs: 5_000 });
const writes = () => state.api.asked.filter(({ method }) => method === 'PUT').length;
const data = () => state.stored.read(NAMES.records).data ?? {};

describe('what models cost, in a ConfigMap', () => {
  it('is summed by month of UTC, whatever it was for, and read back', async () => {
    await bookAt('2026-11-30T23:59:59Z').add(paid(4));
    const december = bookAt('2026-11-30T23:30:00-01:00');
    expect(await december.spentUsd()).toBe(0);
    await december.open();
    await december.add(paid(0.5));
    await december.add(paid(0.25, 'eval'));
    expect([await december.spentUsd(), december.place]).toEqual([0.75, PLACE]);
    const { spends, problems } = await bookAt().read();
    expect(spends.map(({ at, usd, purpose }) => [at, usd, purpose])).toEqual([
      ['2026-11-30T00:00:00.000Z', 4, 'cycle'],
      ['2026-12-01T00:00:00.000Z', 0.5, 'cycle'],
      ['2026-12-01T00:00:00.000Z', 0.25, 'eval'],
    ]);
    expect(problems).toEqual([]);
  });

  it('is nothing before anybody was asked, and reading writes nothing', async () => {
    expect([await bookAt().read(), await bookAt().spentUsd()]).toEqual([{ spends: [], problems: [] }, 0]);
    expect(writes()).toBe(0);
  });

  it('of several processes at once is all there, and what came in during a write is written together', async () => {
    const books = [bookAt(), bookAt()];
    await Promise.all(books.flatMap((book) => Array.from({ length: 50 }, () => book.add(paid(1)))));
    expect(await bookAt().spentUsd()).toBe(100);
    expect(writes()).toBeLessThan(20);
  });

  it('is counted once when the answer to the write was lost', async () => {
    let lost = 0;
    state.script(({ method }) => {
      if (method !== 'PUT' || lost > 0) return null;
      lost += 1;
      return 'lost';
    });
    const book = configMapSpendBook(state.objects({ callTimeoutMs: 200 }), WHERE, {
      clock: fixedClock('2026-11-21T10:00:00Z'),
      callTimeoutMs: 5_000,
    });
    await book.add(paid(1));
    expect([lost, await bookAt().spentUsd()]).toEqual([1, 1]);
  });

  it('lives beside the cycle records, whatever they need', async () => {
    const store = state.store();
    const idOf = (n: number) => `20261121T${String(n).padStart(2, '0')}0000Z-7f3a`;
    const full = (n: number) => {
      const log = { pod: { kind: 'Pod', namespace: 'a', name: 'b' }, container: 'app', previous: false, cut: false };
      return report({ cycle: { id: idOf(n) }, logs: [{ ...log, text: noise(200_000, n) }] });
    };
    await bookAt().add(paid(3));
    for (let n = 0; n < 6; n += 1) await store.writeRecord(full(n), []);
    expect(sizeOf(state.stored.read(NAMES.records))).toBeLessThan(0.9 * 2 ** 20);
    expect(await bookAt().spentUsd()).toBe(3);
    const before = (await store.listRecords(99)).total;
    await bookAt().add(paid(2));
    expect([await bookAt().spentUsd(), (await store.listRecords(99)).total]).toEqual([5, before]);
  });

  it('that is damaged is no nothing: it is set aside, and said', async () => {
    await bookAt().add(paid(1));
    state.stored.change(NAMES.records, (map) => {
      map.data = { ...map.data, spend: (map.data?.['spend'] ?? '').replace('1000', '9') };
    });
    await expect(bookAt().spentUsd()).rejects.toThrow(`what was spent stands damaged in ${PLACE}`);
    expect((await bookAt().read()).problems).toEqual([expect.stringContaining('not in the sums')]);
    await bookAt().open();
    await bookAt().add(paid(2));
    await state.store().writeRecord(report(), []);
    expect([await bookAt().spentUsd(), data()['spend-damaged']]).toEqual([2, expect.stringContaining('homelab')]);
    expect((await bookAt().read()).problems).toEqual([expect.stringContaining('delete the key spend-damaged')]);
  });

  it('as a newer version wrote it is left alone', async () => {
    const newer = '{"schemaVersion":2}';
    state.stored.change(NAMES.records, (map) => {
      map.data = { spend: newer };
    });
    await expect(bookAt().open()).rejects.toThrow(/newer version .*update k8s-monitor/);
    await expect(bookAt().add(paid(1))).rejects.toThrow('newer version');
    await state.store().writeRecord(report(), []);
    expect(data()['spend']).toBe(newer);
  });

  it('cannot be begun where nothing can be written, and one failed write is not the end', async () => {
    state.script(({ method }) => (method === 'PUT' ? { status: 403 } : null));
    const book = bookAt();
    await expect(book.open()).rejects.toThrow(/not allowed to update .*state-records: the Role in k8s-monitor/);
    state.script(() => null);
    await book.add(paid(1));
    expect(await book.spentUsd()).toBe(1);
    state.stored.remove(NAMES.records);
    await expect(book.open()).rejects.toThrow('state-records is missing');
  });
});

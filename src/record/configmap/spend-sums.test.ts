import { describe, expect, it } from 'vitest';
import type { Spend } from '../../domain/spend.ts';
import { addedSums, readSums, type Sums } from './spend-sums.ts';

const NOW = new Date('2026-11-21T10:00:00Z');
const EMPTY: Sums = { spends: [], writes: [] };
const paid = (at: string, usd: number, parts: Partial<Spend> = {}): Spend => ({
  at,
  purpose: 'cycle',
  cluster: { uid: 'a', name: 'homelab' },
  model: 'haiku',
  inputTokens: 1000,
  outputTokens: 100,
  usd,
  ...parts,
});
const added = (before: Sums, spends: readonly Spend[], write = 'w', now = NOW): Sums => {
  const read = readSums(addedSums(before, spends, write, now) ?? '');
  if (read.status !== 'ok') throw new Error(read.why);
  return read.sums;
};
const sumsOf = ({ spends }: Sums) =>
  spends.map(({ at, purpose, model, usd }) => [at.slice(0, 10), purpose, model, usd]);

describe('sums of what was spent', () => {
  it('are one for each day of UTC, purpose, cluster and model, the oldest first', () => {
    const first = added(EMPTY, [
      paid('2026-11-21T09:00:00Z', 0.5),
      paid('2026-11-20T23:30:00-01:00', 0.25),
      paid('2026-11-20T23:59:59Z', 4),
    ]);
    expect(sumsOf(first)).toEqual([
      ['2026-11-20', 'cycle', 'haiku', 4],
      ['2026-11-21', 'cycle', 'haiku', 0.75],
    ]);
    const other = { uid: 'b', name: 'lab' };
    const more = [
      paid('2026-11-21T10:00:00Z', 1),
      paid('2026-11-21T10:00:00Z', 2, { purpose: 'eval' }),
      paid('2026-11-21T10:00:00Z', 3, { model: 'newer' }),
      paid('2026-11-21T10:00:00Z', 5, { cluster: other }),
    ];
    const second = added(first, more);
    expect(sumsOf(second)).toEqual([
      ['2026-11-20', 'cycle', 'haiku', 4],
      ['2026-11-21', 'cycle', 'haiku', 1.75],
      ['2026-11-21', 'eval', 'haiku', 2],
      ['2026-11-21', 'cycle', 'newer', 3],
      ['2026-11-21', 'cycle', 'haiku', 5],
    ]);
    expect(second.spends[1]).toMatchObject({ inputTokens: 3000, outputTokens: 300 });
    expect(second.spends.at(-1)?.cluster).toEqual(other);
  });

  it('are kept for a year and a month', () => {
    const old = [paid('2025-09-30T10:00:00Z', 1), paid('2025-10-01T10:00:00Z', 2)];
    expect(sumsOf(added(EMPTY, old))).toEqual([['2025-10-01', 'cycle', 'haiku', 2]]);
  });

  it('remember the last writes, not all', () => {
    let sums = EMPTY;
    for (let n = 0; n < 20; n += 1) sums = added(sums, [], `w${n}`);
    expect([sums.writes.length, sums.writes[0], sums.writes.includes('w3')]).toEqual([16, 'w19', false]);
  });

  it('become coarser where they are old when room gets short, and stay right', () => {
    const days = Array.from({ length: 400 }, (_, n) => new Date(NOW.getTime() - n * 86_400_000).toISOString());
    const models = ['one', 'two', 'three'];
    const clusters = ['a', 'b'].map((name) => ({ uid: `${name}0000000-0000-0000-0000-000000000000`, name }));
    const spends = days.flatMap((at) =>
      models.flatMap((model) => clusters.map((cluster) => paid(at, 0.001_234_567, { model, cluster }))),
    );
    expect(Buffer.byteLength(addedSums(EMPTY, spends, 'w', NOW) ?? '')).toBeLessThanOrEqual(64 * 1024);
    const { spends: sums } = added(EMPTY, spends);
    const total = (all: readonly Spend[], month: string) =>
      all.filter(({ at }) => at.startsWith(month)).reduce((sum, { usd }) => sum + usd, 0);
    for (const month of ['2025-11', '2026-02', '2026-10', '2026-11']) {
      expect(total(sums, month)).toBeCloseTo(total(spends, month), 9);
    }
    expect(sums.filter(({ at }) => at.startsWith('2026-09'))).toMatchObject([{ at: '2026-09-01T00:00:00.000Z' }]);
    // No day that is shown, and no cluster of this month, is lost in it.
    expect(sums.filter(({ at }) => at.startsWith('2026-11-07'))).toHaveLength(6);
  });

  it('that have no room however coarse are not written', () => {
    const models = Array.from({ length: 2000 }, (_, n) => paid('2026-11-21T09:00:00Z', 1, { model: `model-${n}` }));
    expect(addedSums(EMPTY, models, 'w', NOW)).toBeNull();
  });
});

describe('what stands there', () => {
  const text = addedSums(EMPTY, [paid('2026-11-21T09:00:00Z', 1)], 'w', NOW) ?? '';
  it.each([
    ['nothing', undefined, 'ok'],
    ['half of it', text.slice(0, -20), 'damaged'],
    ['another amount', text.replace('100,1]', '100,9]'), 'damaged'],
    ['something else', '{"schemaVersion":1,"a":1}', 'damaged'],
    ['a negative amount', text.replace(/^\{"sha256":"\w+",/, '{').replace('100,1]', '100,-1]'), 'damaged'],
    ['what a newer version wrote', '{"schemaVersion":2}', 'newer'],
  ])('%s', (_what, stored, status) => {
    expect(readSums(stored).status).toBe(status);
  });
});

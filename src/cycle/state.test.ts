import { describe, expect, it } from 'vitest';
import { partsOf } from '../../tests/support/cycles.ts';
import { emptyLedger, type Ledger } from '../domain/ledger.ts';
import type { Parts } from './parts.ts';
import { loadState } from './state.ts';

const CLUSTER = { uid: 'u', name: 'test', version: null };
const at = new Date('2026-11-18T10:00:00Z');
const KEY: Ledger['model'] = {
  cause: 'settings',
  reason: 'API key refused (401)',
  detail: 'Set ANTHROPIC_API_KEY to a key that is valid.',
  at,
  settings: 'old',
};
const SPENT: Ledger['model'] = { ...KEY, cause: 'budget', reason: 'budget of $5.00 for November is spent' };

/** What a cycle starts with that finds this trouble. */
async function load(model: Ledger['model'], part: Partial<Parts['model']>) {
  const usual = partsOf([]);
  const ask: Parts['model']['ask'] = () => Promise.reject(new Error('not in this test'));
  const store = { load: async () => ({ ledger: { ...emptyLedger(CLUSTER), model }, writable: true, warning: null }) };
  const { ledger, troubles } = await loadState(
    { ...usual, store: { ...usual.store, ...store }, model: { ...usual.model, ask, settings: 'old', ...part } },
    CLUSTER,
  );
  return { kept: ledger.model !== null, told: troubles.map(({ title, detail }) => `${title} | ${detail}`) };
}

describe('trouble with the model, in the next cycle', () => {
  it('is told with when it was met: more is not known while nobody is asked', async () => {
    expect(await load(KEY, {})).toEqual({
      kept: true,
      told: [
        'Trouble with the model: API key refused (401) | When last asked (18 Nov 2026, 10:00 UTC): Set ANTHROPIC_API_KEY to a key that is valid.',
      ],
    });
  });

  it('is over with another key, endpoint or model', async () => {
    expect(await load(KEY, { settings: 'new' })).toEqual({ kept: false, told: [] });
  });

  it('is not told where nobody wants to ask, and not forgotten', async () => {
    expect(await load(KEY, { ask: null, settings: '' })).toEqual({ kept: true, told: [] });
  });

  it.each([
    ['is raised', async () => 1, false],
    ['is taken away', async () => null, false],
    ['is still spent', async () => 0, true],
    ['is not known', () => Promise.reject(new Error('EACCES')), true],
  ])('of a spent budget: the budget %s', async (_now, budgetLeft, kept) => {
    const loaded = await load(SPENT, { budgetLeft, settings: 'new' });
    expect([loaded.kept, loaded.told.length]).toEqual([kept, kept ? 1 : 0]);
  });
});

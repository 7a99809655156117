import { describe, expect, it } from 'vitest';
import { partsOf } from '../../tests/support/cycles.ts';
import { HOUR } from '../domain/duration.ts';
import type { Ledger } from '../domain/ledger.ts';
import { fixedClock } from '../platform/clock.ts';
import { noState } from '../record/no-state.ts';
import type { Session, StateStore } from '../record/state-store.ts';
import { openMemory } from './memory.ts';
import { ownTroubles, withoutMended } from './own-troubles.ts';
import type { Parts } from './parts.ts';

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
  const parts: Parts = { ...usual, clock: fixedClock(at), model: { ...usual.model, ask, settings: 'old', ...part } };
  const memory = await openMemory(parts, CLUSTER, { runId: 'r', cycleId: 'c', at });
  if (memory.status === 'busy') throw new Error('nobody else is there');
  const ledger = await withoutMended(parts, { ...memory.ledger, model });
  const troubles = ownTroubles(parts, memory, ledger);
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

describe('cycles that are missed', () => {
  const hoursAgo = (hours: number) => new Date(at.getTime() - hours * HOUR);
  const missed = async (session: Partial<Session>) => {
    const state: StateStore = {
      ...noState(),
      open: async (...args) => {
        const opened = await noState().open(...args);
        return opened.status === 'busy' ? opened : { status: 'open', session: { ...opened.session, ...session } };
      },
    };
    const parts: Parts = { ...partsOf([]), clock: fixedClock(at), scheduled: true, state };
    const memory = await openMemory(parts, CLUSTER, { runId: 'r', cycleId: 'c', at });
    if (memory.status === 'busy') throw new Error('nobody else is there');
    const ledger = { ...memory.ledger, lastCycle: { id: 'c', at: hoursAgo(4) } };
    return ownTroubles(parts, memory, ledger).map(({ title }) => title.replace(/ from .*\(/, ' ('));
  };

  it('are told, but for those that ran and could not keep what they found', async () => {
    expect(await missed({ writable: true })).toEqual(['no cycle ran (3 missed)']);
    expect(await missed({ writable: true, lastRunAt: hoursAgo(3.9) })).toEqual(['no cycle ran (3 missed)']);
    expect(await missed({ writable: true, lastRunAt: hoursAgo(1) })).toEqual([]);
  });

  it('are not known while nothing can be kept', async () => {
    expect(await missed({ writable: true, unwritable: new Error('ENOSPC') })).toEqual([
      'what is found and told cannot be remembered',
    ]);
  });
});

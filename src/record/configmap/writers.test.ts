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
  WHERE,
} from '../../../tests/support/configmap-state.ts';
import { waitingEntry } from '../../../tests/support/open-state.ts';
import type { Ledger } from '../../domain/ledger.ts';
import { systemClock } from '../../platform/clock.ts';
import { loadLedger } from './load-ledger.ts';
import { objectCalls } from './object-calls.ts';
import { ledgersOf } from './save-ledger.ts';

let state: StateApi;
beforeEach(async () => {
  state = await stateApi();
});
afterEach(() => state.stop());

/** Writes without a lease, as nobody may: what is left then is compare-and-swap. */
async function writer(name: string, began: Ledger, fence = 1) {
  const calls = objectCalls(state.objects(), WHERE.namespace, { clock: systemClock, callTimeoutMs: 5_000 });
  const found = await loadLedger(calls, NAMES);
  return ledgersOf({ calls, names: NAMES, writer: name, fence: () => fence }, found, found.ledger ?? began);
}

async function read(): Promise<Ledger> {
  const opened = await state.store().open(CLUSTER, runOf('reader'), true);
  if (opened.status === 'busy') throw new Error('a dry run is never busy');
  expect(opened.session.warning).toBeNull();
  return opened.session.ledger;
}

/** Saves until it is through: five conflicts one after the other are an error, not a loss. */
async function insist(save: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await save();
    } catch (error) {
      expect(String(error)).toContain('was written by others');
    }
  }
}

const keysIn = ({ incidents }: Ledger) => incidents.map(({ key }) => key).sort();

describe('several writers at the same time', () => {
  it('lose nothing: 2 × 20 writes, each with one more incident', { timeout: 30_000 }, async () => {
    const empty = ledgerWith(0);
    const run = async (first: number) => {
      const { save } = await writer(`w${first}`, empty);
      for (let count = 1; count <= 20; count += 1) {
        const incidents = Array.from({ length: count }, (_, i) => incident(first + i));
        await insist(() => save({ ...empty, incidents }));
      }
    };
    await Promise.all([run(0), run(100)]);
    const all = [0, 100].flatMap((first) => Array.from({ length: 20 }, (_, i) => incident(first + i).key));
    expect(keysIn(await read())).toEqual(all.sort());
  });

  it('lose nothing either where the ledger is cut in several', { timeout: 60_000 }, async () => {
    const base = ledgerWith(0, { incidents: [incident(1_000_000, { title: noise(940_000), key: 'large' })] });
    const run = async (first: number) => {
      const { save } = await writer(`w${first}`, base);
      for (let count = 1; count <= 3; count += 1) {
        const incidents = Array.from({ length: count }, (_, i) => incident(first + i));
        await insist(() => save({ ...base, incidents: [...base.incidents, ...incidents] }));
        // Whoever reads in between finds a whole one.
        await read();
      }
    };
    await Promise.all([run(0), run(100), run(200)]);
    const own = [0, 100, 200].flatMap((first) => Array.from({ length: 3 }, (_, i) => incident(first + i).key));
    expect(keysIn(await read())).toEqual(['large', ...own].sort());
  });

  it('bring back nothing that was sent, and keep what another one added through every later write', async () => {
    const entry = waitingEntry();
    const session = await sessionOf(state.store());
    await session.save(ledgerWith(1, { outbox: [entry] }));
    const other = await writer('other', ledgerWith(0));
    await other.save(ledgerWith(1, { outbox: [entry], incidents: [incident(0), incident(7)] }));
    await session.save(ledgerWith(1));
    await session.save(ledgerWith(1, { restarts: { a: 1 } }));
    const now = await read();
    expect([keysIn(now), now.outbox, now.restarts]).toEqual([[incident(0).key, incident(7).key].sort(), [], { a: 1 }]);
  });

  it('give up after five conflicts, and say so', async () => {
    const { save } = await writer('w', ledgerWith(0));
    let puts = 0;
    state.script(({ method }) => {
      if (method !== 'PUT') return null;
      puts += 1;
      state.stored.change(NAMES.ledger[0], () => {});
      return null;
    });
    await expect(save(ledgerWith(1))).rejects.toThrow(
      'the ConfigMap k8s-monitor/state-0 was written by others 6 times while the ledger was to be saved',
    );
    expect(puts).toBe(6);
  });

  it('of which one has a later lease: the other one stops', async () => {
    const [early, late] = [await writer('early', ledgerWith(0), 1), await writer('late', ledgerWith(0), 2)];
    await late.claim();
    await expect(early.save(ledgerWith(1))).rejects.toMatchObject({ name: 'LostLease' });
    await late.save(ledgerWith(2));
  });
});

// Whose turn it is: a retry of the same run waits for the lease of the one that was killed, any other run does not.
import { expect, it } from 'vitest';
import { partsOf } from '../../tests/support/cycles.ts';
import { virtualClock } from '../../tests/support/virtual-clock.ts';
import { noState } from '../record/no-state.ts';
import type { StateStore } from '../record/state-store.ts';
import { openMemory } from './memory.ts';
import type { Parts } from './parts.ts';

const CLUSTER = { uid: 'a', name: 'home', version: null };
const START = new Date('2026-01-15T12:00:00Z');
const RUN = { runId: 'job-1', cycleId: 'c', at: START };
const LEASE = 5_000;

/** Opens a state that another one, `runId`, holds for so many milliseconds; and how often it was asked for. */
async function opened(runId: string | null, heldMs: number, more: Partial<Parts> = {}) {
  const clock = virtualClock(START.toISOString());
  let asked = 0;
  const state: StateStore = {
    ...noState(),
    open: async (...args) => {
      asked += 1;
      return clock.monotonic() < heldMs
        ? { status: 'busy', holder: 'run job-1 since 12:00', runId }
        : noState().open(...args);
    },
  };
  const memory = await openMemory({ ...partsOf([]), clock, state, leaseMs: LEASE, ...more }, CLUSTER, RUN);
  return { status: memory.status, asked, ms: clock.monotonic() };
}

it('a retry of the same run waits until the lease of the killed one has ended', async () => {
  expect(await opened('job-1', 3_500)).toEqual({ status: 'open', asked: 5, ms: 4_000 });
});

it('it waits a lease and ten seconds, not for ever', async () => {
  expect(await opened('job-1', LEASE + 9_500)).toMatchObject({ status: 'open', ms: 15_000 });
  expect(await opened('job-1', 3_600_000)).toMatchObject({ status: 'busy', ms: 15_000 });
});

it.each(['job-2', null])('another run (%s) is not waited for', async (runId) => {
  expect(await opened(runId, 3_500)).toEqual({ status: 'busy', asked: 1, ms: 0 });
});

it('who is asked to stop does not wait', async () => {
  expect(await opened('job-1', 3_500, { signal: AbortSignal.abort() })).toEqual({ status: 'busy', asked: 1, ms: 0 });
});

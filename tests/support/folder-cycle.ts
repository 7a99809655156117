import type { ClusterInfo } from '../../src/domain/cluster.ts';
import { emptyLedger, type Ledger } from '../../src/domain/ledger.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { folderStore } from '../../src/record/folder-store.ts';
import type { Session } from '../../src/record/state-store.ts';

/** Two sights of one cluster: with its uid, and when it could not be asked. */
export const cluster = { uid: 'abc', name: 'home', version: 'v1.34.2' };
export const blind = { uid: 'unknown', name: 'home', version: null };
export const run = { runId: 'run', cycleId: 'cycle', at: new Date('2026-01-15T12:00:00Z') };

export const storeIn = (state: string) => folderStore(state, { clock: systemClock, leaseMs: 60_000 });

/** Of a cycle on that day of January. */
export function ledgerOf(of: Ledger['cluster'] = cluster, day = 15): Ledger {
  const at = new Date(Date.UTC(2026, 0, day));
  return { ...emptyLedger(of), lastCycle: { id: `c${day}`, at }, blindSlots: [day] };
}

/** One cycle in a folder: opens, does something, ends. */
export async function cycleIn<T>(
  state: string,
  work: (session: Session) => Promise<T>,
  of: ClusterInfo = cluster,
  dry = false,
): Promise<T> {
  const opened = await storeIn(state).open(of, run, dry);
  if (opened.status === 'busy') throw new Error(opened.holder);
  try {
    return await work(opened.session);
  } finally {
    await opened.session.release();
  }
}

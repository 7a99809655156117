import { randomUUID } from 'node:crypto';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClusterInfo } from '../domain/cluster.ts';
import { emptyLedger } from '../domain/ledger.ts';
import { codeOf } from '../platform/errors.ts';
import { cyclesFolder } from './cycle-files.ts';
import { forCluster, type Home, homeOf } from './folder-home.ts';
import { LEDGER, loadLedger } from './folder-ledger.ts';
import { type TakenLock, takeLock } from './folder-lock.ts';
import type { FolderOptions } from './folder-options.ts';
import { loadOrders } from './folder-orders.ts';
import { ledgerWriter } from './ledger-writer.ts';
import { numberedFiles } from './numbered-files.ts';
import { pruneTemporary } from './prune-numbered.ts';
import type { OpenedState, RunInfo, Session } from './state-store.ts';
import { damagedLedger, damagedOrders, leftInPlace, newerOrders, setAsideAll, tooNew } from './state-warnings.ts';
import { UNLOCKED } from './unlocked.ts';

export interface Opening {
  readonly state: string;
  readonly cluster: ClusterInfo;
  readonly run: RunInfo;
  readonly dry: boolean;
}

/** Takes the lease of a cluster's folder and loads it. Rejects with the file system's error when it can't be read. */
export async function openFolder(opening: Opening, options: FolderOptions): Promise<OpenedState> {
  const { state, cluster, run, dry } = opening;
  const home = await homeOf(state, cluster);
  const { newer } = home.stored;
  if (newer !== null) return idle(await begun(home, cluster, true), tooNew(newer.path, newer.version));
  if (dry) return idle(await begun(home, cluster, true), null);
  const taken = await takenOrFault(home, run, options);
  if (taken.status === 'busy') return taken;
  if (taken.status === 'fault') return withoutLock(await begun(home, cluster, true), taken.error);
  const now = options.clock.now();
  await Promise.all([home.folder, state, cyclesFolder(state)].map((folder) => pruneTemporary(folder, now)));
  return underLock(home, cluster, taken, options);
}

async function underLock(
  home: Home,
  cluster: ClusterInfo,
  { lock, unfinished, lastRunAt }: Extract<TakenLock, { status: 'taken' }>,
  options: FolderOptions,
): Promise<OpenedState> {
  try {
    const own = await reloaded(home, cluster);
    if (own.stored.newer !== null) {
      await lock.release();
      return idle(await begun(own, cluster, true), tooNew(own.stored.newer.path, own.stored.newer.version));
    }
    const start = await begun(own, cluster, false);
    const { at, held, release } = lock;
    const { clock, link } = options;
    const write = ledgerWriter({ folder: own.folder, stored: own.stored, began: start.ledger, lock, clock, link });
    const save = own.adopted === null ? write : thenPutAway(own.adopted, own.folder, write);
    return { status: 'open', session: { ...start, writable: true, unfinished, lastRunAt, at, held, save, release } };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Once it goes on in the folder of the cluster, what was kept without a uid lies there, and is nobody's beginning any more. */
function thenPutAway(adopted: string, folder: string, write: Session['save']): Session['save'] {
  let isAway = false;
  return async (ledger) => {
    await write(ledger);
    if (isAway) return;
    isAway = true;
    await rename(adopted, join(folder, `adopted-${randomUUID().slice(0, 8)}`)).catch(() => {});
  };
}

type Begun = Pick<Session, 'ledger' | 'orders' | 'warning'>;

/** What is loaded, with what was wrong with it. What is damaged is moved out of the way, unless it has to be `left`. */
async function begun({ folder, stored, ledger }: Home, cluster: ClusterInfo, left: boolean): Promise<Begun> {
  const orders = await loadOrders(folder);
  const put = left ? leftInPlace : setAsideAll;
  const warnings = [
    damagedLedger(await put(stored.damaged), ledger !== null),
    damagedOrders(await put(orders.damaged), orders.isThere),
    newerOrders(orders.newer),
  ].filter((warning) => warning !== null);
  return {
    ledger: ledger ?? emptyLedger({ ...cluster }),
    orders: orders.orders,
    warning: warnings.length === 0 ? null : warnings.join('; '),
  };
}

/** Another run may have written between the first look and the lease. */
async function reloaded(home: Home, cluster: ClusterInfo): Promise<Home> {
  if ((await numberedFiles(home.folder, LEDGER)).highest === home.stored.highest) return home;
  const stored = await loadLedger(home.folder);
  return {
    folder: home.folder,
    adopted: null,
    stored,
    ledger: stored.ledger === null ? home.ledger : forCluster(stored.ledger, cluster),
  };
}

async function takenOrFault(
  home: Home,
  run: RunInfo,
  options: FolderOptions,
): Promise<TakenLock | { readonly status: 'fault'; readonly error: unknown }> {
  try {
    return await takeLock(home.folder, run, home.stored.ledger?.fence ?? 0, options);
  } catch (error) {
    if (codeOf(error) === '') throw error;
    return { status: 'fault', error };
  }
}

/** Nothing is written. */
function idle(start: Begun, tooNewWarning: string | null): OpenedState {
  const writable = tooNewWarning === null;
  return { status: 'open', session: { ...start, ...UNLOCKED, warning: tooNewWarning ?? start.warning, writable } };
}

/** What is there can be read, and nothing can be written: a full or read-only disk costs what happens from now on, not the memory. */
function withoutLock(start: Begun, error: unknown): OpenedState {
  const save = () => Promise.reject(error);
  return { status: 'open', session: { ...start, ...UNLOCKED, writable: true, unwritable: error, save } };
}

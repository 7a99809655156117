import { codeOf } from '../platform/errors.ts';
import { clusterFolders, isBlindFolder, isSameName, lastCycle } from './folder-home.ts';
import { loadLedger } from './folder-ledger.ts';
import { loadOrders } from './folder-orders.ts';
import type { StateStore } from './state-store.ts';

type Looked = Awaited<ReturnType<StateStore['look']>>;
type State = Looked['states'][number] & { readonly folder: string };

/** All clusters of a state folder; what can't be read costs itself only. Changes nothing. */
export async function look(state: string): Promise<Looked> {
  const looked = await Promise.all((await clusterFolders(state)).map(lookAt));
  const states = looked.flatMap((one) => one.states);
  return {
    states: states
      .filter((one) => !isBlindFolder(one.folder) || !isContinued(one, states))
      .map(({ ledger, orders }) => ({ ledger, orders })),
    damaged: looked.flatMap((one) => one.damaged),
  };
}

async function lookAt(folder: string): Promise<{ readonly states: readonly State[]; readonly damaged: string[] }> {
  try {
    const [{ ledger, newer, damaged }, stored] = await Promise.all([loadLedger(folder), loadOrders(folder)]);
    const newerOnes = [newer?.path ?? null, stored.newer].flatMap((path) =>
      path === null ? [] : [`${path} was written by a newer version: update k8s-monitor`],
    );
    return {
      states: ledger === null ? [] : [{ folder, ledger, orders: stored.orders }],
      damaged: [...[...damaged, ...stored.damaged].map(({ path, why }) => `${path} is damaged: ${why}`), ...newerOnes],
    };
  } catch (error) {
    return { states: [], damaged: [`${folder} cannot be read: ${codeOf(error)}`] };
  }
}

/** What was kept before the cluster's uid was known goes on under it. */
function isContinued(blind: State, states: readonly State[]): boolean {
  return states.some(
    (one) =>
      one !== blind &&
      isSameName(one.ledger.cluster, blind.ledger.cluster) &&
      lastCycle(one.ledger) >= lastCycle(blind.ledger),
  );
}

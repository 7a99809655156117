import { findCredentials } from '../collect/credentials.ts';
import { openLink } from '../collect/http.ts';
import { objectWrites } from '../collect/object-writes.ts';
import { surroundings } from '../config/effective.ts';
import type { Values } from '../config/settings.ts';
import { systemClock } from '../platform/clock.ts';
import { configMapStore } from '../record/configmap/configmap-store.ts';
import { configMapSpendBook } from '../record/configmap/spend.ts';
import { folderSpendBook } from '../record/folder-spend.ts';
import { folderStore } from '../record/folder-store.ts';
import type { SpendBook } from '../record/spend-book.ts';
import { parseStatePlace } from '../record/state-place.ts';
import type { StateStore } from '../record/state-store.ts';
import { type Opened, once } from './opened.ts';

export interface StateInUse {
  readonly store: StateStore;
  /** What models cost: cycles, dry runs, replays and evals of all clusters share it, and one budget. */
  readonly book: SpendBook;
}

/** The state of STATE_DIR: a folder, or ConfigMaps of the cluster of the kubeconfig. Throws a ConfigError for a bad place. */
export function stateInUse(values: Values): Opened<StateInUse> {
  const place = parseStatePlace(values.STATE_DIR);
  const options = { clock: systemClock, leaseMs: values.LEASE_SECONDS };
  if (place.kind === 'folder') {
    const value = { store: folderStore(place.dir, options), book: folderSpendBook(place.dir, systemClock) };
    return { value, close: () => {} };
  }
  const { home, serviceHost, servicePort, proxy } = surroundings();
  const { KUBECONFIG: kubeconfig, K3S_CONTEXT: context, API_CALL_TIMEOUT_SECONDS: callTimeoutMs } = values;
  const link = openLink(findCredentials({ kubeconfig, context, home, serviceHost, servicePort }), proxy);
  const objects = objectWrites(link, { clock: systemClock, callTimeoutMs });
  const store = configMapStore(objects, place, { ...options, callTimeoutMs });
  const book = configMapSpendBook(objects, place, { clock: systemClock, callTimeoutMs });
  return { value: { store, book }, close: () => link.close() };
}

/** The store of it alone. */
export function stateStore(values: Values): Opened<StateStore> {
  const { value, close } = stateInUse(values);
  return { value: value.store, close };
}

/** The book of it alone, opened when something is asked of it: a replay without a model needs no cluster. */
export function ownBook(values: Values): Opened<SpendBook> {
  const state = once(async () => stateInUse(values));
  const book = async () => (await state.get()).value.book;
  return {
    value: {
      place: values.STATE_DIR,
      spentUsd: async () => (await book()).spentUsd(),
      open: async () => (await book()).open(),
      add: async (spend) => (await book()).add(spend),
      read: async () => (await book()).read(),
    },
    close: async () => {
      if (!state.opened()) return;
      const opened = await state.get().catch(() => null);
      await opened?.close();
    },
  };
}

/** Opens the state for one command. */
export async function withState<T>(values: Values, work: (state: StateStore) => Promise<T>): Promise<T> {
  const state = stateStore(values);
  try {
    return await work(state.value);
  } finally {
    await state.close();
  }
}

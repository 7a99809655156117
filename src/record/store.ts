import type { ClusterInfo } from '../domain/cluster.ts';
import type { Ledger } from '../domain/ledger.ts';

export interface Loaded {
  readonly ledger: Ledger;
  /** False when what is stored must not be overwritten: a newer program wrote it. */
  readonly writable: boolean;
  /** What went wrong, for the report; null when nothing did. */
  readonly warning: string | null;
}

/** Keeps the ledger between cycles, one per cluster. */
export interface Store {
  load(cluster: ClusterInfo): Promise<Loaded>;
  save(ledger: Ledger): Promise<void>;
}

/** For a replay without state, and for a cycle that must leave no trace. */
export function noStore(empty: (cluster: ClusterInfo) => Ledger): Store {
  return {
    load: async (cluster) => ({ ledger: empty(cluster), writable: false, warning: null }),
    save: async () => {},
  };
}

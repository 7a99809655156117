import { effectiveSettings } from '../../config/effective.ts';
import type { Values } from '../../config/settings.ts';
import type { Ledger } from '../../domain/ledger.ts';
import type { Orders } from '../../domain/orders.ts';
import type { Report } from '../../domain/report.ts';
import { codeOf, ReadError } from '../../platform/errors.ts';
import { StateFault, stateFault } from '../../record/state-fault.ts';
import type { StateStore } from '../../record/state-store.ts';
import { CONFIGURATION, UNREAD } from '../exit-codes.ts';
import type { Parsed } from '../order-flags.ts';
import { warn } from '../terminal.ts';

/** The flags that say whose state is meant. */
export interface StateFlags {
  readonly state?: string;
  readonly context?: string;
  readonly cluster?: string;
  readonly services?: string;
  readonly config?: string;
}

export interface ClusterState {
  readonly ledger: Ledger;
  readonly orders: Orders;
}

export interface StateInUse {
  readonly store: StateStore;
  readonly values: Values;
  /** Of all clusters, or of the one that was asked for. */
  readonly states: readonly ClusterState[];
}

/** Opens the state for one command, and names what of it is damaged. The exit code is that of `work`. */
export async function withState(flags: StateFlags, work: (state: StateInUse) => Promise<number>): Promise<number> {
  const empty = Object.entries(flags).flatMap(([name, value]) =>
    value === '' ? [`--${name} needs a value, not an empty one`] : [],
  );
  if (empty.length > 0) {
    warn(empty);
    return CONFIGURATION;
  }
  const values = effectiveSettings({
    CONFIG_FILE: flags.config,
    STATE_DIR: flags.state,
    K3S_CONTEXT: flags.context,
    SERVICES_FILE: flags.services,
  });
  // Only now, as flags that are wrong need no client of a cluster.
  const { stateStore } = await import('../../compose/state.ts');
  const opened = stateStore(values);
  try {
    const { states, damaged } = await opened.value.look();
    warn(damaged);
    // Nothing is known, which is not the same as nothing is there.
    if (states.length === 0 && damaged.length > 0) return UNREAD;
    const wanted = statesOf(states, flags.cluster);
    if ('fault' in wanted) {
      warn([wanted.fault]);
      return CONFIGURATION;
    }
    return await work({ store: opened.value, values, states: wanted.value });
  } catch (error) {
    return failed(opened.value.place, error);
  } finally {
    await opened.close();
  }
}

/** Its exit code. Throws what is no fault of the state. */
function failed(place: string, error: unknown): number {
  if (error instanceof StateFault || error instanceof ReadError) {
    warn([error.message]);
    return UNREAD;
  }
  if (codeOf(error) === '') throw error;
  warn([stateFault('use the state', place, error)]);
  return CONFIGURATION;
}

/** By name or uid. Two clusters may have the same name: then both are meant. */
export function statesOf(
  states: readonly ClusterState[],
  cluster: string | undefined,
): Parsed<readonly ClusterState[]> {
  if (cluster === undefined) return { value: states };
  const found = states.filter(({ ledger }) => [ledger.cluster.name, ledger.cluster.uid].includes(cluster));
  if (found.length > 0) return { value: found };
  const known = clusterNames(states);
  return { fault: `no cluster "${cluster}" is known here${known === '' ? '' : `; known: ${known}`}` };
}

/** Names, with their uids where two clusters have the same. */
export function clusterNames(states: readonly ClusterState[]): string {
  const all = states.map(({ ledger }) => ledger.cluster);
  return all
    .map(({ name, uid }) => (all.filter((other) => other.name === name).length > 1 ? `${name} (${uid})` : name))
    .join(', ');
}

/** The record of the last cycle, for what the ledger doesn't hold; null when it can't be read. */
export async function lastReport(store: StateStore, { lastCycle }: Ledger): Promise<Report | null> {
  if (lastCycle === null) return null;
  const read = await store.readRecord(lastCycle.id);
  return 'report' in read ? read.report : null;
}

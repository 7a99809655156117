import { NO_ORDERS } from '../../domain/orders.ts';
import type { Clock } from '../../platform/clock.ts';
import { messageOf } from '../../platform/errors.ts';
import type { StateStore } from '../state-store.ts';
import { leaseWatch } from './judge-lease.ts';
import type { KubeObjects } from './kube-objects.ts';
import { damageText, loadLedger } from './load-ledger.ts';
import { stateObjectNames, type Where } from './names.ts';
import { type ObjectCalls, objectCalls } from './object-calls.ts';
import { openDry, openSession } from './open-session.ts';
import { changeOrders, readOrders } from './orders.ts';
import { keepRecord, listRecords, readRecord } from './records.ts';
import { tooNew } from './refusals.ts';

export interface ConfigMapOptions {
  readonly clock: Clock;
  /** After which a run that says nothing any more is taken for dead. */
  readonly leaseMs: number;
  /** For one try of one call of the API. */
  readonly callTimeoutMs: number;
}

/**
 * State in ConfigMaps of one cluster, for a job without a volume: its ledger, what people ordered, the last 24 cycle records, and a Lease.
 * All of them must be there (`stateObjectNames`), but for the Lease, which is made; they are replaced by compare-and-swap on their resourceVersion.
 */
export function configMapStore(
  objects: KubeObjects,
  { namespace, name }: Where,
  options: ConfigMapOptions,
): StateStore {
  const { clock, leaseMs } = options;
  const names = stateObjectNames(name);
  const calls = objectCalls(objects, namespace, options);
  const watch = leaseWatch(clock);
  const place = `configmap ${namespace}/${name}`;
  return {
    place,
    open: (cluster, run, dry) => {
      const opening = { calls, names, cluster, run };
      return dry ? openDry(opening) : openSession(opening, { leaseMs, watch });
    },
    look: () => look(calls, names),
    order: (clusterUid, change) => changeOrders(calls, names.orders, clusterUid, change),
    writeRecord: (report) => keepRecord(calls, names.records, report),
    listRecords: (limit) => listRecords(calls, names.records, limit),
    readRecord: async (which) => {
      try {
        return await readRecord(calls, names.records, which);
      } catch (error) {
        return { problem: messageOf(error) };
      }
    },
    readTranscripts: async (cycleId) => ({
      problem: `what the agents said in cycle ${cycleId} is not kept in ${place}: there is no room; name a folder with --state or STATE_DIR to keep it`,
    }),
  };
}

async function look(calls: ObjectCalls, names: ReturnType<typeof stateObjectNames>): ReturnType<StateStore['look']> {
  const [stored, read] = await Promise.all([loadLedger(calls, names), readOrders(calls, names.orders)]);
  const { ledger, newer } = stored;
  const damaged = [
    newer === null ? damageText(stored, calls.namespace) : tooNew(calls.namespace, stored, newer),
    read.status === 'ok' ? null : read.why,
  ].filter((why) => why !== null);
  const orders = read.status === 'ok' ? read.orders : null;
  return { states: ledger === null ? [] : [{ ledger, orders: orders ?? NO_ORDERS }], damaged };
}

// The state of a town in ConfigMaps of its own cluster, as a CronJob without a volume has it.
import { onTestFinished } from 'vitest';
import { findCredentials } from '../../../src/collect/credentials.ts';
import { openLink } from '../../../src/collect/http.ts';
import { objectWrites } from '../../../src/collect/object-writes.ts';
import type { Ledger } from '../../../src/domain/ledger.ts';
import { systemClock } from '../../../src/platform/clock.ts';
import { configMapStore } from '../../../src/record/configmap/configmap-store.ts';
import { stateObjectNames } from '../../../src/record/configmap/names.ts';
import type { Session, StateStore } from '../../../src/record/state-store.ts';
import { type FakeObject, type FakeObjects, fakeObjects } from '../../support/fake-objects.ts';
import { type Town, type TownOptions, town } from './town.ts';

const WHERE = { namespace: 'k8s-monitor', name: 'k8s-monitor-state' };
export const PLACE = `configmap:${WHERE.namespace}/${WHERE.name}`;
export const NAMES = stateObjectNames(WHERE.name);
export const CLUSTER = { uid: 'cluster-1', name: 'fake', version: 'v1.34.2' };

export interface MapTown extends Town {
  readonly stored: FakeObjects;
  /** With connections of its own, as another process has. */
  readonly store: () => StateStore;
  readonly lease: () => NonNullable<FakeObject['spec']>;
}

export async function mapTown(options: TownOptions): Promise<MapTown> {
  const stored = fakeObjects(WHERE.namespace, NAMES);
  const t = await town({
    ...options,
    api: { ...options.api, stored },
    env: { STATE_DIR: PLACE, ...options.env },
  });
  const store = (): StateStore => {
    const nowhere = { home: null, serviceHost: null, servicePort: null };
    const link = openLink(findCredentials({ kubeconfig: t.env['KUBECONFIG'] ?? '', context: null, ...nowhere }));
    onTestFinished(() => link.close());
    const calls = { clock: systemClock, callTimeoutMs: 5_000 };
    return configMapStore(objectWrites(link, calls), WHERE, { ...calls, leaseMs: 60_000 });
  };
  const ledger = async (): Promise<Ledger> => {
    const { states, damaged } = await store().look();
    const [only] = states;
    if (only === undefined || damaged.length > 0) throw new Error(`no ledger, damaged: ${damaged.join('; ')}`);
    return only.ledger;
  };
  return { ...t, stored, store, ledger, lease: () => stored.read(NAMES.lease, 'Lease').spec ?? {} };
}

/** As a run before has left it. */
export async function leave({ store }: Pick<MapTown, 'store'>, ...ledgers: readonly Ledger[]): Promise<void> {
  const session = await hold(store(), 'before');
  for (const ledger of ledgers) await session.save(ledger);
  await session.release();
}

async function hold(store: StateStore, runId: string): Promise<Session> {
  const opened = await store.open(CLUSTER, { runId, cycleId: `cycle-${runId}`, at: new Date() }, false);
  if (opened.status === 'busy') throw new Error(`busy: ${opened.holder}`);
  return opened.session;
}

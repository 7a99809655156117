// A state in ConfigMaps of a fake API server, over the real link.
import { findCredentials } from '../../src/collect/credentials.ts';
import { openLink } from '../../src/collect/http.ts';
import { objectWrites, type WriteSettings } from '../../src/collect/object-writes.ts';
import { emptyLedger, type Ledger, type LedgerIncident } from '../../src/domain/ledger.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { type ConfigMapOptions, configMapStore } from '../../src/record/configmap/configmap-store.ts';
import type { KubeObjects } from '../../src/record/configmap/kube-objects.ts';
import { stateObjectNames } from '../../src/record/configmap/names.ts';
import type { Session, StateStore } from '../../src/record/state-store.ts';
import { type Asked, type FakeApi, fakeApi, type Reply } from './fake-api.ts';
import { type FakeObjects, fakeObjects } from './fake-objects.ts';

export const WHERE = { namespace: 'k8s-monitor', name: 'state' };
export const NAMES = stateObjectNames(WHERE.name);
export const CLUSTER = { uid: 'c0ffee', name: 'homelab', version: 'v1.34.2' };

export interface StateApi {
  readonly api: FakeApi;
  readonly stored: FakeObjects;
  /** Another one each time, with connections of its own, as another process has. */
  readonly store: (options?: Partial<ConfigMapOptions>) => StateStore;
  readonly objects: (settings?: Partial<WriteSettings>) => KubeObjects;
  /** How the server answers from now on. */
  readonly script: (reply: (asked: Asked) => Reply) => void;
  readonly stop: () => Promise<void>;
}

export async function stateApi(parts: { token?: string } = {}): Promise<StateApi> {
  let script: (asked: Asked) => Reply = () => null;
  const stored = fakeObjects(WHERE.namespace, NAMES);
  const api = await fakeApi({ stored, script: (asked) => script(asked), ...parts });
  const closers: (() => void)[] = [];
  const objects: StateApi['objects'] = (settings) => {
    const kubeconfig = api.kubeconfig();
    const link = openLink(
      findCredentials({ kubeconfig, context: null, home: null, serviceHost: null, servicePort: null }),
    );
    closers.push(() => link.close());
    const retry = { retries: 2, firstWaitMs: 5, longestWaitMs: 20, timeoutRetries: 1 };
    return objectWrites(link, { clock: systemClock, callTimeoutMs: 5_000, retry, ...settings });
  };
  return {
    api,
    stored,
    objects,
    store: (options) =>
      configMapStore(objects(), WHERE, { clock: systemClock, leaseMs: 60_000, callTimeoutMs: 5_000, ...options }),
    script: (reply) => {
      script = reply;
    },
    stop: async () => {
      for (const close of closers) close();
      await api.stop();
    },
  };
}

export function runOf(cycleId: string, runId = `run-${cycleId}`) {
  return { runId, cycleId, at: new Date() };
}

/** The session of a store that nobody else holds. */
export async function sessionOf(store: StateStore, cycleId = 'one', cluster = CLUSTER): Promise<Session> {
  const opened = await store.open(cluster, runOf(cycleId), false);
  if (opened.status === 'busy') throw new Error(`busy: ${opened.holder}`);
  return opened.session;
}

export function ledgerWith(count: number, parts: Partial<Ledger> = {}): Ledger {
  const incidents = Array.from({ length: count }, (_, number) => incident(number));
  return { ...emptyLedger({ ...CLUSTER }), incidents, ...parts };
}

const AT = new Date('2026-11-21T03:14:00Z');

/** No two are alike in more than their form. */
export function incident(number: number, parts: Partial<LedgerIncident> = {}): LedgerIncident {
  const namespace = `team-${number % 97}`;
  const key = `workload:${namespace}/Deployment/app-${(number * 2_654_435_761) % 4_294_967_296}`;
  const onset = new Date(AT.getTime() - ((number * 7_919) % 86_400) * 1000);
  return {
    id: `INC-20261121-${String(number + 1).padStart(3, '0')}`,
    key,
    members: [
      {
        key,
        service: null,
        onset,
        lastSeenAt: AT,
        downSince: onset,
        places: [{ kind: 'Deployment', namespace }],
      },
    ],
    status: 'open',
    service: null,
    tier: null,
    state: 'down',
    title: `Deployment ${key.slice(9)} is down: its container app crashed ${number % 50} times`,
    rationale: 'UNLISTED: a runtime finding on an object that no service lists',
    severity: 'SEV-3',
    band: ['SEV-2', 'SEV-4'],
    rules: ['UNLISTED'],
    affected: [],
    onset,
    firstSeenAt: AT,
    lastSeenAt: AT,
    resolvedAt: null,
    choice: null,
    culprit: null,
    changesUnread: false,
    told: null,
    waiting: true,
    resolvedUntold: false,
    ...parts,
  };
}

/** Text that no packing makes smaller, the same for the same seed. */
export function noise(bytes: number, seed = 1): string {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  };
  return Buffer.from(Array.from({ length: bytes }, next)).toString('base64');
}

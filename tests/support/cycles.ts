import { alertsOf, healedOf } from '../../src/cycle/alerts.ts';
import { judge } from '../../src/cycle/judge.ts';
import type { Parts, ReadResult } from '../../src/cycle/parts.ts';
import { remember } from '../../src/cycle/remember.ts';
import type { Gap } from '../../src/domain/cluster.ts';
import { HOUR } from '../../src/domain/duration.ts';
import type { Notice } from '../../src/domain/incident.ts';
import { emptyLedger, Ledger } from '../../src/domain/ledger.ts';
import type { Service } from '../../src/domain/service.ts';
import type { Kind } from '../../src/kinds/registry.ts';
import type { Coverage } from '../../src/kinds/snapshot.ts';
import { composeMessages, type Message } from '../../src/notify/compose-messages.ts';
import { fixedClock } from '../../src/platform/clock.ts';
import { noStore } from '../../src/record/store.ts';
import { NOW, snapshotOf } from './view.ts';

export interface CycleInput {
  readonly at: Date;
  /** Null: the cluster can't be read. */
  readonly objects: readonly object[] | null;
  readonly coverage?: Partial<Record<Kind, Coverage>>;
  readonly gaps?: readonly Gap[];
  readonly troubles?: readonly Notice[];
}

export interface CycleResult {
  /** `SEV-1 INC-… notify new #crit`, the worst first. */
  readonly lines: readonly string[];
  readonly messages: readonly Message[];
  readonly ledger: Ledger;
}

const CLUSTER = { uid: 'test-cluster', name: 'test', version: 'v1.34.2' };

/** A monitor on a virtual clock: each call is one cycle, in a new process as far as its ledger can tell. */
export function monitor(services: readonly Service[], timeZone = 'UTC'): (input: CycleInput) => CycleResult {
  let ledger = emptyLedger(CLUSTER);
  return ({ at, objects, coverage = {}, gaps = [], troubles = [] }) => {
    const parts = partsOf(services, timeZone, troubles);
    const read: ReadResult =
      objects === null
        ? { status: 'blind', cluster: CLUSTER, why: 'connection refused' }
        : { status: 'read', snapshot: { ...snapshotOf(objects, { now: at, coverage }), gaps } };
    const judgement = judge(parts, ledger, read, at);
    const messages = composeMessages(alertsOf(parts, judgement, 'cycle'), healedOf(judgement));
    ledger = Ledger.parse(JSON.parse(JSON.stringify(remember(ledger, judgement, 'cycle'))));
    const lines = judgement.decided
      .filter((d) => d.incident.status === 'open' || d.verdict.verdict === 'notify' || d.recovery !== null)
      .map(
        (d) =>
          `${d.incident.severity} ${d.incident.id.slice(-3)} ${d.verdict.verdict} ${d.verdict.reason} ${d.channel ?? '-'}`,
      );
    return { lines, messages, ledger };
  };
}

function partsOf(services: readonly Service[], timeZone: string, troubles: readonly Notice[]): Parts {
  return {
    source: 'live',
    read: () => Promise.reject(new Error('not in this test')),
    keep: null,
    store: noStore(emptyLedger),
    services,
    troubles,
    raisesDrift: false,
    policy: {
      hours: { timeZone, startMinute: 540, endMinute: 1020, weekdays: [1, 2, 3, 4, 5] },
      channels: { standard: '#std', critical: '#crit' },
    },
    clock: fixedClock(NOW),
    runId: 'run',
    dryRun: false,
    slotMs: HOUR,
    secondLook: null,
    writeRecord: null,
    onProgress: () => {},
    signal: new AbortController().signal,
  };
}

/** A Deployment (or StatefulSet) with one pod for each word: what the pods do. `crash` and `unready` since that time. */
export function app(
  name: string,
  pods: readonly ('ok' | 'crash' | 'unready')[],
  since: Date,
  more: { kind?: string; restarts?: number } = {},
): readonly object[] {
  const kind = more.kind ?? 'Deployment';
  const time = since.toISOString();
  const ready = pods.filter((p) => p === 'ok').length;
  const owner = [{ kind, name, controller: true }];
  const condition = { type: 'Available', status: ready === pods.length ? 'True' : 'False', lastTransitionTime: time };
  const labels = { app: name };
  return [
    {
      kind,
      metadata: { name, namespace: name, generation: 1, creationTimestamp: '2026-01-01T00:00:00Z' },
      spec: {
        replicas: pods.length,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [{ name: 'app', image: 'app:1' }] } },
      },
      status: {
        observedGeneration: 1,
        replicas: pods.length,
        updatedReplicas: pods.length,
        readyReplicas: ready,
        availableReplicas: ready,
        conditions: [condition],
      },
    },
    ...pods.map((word, i) => ({
      kind: 'Pod',
      metadata: {
        name: `${name}-${i}`,
        namespace: name,
        uid: `${name}-${i}`,
        labels,
        ownerReferences: owner,
        creationTimestamp: '2026-01-01T00:00:00Z',
      },
      spec: { nodeName: 'a', containers: [{ name: 'app', image: 'app:1' }] },
      status: {
        phase: 'Running',
        startTime: '2026-01-01T00:00:00Z',
        conditions: [{ type: 'Ready', status: word === 'ok' ? 'True' : 'False', lastTransitionTime: time }],
        containerStatuses: [statusOf(word, time, more.restarts)],
      },
    })),
  ];
}

function statusOf(word: 'ok' | 'crash' | 'unready', time: string, restarts?: number): object {
  const name = 'app';
  if (word === 'ok') return { name, ready: true, restartCount: restarts ?? 0, state: { running: { startedAt: time } } };
  if (word === 'unready')
    return { name, ready: false, restartCount: restarts ?? 0, state: { running: { startedAt: time } } };
  return {
    name,
    ready: false,
    restartCount: restarts ?? 8,
    state: { waiting: { reason: 'CrashLoopBackOff' } },
    lastState: { terminated: { exitCode: 1, reason: 'Error', startedAt: time, finishedAt: time } },
  };
}

import { alertsOf, healedOf, NO_INSIGHT } from '../../src/cycle/alerts.ts';
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
    const messages = composeMessages(alertsOf(parts, judgement, 'cycle', NO_INSIGHT), healedOf(judgement));
    ledger = Ledger.parse(JSON.parse(JSON.stringify(remember(ledger, judgement, 'cycle', () => true))));
    const lines = judgement.decided
      .filter((d) => d.incident.status === 'open' || d.verdict.verdict === 'notify' || d.recovery !== null)
      .map(
        (d) =>
          `${d.incident.severity} ${d.incident.id.slice(-3)} ${d.verdict.verdict} ${d.verdict.reason} ${d.channel ?? '-'}`,
      );
    return { lines, messages, ledger };
  };
}

export function partsOf(services: readonly Service[], timeZone = 'UTC', troubles: readonly Notice[] = []): Parts {
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
      escalation: 'advise',
    },
    changes: { source: null, whyNone: 'no source of changes is configured', deadlineMs: 10_000, history: () => null },
    model: { ask: null, whyNone: 'no key', settings: '', budgetLeft: async () => null },
    notifier: null,
    sendDeadlineMs: 20_000,
    clock: fixedClock(NOW),
    runId: 'run',
    dryRun: false,
    slotMs: HOUR,
    secondLook: null,
    stateDir: null,
    writeRecord: null,
    onProgress: () => {},
    signal: new AbortController().signal,
  };
}

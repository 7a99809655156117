import { alertsOf, healedOf, NO_INSIGHT } from '../../src/cycle/alerts.ts';
import { judge } from '../../src/cycle/judge.ts';
import type { Parts, ReadResult } from '../../src/cycle/parts.ts';
import { remember } from '../../src/cycle/remember.ts';
import type { Gap } from '../../src/domain/cluster.ts';
import { destinationName, slackChannel } from '../../src/domain/destination.ts';
import { HOUR } from '../../src/domain/duration.ts';
import type { Notice } from '../../src/domain/incident.ts';
import { emptyLedger, Ledger } from '../../src/domain/ledger.ts';
import { NO_ORDERS, type Orders } from '../../src/domain/orders.ts';
import type { Thread } from '../../src/domain/outbox.ts';
import type { Route, Routing } from '../../src/domain/routing.ts';
import type { Service } from '../../src/domain/service.ts';
import type { Kind } from '../../src/kinds/registry.ts';
import type { Coverage } from '../../src/kinds/snapshot.ts';
import { type Composing, composeMessages, type Message } from '../../src/notify/compose-messages.ts';
import { fixedClock } from '../../src/platform/clock.ts';
import { noState } from '../../src/record/no-state.ts';
import { NOW, type SceneOptions, snapshotOf } from './view.ts';

export interface CycleInput {
  readonly at: Date;
  /** Null: the cluster can't be read. */
  readonly objects: readonly object[] | null;
  readonly coverage?: Partial<Record<Kind, Coverage>>;
  readonly gaps?: readonly Gap[];
  /** What kubelets say of volumes. */
  readonly volumes?: SceneOptions['volumes'];
  readonly notChecked?: readonly string[];
  readonly troubles?: readonly Notice[];
  readonly orders?: Orders;
}

export interface CycleResult {
  /** `SEV-1 INC-… notify new #crit`, the worst first. */
  readonly lines: readonly string[];
  readonly messages: readonly (Message & { readonly channel: string })[];
  readonly ledger: Ledger;
}

const CLUSTER = { uid: 'test-cluster', name: 'test', version: 'v1.34.2' };

/** A monitor on a virtual clock: each call is one cycle, in a new process as far as its ledger can tell. */
export function monitor(services: readonly Service[], timeZone = 'UTC'): (input: CycleInput) => CycleResult {
  let ledger = emptyLedger(CLUSTER);
  return ({
    at,
    objects,
    coverage = {},
    gaps = [],
    volumes = [],
    notChecked = [],
    troubles = [],
    orders = NO_ORDERS,
  }) => {
    const usual = partsOf(services, timeZone, troubles);
    const parts = { ...usual, policy: { ...usual.policy, orders } };
    const read: ReadResult =
      objects === null
        ? { status: 'blind', cluster: CLUSTER, why: 'connection refused' }
        : { status: 'read', snapshot: { ...snapshotOf(objects, { now: at, coverage, volumes }), gaps, notChecked } };
    const judgement = judge(parts, ledger, read, at);
    const composed = composeMessages(alertsOf(parts, judgement, 'cycle', NO_INSIGHT), healedOf(judgement), {
      ...composing(at, ledger.threads),
      timeZone,
    });
    const messages = composed.map((m) => ({ ...m, channel: destinationName(m.to) }));
    const told = {
      ...remember(ledger, judgement, 'cycle'),
      threads: [...ledger.threads, ...messages.flatMap(threadsOf(at))],
    };
    ledger = Ledger.parse(JSON.parse(JSON.stringify(told)));
    const lines = judgement.decided
      .filter((d) => d.incident.status === 'open' || d.verdict.verdict === 'notify' || d.recovery !== null)
      .map(
        (d) =>
          `${d.incident.severity} ${d.incident.id.slice(-3)} ${d.verdict.verdict} ${d.verdict.reason} ${d.channel ?? '-'}`,
      );
    return { lines, messages, ledger };
  };
}

const STANDARD = slackChannel('#std');
const CRITICAL = slackChannel('#crit');
const ANY: Route['match'] = { severities: [], tiers: [], services: [], namespaces: [] };

export function composing(now: Date, threads: readonly Thread[] = []): Composing {
  return { threads, stormAt: 10, timeZone: 'UTC', now, allWell: null, standardTo: [STANDARD], routing: ROUTING };
}

/** Where the tests' messages go: SEV-1 to #crit, the rest to #std. */
export const ROUTING: Routing = [
  { source: 'default', match: { ...ANY, severities: ['SEV-1'] }, to: [CRITICAL], fallback: [STANDARD] },
  { source: 'default', match: ANY, to: [STANDARD], fallback: [CRITICAL] },
];

/** Every message arrives, and can be answered. */
function threadsOf(at: Date): (message: Message) => readonly Thread[] {
  return ({ to, opens, text }) =>
    opens.map((key) => ({ key, to, ref: `C1 ${key}`, text: opens.length === 1 ? text : null, shown: '', at }));
}

export function partsOf(services: readonly Service[], timeZone = 'UTC', troubles: readonly Notice[] = []): Parts {
  return {
    source: 'live',
    identify: async () => CLUSTER,
    read: () => Promise.reject(new Error('not in this test')),
    keep: null,
    state: noState(),
    services,
    troubles,
    raisesDrift: false,
    policy: {
      hours: { timeZone, startMinute: 540, endMinute: 1020, weekdays: [1, 2, 3, 4, 5] },
      routing: ROUTING,
      orders: NO_ORDERS,
      escalation: 'advise',
    },
    changes: { source: null, whyNone: 'no source of changes is configured', deadlineMs: 10_000, history: () => null },
    model: { ask: null, whyNone: 'no key', settings: '', waitMs: 60_000, budgetLeft: async () => null },
    sending: {
      sinks: null,
      wanted: false,
      fallbackOf: () => [],
      standardTo: [STANDARD],
      deadlineMs: 120_000,
      messageDeadlineMs: 20_000,
      stormAt: 10,
      allWell: 'off',
    },
    heartbeat: null,
    clock: fixedClock(NOW),
    runId: 'run',
    leaseMs: 120_000,
    dryRun: false,
    scheduled: false,
    slotMs: HOUR,
    secondLook: null,
    onProgress: () => {},
    signal: new AbortController().signal,
  };
}

import { writeRecording } from '../collect/record.ts';
import type { Values } from '../config/settings.ts';
import type { RunHooks, RunOptions } from '../cycle/options.ts';
import type { Parts, SendingPart } from '../cycle/parts.ts';
import { MINUTE } from '../domain/duration.ts';
import { fallbackOf, matchRoute } from '../domain/match-route.ts';
import { NO_ORDERS } from '../domain/orders.ts';
import type { Sink } from '../notify/sink.ts';
import type { StateStore } from '../record/state-store.ts';
import type { Beside } from './beside.ts';
import { heartbeatOf } from './heartbeat.ts';
import type { ModelInUse } from './model.ts';
import type { Opened } from './opened.ts';
import type { Source } from './reading.ts';
import type { Keeping } from './recorded-changes.ts';
import type { RoutingInUse } from './routing.ts';
import type { ServicesInUse } from './services.ts';

export interface Ingredients {
  readonly values: Values;
  readonly options: RunOptions;
  readonly hooks: RunHooks;
  readonly source: Source;
  readonly inUse: ServicesInUse;
  readonly routes: RoutingInUse;
  readonly model: ModelInUse;
  readonly state: StateStore;
  readonly sinks: Opened<ReadonlyMap<string, Sink> | null> | null;
  readonly keeping: Keeping;
  /** Null: it is the only cluster. */
  readonly beside: Beside | null;
}

/** What a cycle works with, from what was opened for it. */
export function cycleParts(from: Ingredients): Parts {
  const { values, options, hooks, source, inUse, routes, model, keeping, beside } = from;
  const { record } = options;
  return {
    source: source.kind,
    identify: source.identify,
    read: source.read,
    keep: record === undefined ? null : (snapshot) => writeRecording(record, snapshot),
    state: from.state,
    services: inUse.inventory.services,
    troubles: [...inUse.troubles, ...routes.troubles, ...model.troubles],
    raisesDrift: source.kind === 'live' || options.services !== undefined,
    policy: {
      hours: { timeZone: values.BUSINESS_TZ, ...values.BUSINESS_HOURS, weekdays: values.BUSINESS_DAYS },
      routing: routes.routing,
      orders: NO_ORDERS,
      escalation: values.ESCALATION,
    },
    changes: keeping.part,
    model: model.part,
    sending: sendingOf(from),
    heartbeat: beside === null ? ownHeartbeat(from) : beside.heartbeat,
    clock: source.clock,
    runId: values.RUN_ID,
    leaseMs: values.LEASE_SECONDS,
    dryRun: options.dryRun,
    scheduled: source.kind === 'live' && (values.RUN_ID !== null || options.intervalMs !== undefined),
    ...(beside === null ? {} : { roundBegan: beside.began }),
    slotMs: options.intervalMs ?? values.MONITORING_INTERVAL_HOURS,
    // A clock that stands still would find the fault as young as before.
    secondLook:
      source.kind === 'live' && options.now === undefined
        ? { youngerThanMs: MINUTE, afterMs: values.SECOND_LOOK_SECONDS }
        : null,
    onProgress: hooks.onProgress,
    signal: hooks.signal,
  };
}

function ownHeartbeat({ values, options, hooks, source }: Ingredients) {
  return source.kind === 'live' && !options.dryRun ? heartbeatOf(values, hooks.signal) : null;
}

function sendingOf({ values, options, routes, sinks: opened, source, beside }: Ingredients): SendingPart {
  const { routing, faults, sinks, unusable } = routes;
  // A file that can't be used may have said who is to be told.
  const isConfigured = values.SLACK_BOT_TOKEN !== null || sinks.length + unusable.length + faults.length > 0;
  return {
    sinks: opened?.value ?? null,
    // A replay without a state tells nobody, whoever is configured.
    wanted: isConfigured && (opened !== null || options.dryRun),
    fallbackOf: (entry) => fallbackOf(entry, routing),
    standardTo: matchRoute({ severity: 'SEV-3', tier: null, services: [], namespaces: [] }, routing)?.to ?? [],
    deadlineMs: values.SEND_DEADLINE_SECONDS,
    messageDeadlineMs: values.SLACK_DEADLINE_SECONDS,
    stormAt: values.STORM_AT,
    allWell: values.ALL_WELL,
    cluster: beside === null ? null : source.cluster().name,
  };
}

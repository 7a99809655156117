import type { Counsel } from '../agents/advisor.ts';
import type { Brief } from '../agents/brief.ts';
import type { ChangeSource } from '../correlate/change-source.ts';
import type { ClusterHistory } from '../correlate/cluster-history.ts';
import type { ClusterInfo } from '../domain/cluster.ts';
import type { Destination } from '../domain/destination.ts';
import type { Notice } from '../domain/incident.ts';
import type { OutboxEntry } from '../domain/outbox.ts';
import type { Service } from '../domain/service.ts';
import type { Policy } from '../escalate/escalate.ts';
import type { Snapshot } from '../kinds/snapshot.ts';
import type { AllWell } from '../notify/all-well.ts';
import type { Heartbeat } from '../notify/heartbeat.ts';
import type { Sink } from '../notify/sink.ts';
import type { Clock } from '../platform/clock.ts';
import type { StateStore } from '../record/state-store.ts';

/** A cluster that was read, or the reason why it could not be. */
export type ReadResult =
  | { readonly status: 'read'; readonly snapshot: Snapshot }
  | { readonly status: 'blind'; readonly cluster: ClusterInfo; readonly why: string };

/** Where commits come from; without a source, why there is none. */
export interface CommitsPart {
  readonly source: ChangeSource | null;
  readonly whyNone: string;
  readonly deadlineMs: number;
}

export interface ChangesPart extends CommitsPart {
  /** What the cluster itself tells of changes; null: it is not asked. */
  readonly history: (snapshot: Snapshot) => ClusterHistory | null;
}

/** How the agents are asked; null, and why, where the rules work alone. */
export interface ModelPart {
  readonly ask: ((questions: Questions) => Promise<Counsel>) | null;
  readonly whyNone: string;
  /** What is asked with (key, endpoint, models) as a short hash: trouble met with other settings is over. */
  readonly settings: string;
  /** How long messages wait for what is asked; later words are edited in. Milliseconds. */
  readonly waitMs: number;
  /** Dollars left of the month's budget, as of now; null without one. Rejects when that can't be known. */
  readonly budgetLeft: () => Promise<number | null>;
}

export interface Questions {
  readonly briefs: readonly Brief[];
  readonly snapshot: Snapshot;
}

/** How messages leave. */
export interface SendingPart {
  /** Null: there is nothing to send with. */
  readonly sinks: ReadonlyMap<string, Sink> | null;
  /** Somebody is to be told: sinks are configured, or the state owes messages. Where nobody is, they are shown and recorded only. */
  readonly wanted: boolean;
  readonly fallbackOf: (entry: OutboxEntry) => readonly Destination[];
  /** Where what belongs to nobody goes: all is well. */
  readonly standardTo: readonly Destination[];
  /** For all messages together, and for one with all its tries. Milliseconds. */
  readonly deadlineMs: number;
  readonly messageDeadlineMs: number;
  /** More new incidents than this are one summary. */
  readonly stormAt: number;
  readonly allWell: AllWell;
  /** Named in every message, where several clusters tell the same people; null or left out: there is one. */
  readonly cluster?: string | null;
}

/** Everything a cycle works with; built in compose.ts, and by nobody else. */
export interface Parts {
  readonly source: 'live' | 'snapshot';
  /** Which cluster it is, in one or two short calls; uid `unknown` where it does not answer. Never rejects. */
  readonly identify: () => Promise<ClusterInfo>;
  /** `pageSize`: objects per page; null: as usual. */
  readonly read: (pageSize: number | null) => Promise<ReadResult>;
  /** Keeps the snapshot for a replay; null when nobody asked for it. */
  readonly keep: ((snapshot: Snapshot) => Promise<void>) | null;
  readonly state: StateStore;
  readonly services: readonly Service[];
  /** The monitor's own trouble known before the cycle: a services.txt that can't be read. */
  readonly troubles: readonly Notice[];
  readonly raisesDrift: boolean;
  readonly policy: Policy;
  readonly changes: ChangesPart;
  readonly model: ModelPart;
  readonly sending: SendingPart;
  /** Tells somebody outside that the monitor lives; null: nobody asked for it. */
  readonly heartbeat: Heartbeat | null;
  readonly clock: Clock;
  /** Null: the cycle's own id. */
  readonly runId: string | null;
  /** After which a run that says nothing any more is taken for dead. Milliseconds. */
  readonly leaseMs: number;
  readonly dryRun: boolean;
  /** It runs by a schedule: cycles that are missing are trouble. By hand, nobody misses them. */
  readonly scheduled: boolean;
  /** When the round of several clusters began that it is part of; left out: it is the only one. */
  readonly roundBegan?: Date;
  /** Length of a slot: cycles of one slot are attempts of the same hour. Milliseconds. */
  readonly slotMs: number;
  /** A SEV-1 or SEV-2 younger than `youngerThanMs` is read again after `afterMs`; null for recordings. */
  readonly secondLook: { readonly youngerThanMs: number; readonly afterMs: number } | null;
  readonly onProgress: (line: string) => void;
  /** Aborted when the process is asked to stop, or when the cycle takes too long: no new work, what was decided is still told. */
  readonly signal: AbortSignal;
}

import type { Counsel } from '../agents/advisor.ts';
import type { Brief } from '../agents/brief.ts';
import type { ChangeSource } from '../correlate/change-source.ts';
import type { ClusterHistory } from '../correlate/cluster-history.ts';
import type { Transcript } from '../domain/agent.ts';
import type { ClusterInfo } from '../domain/cluster.ts';
import type { Notice } from '../domain/incident.ts';
import type { Report } from '../domain/report.ts';
import type { Service } from '../domain/service.ts';
import type { Policy } from '../escalate/escalate.ts';
import type { Snapshot } from '../kinds/snapshot.ts';
import type { Notifier } from '../notify/notifier.ts';
import type { Clock } from '../platform/clock.ts';
import type { Store } from '../record/store.ts';

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
  /** Dollars left of the month's budget, as of now; null without one. Rejects when that can't be known. */
  readonly budgetLeft: () => Promise<number | null>;
}

export interface Questions {
  readonly briefs: readonly Brief[];
  readonly snapshot: Snapshot;
}

/** Everything a cycle works with; built in compose.ts, and by nobody else. */
export interface Parts {
  readonly source: 'live' | 'snapshot';
  readonly read: () => Promise<ReadResult>;
  /** Keeps the snapshot for a replay; null when nobody asked for it. */
  readonly keep: ((snapshot: Snapshot) => Promise<void>) | null;
  readonly store: Store;
  readonly services: readonly Service[];
  /** The monitor's own trouble known before the cycle: a services.txt that can't be read. */
  readonly troubles: readonly Notice[];
  readonly raisesDrift: boolean;
  readonly policy: Policy;
  readonly changes: ChangesPart;
  readonly model: ModelPart;
  /** Null: messages are shown and recorded, and sent nowhere. */
  readonly notifier: Notifier | null;
  /** For one message, all tries together. Milliseconds. */
  readonly sendDeadlineMs: number;
  readonly clock: Clock;
  /** Null: the cycle's own id. */
  readonly runId: string | null;
  readonly dryRun: boolean;
  /** Length of a slot: cycles of one slot are attempts of the same hour. Milliseconds. */
  readonly slotMs: number;
  /** A SEV-1 or SEV-2 younger than `youngerThanMs` is read again after `afterMs`; null for recordings. */
  readonly secondLook: { readonly youngerThanMs: number; readonly afterMs: number } | null;
  /** Where the store and the records are, to name it when they can't be used; null without state. */
  readonly stateDir: string | null;
  readonly writeRecord: ((report: Report, transcripts: readonly Transcript[]) => Promise<void>) | null;
  readonly onProgress: (line: string) => void;
  readonly signal: AbortSignal;
}

import type { Transcript } from '../domain/agent.ts';
import type { ClusterInfo } from '../domain/cluster.ts';
import type { Ledger } from '../domain/ledger.ts';
import type { Orders } from '../domain/orders.ts';
import type { Report } from '../domain/report.ts';

/** Who wants to work on the state of a cluster. */
export interface RunInfo {
  readonly runId: string;
  readonly cycleId: string;
  readonly at: Date;
}

/** A run that began and never ended: it was killed. */
export interface Unfinished {
  readonly runId: string;
  readonly startedAt: Date;
  /** The last step it told of (`collect`); null when it told of none. */
  readonly step: string | null;
}

/** The state of one cluster, held by one run at a time. */
export interface Session {
  readonly ledger: Ledger;
  readonly orders: Orders;
  /** False when what is stored must not be overwritten: a newer program wrote it. */
  readonly writable: boolean;
  /** What went wrong while loading, for the report; null when nothing did. */
  readonly warning: string | null;
  readonly unfinished: Unfinished | null;
  /** When a run before this one was at work last, whether or not it could keep anything; left out or null: not known. */
  readonly lastRunAt?: Date | null;
  /** Set when it is known from the start that nothing can be written: the error of the store. What is stored could be read. */
  readonly unwritable?: unknown;
  /** Notes the step, so that the next run knows where this one was killed. Never rejects. */
  readonly at: (step: string) => Promise<void>;
  /**
   * The lease is still ours; asked before each message. False: another run has it, or this one has given it back. Unknown: it has run
   * out and nobody answers, so that another run may or may not have taken it. Never rejects.
   */
  readonly held: () => Promise<boolean | 'unknown'>;
  /**
   * Writes the ledger, on the disk (or accepted by the API server) when this returns. When somebody else has written meanwhile, theirs
   * is read, merged and written, up to 5 times. Rejects with LostLease when another run took over, else with the error of the store.
   */
  readonly save: (ledger: Ledger) => Promise<void>;
  /** Gives the lease back. Never rejects. */
  readonly release: () => Promise<void>;
}

export type OpenedState =
  | { readonly status: 'open'; readonly session: Session }
  /** Another run holds the lease. `holder` for people: `run k8s-monitor-29401 since 14:00:03`; `runId` null: nobody knows which. */
  | { readonly status: 'busy'; readonly holder: string; readonly runId: string | null };

/** Another run holds the lease now: nothing may be written or sent any more. */
export class LostLease extends Error {
  override readonly name = 'LostLease';
}

export interface RecordList {
  /** The newest first. */
  readonly cycles: readonly Report[];
  /** Records that can't be read, each with the reason. */
  readonly damaged: readonly string[];
  readonly total: number;
}

/** A record, or in one line why there is none. */
export type RecordRead = { readonly report: Report } | { readonly problem: string };

/** Where the monitor keeps what it knows: a folder, or ConfigMaps. */
export interface StateStore {
  /** For people: `./data`, `configmap k8s-monitor/k8s-monitor-state`. */
  readonly place: string;
  /** Loading changes nothing when `dry`: no lease is taken. Rejects when the store can't be used. */
  readonly open: (cluster: ClusterInfo, run: RunInfo, dry: boolean) => Promise<OpenedState>;
  /** The ledgers of all clusters and what people ordered, for commands; each damaged one with the reason. */
  readonly look: () => Promise<{
    readonly states: readonly { readonly ledger: Ledger; readonly orders: Orders }[];
    readonly damaged: readonly string[];
  }>;
  /** Changes the orders of one cluster (its uid), whoever else writes. Rejects with the error of the store. */
  readonly order: (clusterUid: string, change: (orders: Orders) => Orders) => Promise<void>;
  readonly writeRecord: (report: Report, transcripts: readonly Transcript[]) => Promise<void>;
  readonly listRecords: (limit: number) => Promise<RecordList>;
  /** By id, the beginning of an id, or `latest`. */
  readonly readRecord: (which: string) => Promise<RecordRead>;
  readonly readTranscripts: (
    cycleId: string,
  ) => Promise<{ readonly transcripts: readonly Transcript[] } | { readonly problem: string }>;
}

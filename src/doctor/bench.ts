import type { ConfigFault } from '../config/fault.ts';
import type { Inventory } from '../config/inventory.ts';
import type { SettingName, Values } from '../config/settings.ts';
import type { Settled } from '../config/settled.ts';
import type { Clock } from '../platform/clock.ts';
import type { ClusterBench } from './cluster-bench.ts';

/** All that checks may look at: nothing of it writes, or sends anything to anybody. Asking rejects with an error for people. */
export interface Bench {
  readonly clock: Clock;
  /** Settings with a fault stand at their default. */
  readonly values: Values;
  readonly settled: Settled;
  /** Settings with a fault; null: a whole file can't be understood. */
  readonly faulty: ReadonlySet<SettingName> | null;
  readonly program: ProgramBench;
  readonly inventory: () => InventorySeen;
  readonly routes: () => RoutesSeen;
  /** What is wrong with each sink that can't be used; null where nothing is. Asks nobody. */
  readonly sinks: () => Promise<readonly SinkSeen[]>;
  readonly agents: () => Promise<AgentsSeen>;
  readonly cluster: ClusterBench;
  readonly slack: SlackBench;
  readonly state: StateBench;
  readonly changes: ChangesBench;
  readonly model: ModelBench;
}

export interface ProgramBench {
  readonly version: string;
  /** `24.21.0`. */
  readonly node: string;
  /** When the bundle was written; null: it runs from the sources. */
  readonly build: () => Promise<Date | null>;
  /** The newest of the sources beside the bundle; null: there are none, as in an image. */
  readonly newestSource: () => Promise<{ readonly file: string; readonly at: Date } | null>;
}

export interface InventorySeen extends Inventory {
  /** Nobody named a file: it is the example that comes with the program. */
  readonly isExample: boolean;
}

export interface RoutesSeen {
  readonly file: string | null;
  readonly routes: number;
  readonly faults: readonly ConfigFault[];
  readonly warnings: readonly ConfigFault[];
  /** Channels of Slack that messages may go to, as people write them. */
  readonly channels: readonly string[];
  /** Sinks of the file, Slack not among them. */
  readonly sinks: number;
}

export interface SinkSeen {
  readonly name: string;
  readonly type: string;
  readonly problem: string | null;
}

export interface AgentSeen {
  readonly name: string;
  readonly model: string;
  /** `k8s-analyzer.md:4`, or the setting that stands in its place. */
  readonly from: string;
  /** Dollars per million tokens; null: nobody knows. */
  readonly price: { readonly input: number; readonly output: number } | null;
  /** What is asked when the model is gone; null: nothing is. */
  readonly fallback: string | null;
}

export interface AgentsSeen {
  readonly folder: string;
  /** Those that can be used. */
  readonly agents: readonly AgentSeen[];
  readonly faults: readonly ConfigFault[];
}

/** Somebody said no, or nothing. */
export interface Refusal {
  /** A word: `not_in_channel`, `account`. */
  readonly code: string;
  readonly found: string;
  /** Null: the words say it, or nobody can mend it. */
  readonly mend: string | null;
  /** It may work a moment later. */
  readonly passing: boolean;
}

export interface SlackBench {
  /** What the program uses, and what is lost without each. */
  readonly scopes: readonly { readonly scope: string; readonly without: string }[];
  readonly identity: (
    signal: AbortSignal,
  ) => Promise<{ readonly team: string; readonly user: string; readonly scopes: readonly string[] | null } | Refusal>;
  /** Null: messages would arrive. */
  readonly channel: (channel: string, signal: AbortSignal) => Promise<Refusal | null>;
}

export interface StateBench {
  /** Of a state in ConfigMaps; null: it is a folder. */
  readonly objects: {
    readonly namespace: string;
    readonly count: number;
    /** The command that makes those that are missing, and leaves the others as they are. */
    readonly makes: string;
  } | null;
  /** Names of ConfigMaps and Leases that it may write: its own, and those the manifests make. */
  readonly ownNames: readonly string[];
  /** True: the folder is there; false: it would be made. Rejects with a sentence that names the mend. */
  readonly probeFolder: () => Promise<boolean>;
  /** What is wrong with each ConfigMap and the Lease, with the mend. */
  readonly probeObjects: () => Promise<readonly string[]>;
  /** The last cycle of each cluster that has had one. */
  readonly lastCycles: () => Promise<{
    readonly cycles: readonly { readonly at: Date; readonly cluster: string; readonly uid: string }[];
    readonly damaged: readonly string[];
  }>;
}

export interface ChangesBench {
  readonly github: (signal: AbortSignal) => Promise<{
    readonly branch: string;
    readonly head: string;
    readonly scopes: readonly string[] | null;
    readonly expiresAt: Date | null;
    readonly readsPulls: boolean;
  }>;
  readonly git: (
    signal: AbortSignal,
  ) => Promise<{ readonly shown: string; readonly head: string; readonly limits: readonly string[] }>;
}

export interface ModelSeen {
  readonly id: string;
  readonly lifecycle: 'active' | 'deprecated' | 'retired' | null;
  readonly retiresAt: Date | null;
}

export interface ModelBench {
  /** Anthropic's own endpoint. */
  readonly anthropic: boolean;
  /** There is somebody to ask. */
  readonly set: boolean;
  /** The list the endpoint gives; asked once. */
  readonly all: (signal: AbortSignal) => Promise<readonly ModelSeen[] | Refusal>;
  /** Null: there is none of this id. */
  readonly one: (id: string, signal: AbortSignal) => Promise<ModelSeen | null | Refusal>;
}

export function isRefusal(answer: object | null): answer is Refusal {
  return answer !== null && 'code' in answer && 'passing' in answer;
}

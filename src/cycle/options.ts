import type { Report } from '../domain/report.ts';
import type { Severity } from '../domain/severity.ts';

export const OUTPUT_FORMATS = ['text', 'markdown', 'json'] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

/** The flags of `k8s-monitor run`, checked and parsed; undefined where the flag was not given. */
export interface RunOptions {
  readonly config: string | undefined;
  readonly context: string | undefined;
  /** Never empty: undefined means the whole cluster. */
  readonly namespaces: readonly string[] | undefined;
  readonly services: string | undefined;
  readonly agents: string | undefined;
  readonly state: string | undefined;
  readonly snapshot: string | undefined;
  readonly record: string | undefined;
  readonly now: Date | undefined;
  readonly intervalMs: number | undefined;
  readonly dryRun: boolean;
  readonly noModel: boolean;
  readonly failOn: Severity | undefined;
  /** A gap or a message that waits is no reason to fail: whoever starts us takes anything but 0 for a run that has to be looked at. */
  readonly exitZero: boolean;
}

/** A line of a file the operator wrote that can't be used as it is. */
export interface FileFault {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export type RunResult = DoneRun | SkippedRun;

/** Another run is at work on the cluster. */
export interface SkippedRun {
  readonly status: 'skipped';
  readonly holder: string;
  readonly exitCode: 0;
}

export interface DoneRun {
  readonly status: 'done';
  readonly report: Report;
  /** As the contract says, `--fail-on` and `--exit-zero` included. */
  readonly exitCode: number;
  /** What is wrong with files the operator wrote, though the cycle could run. */
  readonly faults: readonly FileFault[];
  /** What could not be kept, and the mend; the cycle was judged all the same. */
  readonly notKept: readonly string[];
  /** The store keeps little of a cycle: the whole record goes to standard output as one line of JSON, for whoever collects logs. */
  readonly saysRecord: boolean;
}

export interface CycleHooks extends RunHooks {
  /** A message for whoever reads standard output, as one line. */
  readonly onMessage: (line: string) => Promise<void>;
}

export interface RunHooks {
  /** One short line for people about what is being done now. */
  readonly onProgress: (line: string) => void;
  /** Aborted when the process is asked to stop. */
  readonly signal: AbortSignal;
}

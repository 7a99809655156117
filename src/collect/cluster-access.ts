import type { Untrusted } from '../domain/untrusted.ts';
import type { Kind } from '../kinds/registry.ts';

/**
 * Kinds the tools may show besides those that detectors read. Never Secrets; of a ConfigMap only the names of its keys, of a
 * ControllerRevision only the template, without values of variables.
 */
export const TOOL_ONLY_KINDS = ['ControllerRevision'] as const;
export type AccessKind = Kind | (typeof TOOL_ONLY_KINDS)[number];

/** An object as the API serves it, or as a recording kept it. Unchecked, and somebody else's words. */
export type RawObject = Readonly<Record<string, unknown>>;

export interface ListQuery {
  readonly kind: AccessKind;
  /** Null: the whole cluster. */
  readonly namespace: string | null;
  /** As kubectl takes it: `app=api,tier!=web`; null: all. */
  readonly labelSelector: string | null;
}

export interface ObjectList {
  readonly objects: readonly RawObject[];
  /** What is missing, for people: `forbidden in mysql`, `the recording does not hold events`. */
  readonly limits: readonly string[];
}

export interface LogQuery {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  /** The run before the present one. */
  readonly previous: boolean;
  readonly tailLines: number;
}

/** When the data of an object was last written, and by which program. */
export interface LastWrite {
  readonly name: string;
  readonly at: Date;
  /** As that program calls itself; null where nobody noted it. */
  readonly by: string | null;
}

/**
 * One question at a time to a cluster or a recording, for people and agents who look closer. Read only. Methods reject with a
 * ReadError, or with the signal's reason.
 */
export interface ClusterAccess {
  list(query: ListQuery, signal: AbortSignal): Promise<ObjectList>;
  /** Null: it is not there. */
  get(kind: AccessKind, namespace: string | null, name: string, signal: AbortSignal): Promise<RawObject | null>;
  /** Redacted, whole lines, at most 64 KiB. */
  log(query: LogQuery, signal: AbortSignal): Promise<{ readonly text: Untrusted; readonly cut: boolean }>;
  /** Of the ConfigMaps of a namespace, by their metadata alone: none of their data is asked for. A recording does not hold it. */
  changedAt?(namespace: string, signal: AbortSignal): Promise<readonly LastWrite[]>;
}

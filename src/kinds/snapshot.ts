import type { ClusterInfo, Gap } from '../domain/cluster.ts';
import type { ObjectRef } from '../domain/object-ref.ts';
import type { Untrusted } from '../domain/untrusted.ts';
import type { Kind, ObjectOf } from './registry.ts';
import type { VolumeFigures } from './volumes.ts';

/**
 * full: every object is here, absence means absence. partial: some could not be read, the gaps say which.
 * not-served: the cluster doesn't know the kind. not-read: nobody asked, or the recording doesn't hold it.
 */
export const COVERAGES = ['full', 'partial', 'not-served', 'not-read'] as const;
export type Coverage = (typeof COVERAGES)[number];

/** The end of what a container printed. */
export interface ContainerLog {
  readonly pod: ObjectRef;
  readonly container: string;
  /** True: the log of the run before, the one that crashed. */
  readonly previous: boolean;
  readonly text: Untrusted;
  /** True when lines or bytes before this text were cut. */
  readonly cut: boolean;
}

/** An object that could not be understood and was left out (it is not absent: `left-out.ts`), or a log that could not be read. */
export interface SkippedObject {
  readonly kind: string;
  readonly namespace: string | null;
  readonly name: string | null;
  readonly why: string;
}

export type ObjectsByKind = { readonly [K in Kind]: readonly ObjectOf<K>[] };

/** What a cycle read of the cluster, and what it could not. */
export interface Snapshot {
  readonly takenAt: Date;
  readonly cluster: ClusterInfo;
  readonly objects: ObjectsByKind;
  /** A kind that is not in the map was not read. */
  readonly coverage: ReadonlyMap<Kind, Coverage>;
  readonly gaps: readonly Gap[];
  readonly logs: readonly ContainerLog[];
  /** Of volumes in use, by claim; one that is not in it is not known, for example because nobody asks kubelets. */
  readonly volumes: readonly VolumeFigures[];
  readonly skipped: readonly SkippedObject[];
  /** What nobody wanted to know, in words (`how full volumes are (…)`): no gap. Left out: nothing is missing, as far as it is known. */
  readonly notChecked?: readonly string[];
  /**
   * The parts of a partial kind that were read in full all the same (namespaces), by kind.
   * A namespace in here is complete although the kind as a whole is not.
   */
  readonly completeNamespaces: ReadonlyMap<Kind, readonly string[]>;
}

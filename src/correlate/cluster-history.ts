import type { ClusterChange } from '../domain/change.ts';
import type { ObjectRef } from '../domain/object-ref.ts';
import type { Incidence } from './incidence.ts';

/** One place an application is synced from. */
export interface SyncSource {
  /** As the application names it: `https://github.com/owner/name.git`. */
  readonly repository: string;
  /** Folder in the repository; null for a chart of a Helm repository. */
  readonly path: string | null;
  readonly chart: string | null;
  /** Branch, tag, commit or chart version it wants; null: the default branch. */
  readonly revision: string | null;
}

/** What one Argo CD Application, Flux Kustomization or HelmRelease brings into the cluster. */
export interface Sync {
  readonly app: ObjectRef;
  readonly sources: readonly SyncSource[];
  /** Where its objects go; null: they say so themselves. */
  readonly namespace: string | null;
  /** The objects it manages, where it lists them. */
  readonly objects: readonly ObjectRef[];
  /** Commits it brought, newest first, with the time of each. */
  readonly history: readonly { readonly revision: string; readonly at: Date }[];
  /** False: it knows of a newer commit, or of a difference, and has not brought it yet; null: it does not say. */
  readonly inSync: boolean | null;
}

export interface ClusterChanges {
  readonly changes: readonly ClusterChange[];
  /** When the workload last got a new revision, also before the window; null: not known, or it has none. */
  readonly lastRollout: Date | null;
  /** Images of the workload that may change without any commit: `n8nio/n8n:latest`. */
  readonly mutableImages: readonly string[];
  /** What could not be read, for people. */
  readonly limits: readonly string[];
}

/** What the cluster tells of changes. Methods reject with a ReadError, or with the signal's reason. */
export interface ClusterHistory {
  syncs(signal: AbortSignal): Promise<readonly Sync[]>;
  /** Changes of the incident's workload, of what it mounts, and of its nodes, in the 24 h before the onset. */
  changesOf(incidence: Incidence, signal: AbortSignal): Promise<ClusterChanges>;
}

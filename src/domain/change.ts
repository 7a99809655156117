import type { FieldChange } from './field-change.ts';
import type { ObjectRef } from './object-ref.ts';
import type { Untrusted } from './untrusted.ts';

export const FILE_STATUSES = ['added', 'modified', 'removed', 'renamed'] as const;

export interface ChangedFile {
  readonly path: string;
  readonly previousPath: string | null;
  readonly status: (typeof FILE_STATUSES)[number];
  /** Unified diff without its header, redacted; null when it was not read, or there is none (binary, too large). */
  readonly patch: Untrusted | null;
  /** True when the patch was cut. */
  readonly cut: boolean;
}

/** One commit, as its source tells it. SHA, times and paths come from the API; the rest is somebody's text. */
export interface Change {
  readonly sha: string;
  /** Address of the commit for people; null where the source has none. */
  readonly url: string | null;
  /** `owner/name`, or the address of the repository. */
  readonly repository: string;
  readonly author: Untrusted;
  /** Committer's date: the author's date of a rebase lies, by days. */
  readonly committedAt: Date;
  readonly subject: Untrusted;
  /** True of a merge: it has more than one parent, and reverting it needs to be told which one stays. */
  readonly merge?: true;
  /** Files of the commit, as far as they were read. */
  readonly files: readonly ChangedFile[];
  /** True when the commit has more files than were read. */
  readonly moreFiles: boolean;
  readonly pullRequest: { readonly number: number; readonly title: Untrusted; readonly url: string } | null;
}

export const CLUSTER_CHANGES = ['rollout', 'sync', 'config', 'secret', 'node'] as const;

/** A change as the cluster itself tells it: a new revision, a sync, a ConfigMap written, a certificate renewed, a node upgraded. */
export interface ClusterChange {
  readonly kind: (typeof CLUSTER_CHANGES)[number];
  readonly object: ObjectRef;
  readonly at: Date;
  /** For people, redacted: `revision 7: image api:1.2 → api:1.3`. */
  readonly text: string;
  /** What differs; empty where the cluster only tells that it changed. */
  readonly fields: readonly FieldChange[];
  /** The commit it brought into the cluster, where a sync tells; null else. */
  readonly commit: string | null;
  /** A command line built by code that takes it back where nothing syncs the object from Git; null when there is none. */
  readonly undo: string | null;
}

export const CONFIDENCE_LEVELS = ['HIGH', 'MEDIUM', 'LOW'] as const;
export type ChangeConfidence = (typeof CONFIDENCE_LEVELS)[number];

/** A change that may have caused an incident, by the rules' score. */
export interface Suspect {
  readonly change: Change | ClusterChange;
  /** From the change to the first symptom. */
  readonly minutesBeforeOnset: number;
  readonly confidence: ChangeConfidence;
  /** Why, for people: `touches base-apps/api/ of the service, 12 min before the first symptom`. */
  readonly reasons: readonly string[];
  /** What changed, in words, where it could be told. */
  readonly fields: readonly string[];
  /** Those of its files that belong to the incident: what taking it back restores. */
  readonly touched: readonly string[];
  /** A command line built by code, or null when there is none that is safe to give. */
  readonly rollback: string | null;
  /** What somebody has to know before taking it back; null: nothing special. */
  readonly caution: string | null;
  /** Short id of the commit that took it back after the first symptom; null: nobody did. */
  readonly revertedBy: string | null;
}

export function isCommit(change: Change | ClusterChange): change is Change {
  return 'sha' in change;
}

/** When it was made: committed, or seen in the cluster. */
export function madeAt(change: Change | ClusterChange): Date {
  return isCommit(change) ? change.committedAt : change.at;
}

/** What is known of the changes behind one incident. Not to have looked is not the same as to have found nothing. */
export type Changes =
  | { readonly status: 'found'; readonly suspects: readonly Suspect[]; readonly limits: readonly string[] }
  | { readonly status: 'none'; readonly looked: string; readonly limits: readonly string[] }
  | { readonly status: 'unread'; readonly why: string };

import type { Change } from '../domain/change.ts';

export interface ChangeQuery {
  /** Folders or files, from the top of the repository; empty: the whole repository. */
  readonly paths: readonly string[];
  /** By the committer's date, both included. */
  readonly since: Date;
  readonly until: Date;
  /** The branch the cluster syncs; null: the one the source was made for. */
  readonly branch: string | null;
  /** True for paths of what it only needs: left out first where requests are scarce. */
  readonly isMore: boolean;
  /** Incidents of the cycle that are looked into after this one: where requests are scarce some are left for them. */
  readonly waiting?: number;
}

export interface ChangeList {
  /** The newest first, each once, files and patches not read yet. */
  readonly changes: readonly Change[];
  /** What is missing, for people: `only the newest 300 commits of 10,000 were read`. */
  readonly limits: readonly string[];
}

/** Where changes come from. Methods reject with a ReadError, or with the signal's reason; never later than the signal. */
export interface ChangeSource {
  /** For people: `github.com/owner/name, branch main`. */
  readonly name: string;
  /** Address to compare with those applications name: `github.com/owner/name`, without scheme and `.git`, in lower case. */
  readonly repository: string;
  /** How many changes of one incident are read: little where each costs a request. */
  readonly mostReads: number;
  list(query: ChangeQuery, signal: AbortSignal): Promise<ChangeList>;
  /** The same change with its files and their patches (capped), and its pull request when there is one. */
  read(change: Change, signal: AbortSignal): Promise<Change>;
}

import type { Change, ChangedFile } from '../../domain/change.ts';
import type { Untrusted } from '../../domain/untrusted.ts';
import { redact } from '../../platform/redact/redact.ts';
import { commitPage, type GitAddress } from './address.ts';
import type { LoggedCommit, LoggedFile } from './log.ts';

const MOST_KEPT = 50_000;

export interface ChangeMaker {
  /** Redacted, its files without their patches. */
  changeOf(commit: LoggedCommit): Change;
  /** `cut`: there is more to say of it than is said. */
  fileOf(file: LoggedFile, cut: boolean): ChangedFile;
}

/** Paths and authors come again and again: each is redacted once. */
export function changeMaker(address: GitAddress): ChangeMaker {
  const made = new WeakMap<LoggedCommit, Change>();
  const seen = new Map<string, Untrusted>();
  const shown = (text: string): Untrusted => {
    const known = seen.get(text);
    if (known !== undefined) return known;
    const result = redact(text, 500);
    if (seen.size < MOST_KEPT) seen.set(text, result);
    return result;
  };
  const fileOf = ({ path, previousPath, status }: LoggedFile, cut: boolean): ChangedFile => ({
    path: shown(path),
    previousPath: previousPath === null ? null : shown(previousPath),
    status,
    patch: null,
    cut,
  });
  return {
    fileOf,
    changeOf: (commit) => {
      const known = made.get(commit);
      if (known !== undefined) return known;
      const change: Change = {
        sha: commit.sha,
        url: commitPage(address, commit.sha),
        repository: address.shown,
        author: shown(commit.author),
        committedAt: commit.at,
        subject: redact(commit.subject, 300),
        ...(commit.parents.length > 1 ? { merge: true } : {}),
        files: commit.files.map((file) => fileOf(file, false)),
        moreFiles: commit.moreFiles,
        pullRequest: null,
      };
      made.set(commit, change);
      return change;
    },
  };
}

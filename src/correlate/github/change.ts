import type { Change, ChangedFile } from '../../domain/change.ts';
import { redact } from '../../platform/redact/redact.ts';
import type { CommitAnswer } from './wire.ts';

const STATUS = {
  added: 'added',
  copied: 'added',
  removed: 'removed',
  renamed: 'renamed',
  modified: 'modified',
  changed: 'modified',
  unchanged: 'modified',
} as const satisfies Record<string, ChangedFile['status']>;

/** `base` is the address of the repository's pages: links are built, never taken from an answer. */
export function changeOf(answer: CommitAnswer, base: string, repository: string): Change {
  const { sha, commit, author, parents, files } = answer;
  return {
    sha,
    url: `${base}/commit/${sha}`,
    repository,
    author: commit.author?.name ?? author?.login ?? redact('unknown'),
    committedAt: new Date(commit.committer.date),
    subject: commit.message,
    ...(parents.length > 1 ? { merge: true } : {}),
    files: (files ?? []).map((file) => ({
      path: file.filename,
      previousPath: file.previous_filename ?? null,
      status: STATUS[file.status],
      patch: file.patch,
      cut: file.cut,
    })),
    moreFiles: false,
    pullRequest: null,
  };
}

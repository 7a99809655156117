import type { ChangeSource } from '../../src/correlate/change-source.ts';
import type { Change } from '../../src/domain/change.ts';
import { redact } from '../../src/platform/redact/redact.ts';
import type { FakeCommit } from '../fakes/github/types.ts';

/** A source of made commits, which counts what it is asked. */
export function recordedSource(
  commits: readonly FakeCommit[],
): ChangeSource & { asked: { list: number; read: number } } {
  const asked = { list: 0, read: 0 };
  const touches = (path: string, wanted: string) => (wanted.endsWith('/') ? path.startsWith(wanted) : path === wanted);
  return {
    name: 'a recording',
    repository: 'a recording',
    mostReads: 8,
    asked,
    list: async ({ paths, since, until }) => {
      asked.list += 1;
      const found = commits
        .filter(({ files }) => paths.length === 0 || files.some((f) => paths.some((wanted) => touches(f.path, wanted))))
        .map((commit) => ({ ...changeOf(commit), files: [] }))
        .filter(({ committedAt }) => committedAt >= since && committedAt <= until);
      return { changes: found.sort((a, b) => b.committedAt.getTime() - a.committedAt.getTime()), limits: [] };
    },
    read: async ({ sha }) => {
      asked.read += 1;
      const commit = commits.find((one) => one.sha === sha);
      if (commit === undefined) throw new Error(`no commit ${sha}`);
      return changeOf(commit);
    },
  };
}

function changeOf(commit: FakeCommit): Change {
  const { sha, author, committerDate, subject, files, merges } = commit;
  return {
    sha,
    url: null,
    repository: 'a recording',
    author: redact(author),
    committedAt: new Date(committerDate),
    subject: redact(subject),
    ...(merges === undefined ? {} : { merge: true }),
    files: files.map(({ path, previousPath, status, patch }) => ({
      path,
      previousPath: previousPath ?? null,
      status,
      patch: patch === undefined ? null : redact(patch),
      cut: false,
    })),
    moreFiles: false,
    pullRequest: null,
  };
}

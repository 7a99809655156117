import type { GithubClient } from '../correlate/github/client.ts';
import { isSha } from '../correlate/sha.ts';
import type { Change } from '../domain/change.ts';
import { ReadError } from '../platform/errors.ts';
import { redact } from '../platform/redact/redact.ts';
import type { Commit, EvalFile } from './eval-file.ts';

const HOST = 'github.com';
const BRANCH = 'main';

/** The commits of an eval behind the client that cycles and tools read GitHub with. Files as a whole are not recorded. */
export function recordedGithub({ repository, commits }: EvalFile['changes']): GithubClient {
  const all = [...commits].sort((a, b) => (a.committedAt < b.committedAt ? 1 : -1));
  const find = (sha: string): Commit => {
    const commit = isSha(sha) ? all.find((c) => c.sha.startsWith(sha.toLowerCase())) : undefined;
    if (commit === undefined) throw new ReadError('error', `commit ${sha.slice(0, 40)} is not in ${repository}`);
    return commit;
  };
  return {
    repository,
    host: HOST,
    listCommits: async ({ path, since, until }, _signal, most = 300) => {
      const found = all.filter(
        (commit) =>
          (path === null || commit.files.some((file) => isUnder(file.path, path))) &&
          (since === null || new Date(commit.committedAt) >= since) &&
          (until === null || new Date(commit.committedAt) <= until),
      );
      const read = found.slice(0, most).map((commit) => ({ ...changeOf(repository, commit), files: [] }));
      return { commits: read, more: found.length > most, about: found.length };
    },
    getCommit: async (sha) => changeOf(repository, find(sha)),
    getFile: async (path) => {
      throw new ReadError('error', `${path} of ${repository} is not recorded; its commits are`);
    },
    listPullRequestsForCommit: async () => [],
    defaultBranch: async () => BRANCH,
    getBranch: async () => all[0]?.sha ?? find('').sha,
  };
}

function changeOf(repository: string, { sha, author, committedAt, subject, files }: Commit): Change {
  return {
    sha,
    url: `https://${HOST}/${repository}/commit/${sha}`,
    repository,
    author: redact(author),
    committedAt: new Date(committedAt),
    subject: redact(subject),
    files: files.map(({ path, status, patch }) => ({
      path,
      previousPath: null,
      status,
      patch: patch === null ? null : redact(patch),
      cut: false,
    })),
    moreFiles: false,
    pullRequest: null,
  };
}

function isUnder(path: string, asked: string): boolean {
  const folder = asked.replace(/\/+$/, '');
  return path === folder || path.startsWith(`${folder}/`);
}

import type { GithubClient } from '../correlate/github/client.ts';
import { isSha } from '../correlate/sha.ts';
import type { Change } from '../domain/change.ts';
import { ReadError } from '../platform/errors.ts';

const HOST = 'github.com';
const BRANCH = 'main';

export interface RecordedRepository {
  /** `owner/name`. */
  readonly repository: string;
  readonly commits: readonly Change[];
}

/** The commits of an eval behind the client that cycles and tools read GitHub with. Files as a whole are not recorded. */
export function recordedGithub({ repository, commits }: RecordedRepository): GithubClient {
  const all = commits
    .map((commit) => ({ ...commit, url: `https://${HOST}/${repository}/commit/${commit.sha}` }))
    .sort((a, b) => b.committedAt.getTime() - a.committedAt.getTime());
  const find = (sha: string): Change => {
    const commit = isSha(sha) ? all.find((c) => c.sha.startsWith(sha.toLowerCase())) : undefined;
    if (commit === undefined) throw new ReadError('error', `commit ${sha.slice(0, 40)} is not in ${repository}`);
    return commit;
  };
  return {
    repository,
    host: HOST,
    listCommits: async ({ path, since, until }, _signal, most = 300) => {
      const found = all.filter(
        ({ files, committedAt }) =>
          (path === null || files.some((file) => isUnder(file.path, path))) &&
          (since === null || committedAt >= since) &&
          (until === null || committedAt <= until),
      );
      const read = found.slice(0, most).map((commit) => ({ ...commit, files: [] }));
      return { commits: read, more: found.length > most, about: found.length };
    },
    getCommit: async (sha) => find(sha),
    getFile: async (path) => {
      throw new ReadError('error', `${path} of ${repository} is not recorded; its commits are`);
    },
    listPullRequestsForCommit: async () => [],
    defaultBranch: async () => BRANCH,
    getBranch: async () => all[0]?.sha ?? find('').sha,
  };
}

function isUnder(path: string, asked: string): boolean {
  const folder = asked.replace(/\/+$/, '');
  return path === folder || path.startsWith(`${folder}/`);
}

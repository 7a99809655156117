import type { Change } from '../domain/change.ts';
import type { ChangeSource } from './change-source.ts';
import type { GithubClient, PullRequest } from './github-client.ts';

export interface WatchedBranch {
  /** The branch that is synced into the cluster; null: the default branch. */
  readonly branch: string | null;
}

/** Changes of one branch of one repository, as GitHub tells them. */
export function githubSource(client: GithubClient, { branch }: WatchedBranch): ChangeSource {
  return {
    repository: `${client.host}/${client.repository}`.toLowerCase(),
    name: `${client.host}/${client.repository}, ${branch === null ? 'default branch' : `branch ${branch}`}`,
    list: async ({ paths, since, until, branch: synced }, signal) => {
      const wanted = paths.length === 0 ? [null] : paths;
      const lists = await Promise.all(
        wanted.map((path) => client.listCommits({ path, since, until, branch: synced ?? branch }, signal)),
      );
      const bySha = new Map(
        lists.flatMap(({ commits }) => commits).map((commit): [string, Change] => [commit.sha, commit]),
      );
      const limits = lists.flatMap(({ commits, more, about }, i) => {
        if (!more) return [];
        const all = about === null ? 'more' : `about ${about}`;
        return [`only the newest ${commits.length} of ${all} commits of ${wanted[i] ?? 'the repository'} were read`];
      });
      return { changes: [...bySha.values()].sort(newestFirst), limits };
    },
    read: async (change, signal) => {
      const [full, pulls] = await Promise.all([
        client.getCommit(change.sha, signal),
        // A token that may read contents need not see pull requests.
        client.listPullRequestsForCommit(change.sha, signal).catch((): readonly PullRequest[] => []),
      ]);
      signal.throwIfAborted();
      const pull = pulls.find(({ merged }) => merged) ?? pulls[0];
      if (pull === undefined) return full;
      const { number, title, url } = pull;
      return { ...full, pullRequest: { number, title, url } };
    },
  };
}

function newestFirst(a: Change, b: Change): number {
  return b.committedAt.getTime() - a.committedAt.getTime();
}

import type { Change } from '../../domain/change.ts';
import { DAY, HOUR } from '../../domain/duration.ts';
import { ReadError } from '../../platform/errors.ts';
import type { ChangeList, ChangeQuery, ChangeSource } from '../change-source.ts';
import type { CommitsRead, GithubClient, PullRequest } from './client.ts';

export interface GithubSourceOptions {
  /** The branch that is synced into the cluster; null: the default branch. */
  readonly branch: string | null;
  /** Requests that one cycle may make, answers from the cache included. */
  readonly mostRequests?: number;
}

const MOST_REQUESTS = 10;
/** So few commits in the window are all read: that tells more than one list for every path, and costs less. */
const FEW = 5;
/** Kept for reading the likeliest commits, when others' paths and pull requests are asked for. */
const RESERVE = 4;
const MOST_READS = 5;
/** Two lists (its folder and its file) and one commit: the least that answers for an incident. */
const EACH = 3;
/** How wrong the clock of a committer may be. */
const MOST_SKEW = 3 * HOUR;
const PER_PAGE = 100;

/** Changes of one branch of one repository, as GitHub tells them, with a bound on the requests. */
export function githubSource(client: GithubClient, options: GithubSourceOptions): ChangeSource {
  const { branch, mostRequests = MOST_REQUESTS } = options;
  let left = mostRequests;
  let waiting = 0;
  /** Commits that may be read for the incident at hand; at least one, so that the worst is answered. */
  let reads = mostRequests;
  const take = (keep: number) => {
    if (left <= keep) throw new ReadError('error', `the ${mostRequests} requests to GitHub of a cycle are spent`);
    left -= 1;
  };
  const overviews = new Map<string, Promise<CommitsRead>>();

  async function commits(path: string | null, query: ChangeQuery, signal: AbortSignal): Promise<CommitsRead> {
    take(query.isMore ? RESERVE + EACH * waiting : 0);
    const most = path === null ? PER_PAGE : Math.min(3, left + 1) * PER_PAGE;
    const read = await client.listCommits({ path, ...wholeDays(query), branch: query.branch ?? branch }, signal, most);
    left -= Math.max(0, Math.ceil(read.commits.length / PER_PAGE) - 1);
    return { ...read, commits: inside(read.commits, query) };
  }

  /** The whole branch once: in a quiet day it makes all other lists needless. */
  function overview(query: ChangeQuery, signal: AbortSignal): Promise<CommitsRead> {
    const key = JSON.stringify([query.since, query.until, query.branch]);
    const known = overviews.get(key);
    if (known !== undefined) return known;
    const asked = commits(null, { ...query, isMore: false }, signal);
    overviews.set(key, asked);
    return asked;
  }

  return {
    repository: `${client.host}/${client.repository}`.toLowerCase(),
    mostReads: MOST_READS,
    name: `${client.host}/${client.repository}, ${branch === null ? 'default branch' : `branch ${branch}`}`,
    list: async (query, signal) => {
      waiting = query.waiting ?? 0;
      const all = await overview(query, signal);
      if (query.paths.length === 0 || (!all.more && all.commits.length <= FEW)) return toList([all], [null]);
      const lists: CommitsRead[] = [];
      for (const path of query.paths) lists.push(await commits(path, query, signal));
      if (!query.isMore) reads = Math.max(1, left - EACH * waiting);
      return toList(lists, query.paths);
    },
    read: async (change, signal) => {
      take(reads > 0 ? 0 : left);
      reads -= 1;
      const full = await client.getCommit(change.sha, signal);
      if (left <= RESERVE + EACH * waiting) return full;
      take(0);
      // A token that may read contents need not see pull requests.
      const nobody = (): readonly PullRequest[] => [];
      const pulls = await client.listPullRequestsForCommit(change.sha, signal).catch(nobody);
      signal.throwIfAborted();
      const pull = pulls.find(({ merged }) => merged) ?? pulls[0];
      if (pull === undefined) return full;
      const { number, title, url } = pull;
      return { ...full, pullRequest: { number, title, url } };
    },
  };
}

/** The same question all day long: asked again it costs nothing. */
function wholeDays({ since, until }: ChangeQuery): { readonly since: Date; readonly until: Date } {
  return {
    since: new Date(Math.floor(since.getTime() / DAY) * DAY),
    until: new Date(Math.ceil((until.getTime() + MOST_SKEW) / DAY) * DAY),
  };
}

/** What is dated a little after the window is kept: its date is wrong. Where it goes on well past it, it is a look at an older moment. */
function inside(commits: readonly Change[], { since, until }: ChangeQuery): readonly Change[] {
  const past = ({ committedAt }: Change) => committedAt.getTime() - until.getTime();
  const isOlderMoment = commits.some((one) => past(one) > MOST_SKEW);
  return commits.filter((one) => one.committedAt >= since && past(one) <= (isOlderMoment ? 0 : MOST_SKEW));
}

function toList(lists: readonly CommitsRead[], paths: readonly (string | null)[]): ChangeList {
  const bySha = new Map(
    lists.flatMap(({ commits }) => commits).map((commit): [string, Change] => [commit.sha, commit]),
  );
  const limits = lists.flatMap(({ commits, more, about }, i) => {
    if (!more) return [];
    const all = about === null ? 'more' : `about ${about}`;
    return [`only the newest ${commits.length} of ${all} commits of ${paths[i] ?? 'the repository'} were read`];
  });
  return { changes: [...bySha.values()].sort(newestFirst), limits };
}

function newestFirst(a: Change, b: Change): number {
  return b.committedAt.getTime() - a.committedAt.getTime();
}

import { HOUR, MINUTE } from '../../domain/duration.ts';
import { shortSha } from '../sha.ts';
import { shallowCommits } from './local.ts';
import { type LoggedCommit, logArgs, logParser } from './log.ts';
import type { GitRepository, Tip } from './repository.ts';

/** Commits on the way; with more the oldest are left out, and it is said. */
const MOST_COMMITS = 20_000;
/** Dates of neighbours differ by wrong clocks: so many older ones in a row are the end of the window. */
const OLDER_IN_A_ROW = 100;
/** How wrong a clock may be. */
const MOST_SKEW = 3 * HOUR;
const MOST_BYTES = 256 * 1024 * 1024;

/** What a branch got since a moment. */
export interface GitHistory {
  /** As on the branch, the newest first. */
  readonly commits: readonly LoggedCommit[];
  readonly since: Date;
  /** Dated after `now`, though they are there: a clock is wrong. */
  readonly ahead: ReadonlySet<string>;
  readonly limits: readonly string[];
}

/** One `git log` for all that a cycle asks of one branch. */
export async function readHistory(
  { client, gitDir }: GitRepository,
  tip: Tip,
  { since, now, most = MOST_COMMITS }: { readonly since: Date; readonly now: Date; readonly most?: number },
  signal: AbortSignal,
): Promise<GitHistory> {
  const shallow = await shallowCommits(gitDir);
  const commits: LoggedCommit[] = [];
  let older = 0;
  let first: LoggedCommit | null = null;
  const parser = logParser((commit) => {
    if (commit.at < since) {
      older += 1;
      return older < OLDER_IN_A_ROW;
    }
    older = 0;
    // Compared with nothing it looks as if it had made everything.
    if (shallow.has(commit.sha)) first = commit;
    else commits.push(commit);
    return true;
  });
  await client.run(logArgs(tip.sha, most + 1), signal, { mostBytes: MOST_BYTES, take: (chunk) => parser.push(chunk) });
  parser.end();
  const isCapped = commits.length > most;
  const kept = isCapped ? commits.slice(0, most) : commits;
  const ahead = datedAhead(kept, now);
  return {
    commits: kept,
    since,
    ahead: new Set(ahead.map(({ sha }) => sha)),
    limits: [
      ...tip.limits,
      ...(isCapped ? [`only the newest ${most} commits were read`] : []),
      ...beginning(first),
      ...aheadWords(ahead, now),
    ],
  };
}

function beginning(first: LoggedCommit | null): readonly string[] {
  if (first === null) return [];
  const at = `${first.at.toISOString().slice(0, 16)}Z`;
  return [`history before ${at} is not in the clone, which begins with ${shortSha(first.sha)}: fetch it deeper`];
}

/** None when the branch goes on well past `now`: then it is a replay of an older moment, and they are just later. */
function datedAhead(commits: readonly LoggedCommit[], now: Date): readonly LoggedCommit[] {
  const ahead = commits.filter(({ at }) => at > now);
  return ahead.some(({ at }) => at.getTime() - now.getTime() > MOST_SKEW) ? [] : ahead;
}

function aheadWords(ahead: readonly LoggedCommit[], now: Date): readonly string[] {
  if (ahead.length === 0) return [];
  const most = Math.max(...ahead.map(({ at }) => at.getTime() - now.getTime()));
  const count = ahead.length === 1 ? '1 commit is' : `${ahead.length} commits are`;
  return [
    `${count} dated after this cycle, by up to ${Math.ceil(most / MINUTE)} min: a clock is wrong, the committer\u2019s or ours`,
  ];
}

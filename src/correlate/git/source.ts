import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Change, ChangedFile } from '../../domain/change.ts';
import type { Clock } from '../../platform/clock.ts';
import { ReadError } from '../../platform/errors.ts';
import type { ChangeQuery, ChangeSource } from '../change-source.ts';
import { isPatchWorthReading } from '../safe-patch.ts';
import { shortSha } from '../sha.ts';
import { addressOf } from './address.ts';
import { type ChangeMaker, changeMaker } from './change.ts';
import type { GitSetup } from './client.ts';
import { type GitHistory, readHistory } from './history.ts';
import { shallowCommits } from './local.ts';
import { isObjectId, type LoggedCommit, type LoggedFile, logArgs, logParser } from './log.ts';
import { MOST_PATCHES, patchArgs, patchesIn } from './patches.ts';
import { remoteRepository } from './remote.ts';
import { type GitRepository, localRepository } from './repository.ts';
import { closeWorkspace, openWorkspace, type Workspace } from './workspace.ts';

export interface GitSourceSetup extends GitSetup {
  readonly clock: Clock;
  /** Commits of one branch; more are left out, and it is said. */
  readonly most?: number;
}

export interface GitSource extends ChangeSource {
  /** Takes a temporary copy away. */
  close(): Promise<void>;
}

/** What is asked together is read once: the same signal is the same cycle, for as long as this. Milliseconds. */
const FRESH = 60_000;
/** Each may fetch the files it touched. */
const MOST_READS = 20;
const MOST_PATCH_BYTES = 8 * 1024 * 1024;

interface Opened {
  readonly workspace: Workspace;
  readonly repository: GitRepository;
}

interface Session {
  readonly startedAt: number;
  /** The longest way back that somebody asked for. */
  since: Date;
  /** By branch. */
  readonly histories: Map<string | null, Promise<GitHistory>>;
}

/** Changes of a Git repository, remote or on this machine, by nothing but git. */
export function gitSource(setup: GitSourceSetup): GitSource {
  const { address, branch: ownBranch, clock, stateDir, temporary } = setup;
  const made = changeMaker(address);
  const sessions = new WeakMap<AbortSignal, Session>();
  let opening: Promise<Opened> | null = null;

  const open = (): Promise<Opened> => {
    opening ??= openRepository(setup).catch((error: unknown) => {
      opening = null;
      throw error;
    });
    return opening;
  };
  const openRepository = async ({ address: place }: GitSourceSetup): Promise<Opened> => {
    const workspace = await openWorkspace(place.kind === 'local' ? null : stateDir, place.shown, temporary);
    if (place.kind !== 'local') return { workspace, repository: remoteRepository(setup, workspace, clock) };
    try {
      return { workspace, repository: await localRepository(setup, place.path, workspace, clock) };
    } catch (error) {
      await closeWorkspace(workspace);
      throw error;
    }
  };

  const sessionOf = (signal: AbortSignal, since: Date): Session => {
    const known = sessions.get(signal);
    const isFresh = known !== undefined && clock.monotonic() - known.startedAt < FRESH;
    const session = isFresh ? known : { startedAt: clock.monotonic(), since, histories: new Map() };
    if (since < session.since) session.since = since;
    sessions.set(signal, session);
    return session;
  };

  const load = async (session: Session, branch: string | null, signal: AbortSignal): Promise<GitHistory> => {
    // Incidents of a cycle ask in the same turn: what the oldest of them wants holds for all.
    await nextTurn();
    const { repository, workspace } = await open();
    const read = async () => {
      const { since } = session;
      const tip = await repository.tip(branch, since, signal);
      return readHistory(
        repository,
        tip,
        { since, now: clock.now(), ...(setup.most === undefined ? {} : { most: setup.most }) },
        signal,
      );
    };
    const history = await mended(repository, read, signal);
    return workspace.notKept === null ? history : { ...history, limits: [...history.limits, workspace.notKept] };
  };

  const historyOf = async (since: Date, branch: string | null, signal: AbortSignal): Promise<GitHistory> => {
    const session = sessionOf(signal, since);
    for (;;) {
      const known = session.histories.get(branch);
      const asked = known ?? load(session, branch, signal);
      session.histories.set(branch, asked);
      const history = await asked;
      if (history.since <= since) return history;
      if (session.histories.get(branch) === asked) session.histories.delete(branch);
    }
  };

  return {
    name: `${address.shown}, ${ownBranch === null ? 'default branch' : `branch ${ownBranch}`}`,
    repository: addressOf(address),
    mostReads: MOST_READS,
    list: async (query, signal) => {
      signal.throwIfAborted();
      const history = await historyOf(query.since, query.branch ?? ownBranch, signal);
      const wanted = history.commits.filter((commit) => isAsked(commit, query, history));
      const changes = wanted.map((commit) => made.changeOf(commit)).sort(newestFirst);
      return { changes, limits: history.limits };
    },
    read: async (change, signal) => {
      signal.throwIfAborted();
      if (!isObjectId(change.sha)) throw new ReadError('error', 'this is no SHA of a commit');
      const { repository } = await open();
      const loaded = await Promise.all(sessions.get(signal)?.histories.values() ?? []);
      const known = loaded.flatMap(({ commits }) => commits).find(({ sha }) => sha === change.sha);
      if (known === undefined && loaded.length === 0) await historyOf(change.committedAt, ownBranch, signal);
      const commit = known ?? (await oneCommit(repository, change.sha, signal));
      return { ...made.changeOf(commit), files: await filesOf(repository, commit, made, signal) };
    },
    close: async () => {
      const opened = await opening?.catch(() => null);
      if (opened == null) return;
      await opened.repository.client.idle();
      await closeWorkspace(opened.workspace);
      opening = null;
    },
  };
}

/** A copy of ours that can't be read is thrown away, and comes anew, once. */
async function mended<T>(repository: GitRepository, read: () => Promise<T>, signal: AbortSignal): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (repository.discard === null || !(error instanceof ReadError) || error.fault !== 'invalid') throw error;
    await repository.discard(signal);
    return read();
  }
}

/** Dated after the cycle it is kept, whatever the window: its date is wrong, and nobody knows by how much. */
function isAsked(commit: LoggedCommit, { since, until, paths }: ChangeQuery, { ahead }: GitHistory): boolean {
  if (commit.at < since || (commit.at > until && !ahead.has(commit.sha))) return false;
  // Of so many files not all are kept.
  return paths.length === 0 || commit.moreFiles || commit.files.some((file) => touches(file, paths));
}

/** A folder ends in a slash, or is named without one; a file that was switched off (`.disabled`) is still the same. */
function touches({ path, previousPath }: LoggedFile, wanted: readonly string[]): boolean {
  const isAt = (at: string, one: string) =>
    at === one || at === `${one}.disabled` || at.startsWith(one.endsWith('/') ? one : `${one}/`);
  return wanted.some((one) => isAt(path, one) || (previousPath !== null && isAt(previousPath, one)));
}

function newestFirst(a: Change, b: Change): number {
  return b.committedAt.getTime() - a.committedAt.getTime();
}

async function oneCommit(repository: GitRepository, sha: string, signal: AbortSignal): Promise<LoggedCommit> {
  const found: LoggedCommit[] = [];
  const parser = logParser((commit) => {
    found.push(commit);
    return false;
  });
  const run = await repository.client.run(logArgs(sha, 1), signal, { mayFail: true });
  parser.push(run.stdout);
  parser.end();
  const [commit] = found;
  if (commit === undefined) throw new ReadError('error', `commit ${shortSha(sha)} is not in the repository`);
  return commit;
}

/** Contents only of what says something about the cluster; other files are named. */
async function filesOf(
  repository: GitRepository,
  commit: LoggedCommit,
  made: ChangeMaker,
  signal: AbortSignal,
): Promise<readonly ChangedFile[]> {
  const [parent = null] = commit.parents;
  if (parent === null && (await shallowCommits(repository.gitDir)).has(commit.sha))
    throw new ReadError('error', `what is before commit ${shortSha(commit.sha)} is not in the clone`);
  const manifests = commit.files.filter(({ path, previousPath }) => isPatchWorthReading(path, previousPath));
  const looked = manifests.slice(0, MOST_PATCHES);
  if (looked.length === 0) return commit.files.map((file) => made.fileOf(file, false));
  const paths = looked.flatMap(({ path, previousPath }) => (previousPath === null ? [path] : [path, previousPath]));
  const args = patchArgs(parent, commit.sha, paths);
  const run = await repository.client.run(args, signal, { mostBytes: MOST_PATCH_BYTES, fetches: true });
  const rest = commit.files.filter((file) => !looked.includes(file));
  return [...patchesIn(run.stdout, run.stopped), ...rest.map((file) => made.fileOf(file, manifests.includes(file)))];
}

import pLimit from 'p-limit';
import type { Change } from '../domain/change.ts';
import { HOUR } from '../domain/duration.ts';
import { messageOf } from '../platform/errors.ts';
import type { ChangeSource } from './change-source.ts';
import { type FeedCommit, type Place, touches } from './feed.ts';

export interface FeedAsk {
  readonly source: ChangeSource;
  readonly places: readonly Place[];
  readonly since: Date;
  readonly until: Date;
  /** True: until now, so that a commit from a clock that is ahead belongs to it too. */
  readonly isOpen: boolean;
  readonly cost: FeedCost;
  readonly onProgress: (line: string) => void;
}

/** free: the list tells all there is to know. Else reads are bounded, and requests where each counts. */
export type FeedCost = 'free' | { readonly mostReads: number; readonly mostRequests: number | null };

export interface CommitsRead {
  readonly commits: readonly FeedCommit[];
  /** What is missing, for people. */
  readonly limits: readonly string[];
}

/** So many paths are asked for one by one, where commits come without their files. */
const MOST_PATHS = 12;
const AT_ONCE = 4;
/** More reads that fail are no accident. */
const MOST_FAILURES = 3;

/** The commits of the window, the newest of them with their patches. Rejects when they can't be listed. */
export async function commitsOf(ask: FeedAsk, signal: AbortSignal): Promise<CommitsRead> {
  const { source, places, since, until, isOpen, cost } = ask;
  const window = { ...wholeHours(since, until), branch: null };
  const inside = ({ committedAt: at }: Change) => at >= since && (isOpen || at <= until);
  const all = await source.list({ paths: [], isMore: false, ...window }, signal);
  const changes = all.changes.filter(inside);
  if (cost === 'free') return { commits: changes.map((change) => known(change, null)), limits: all.limits };

  const most = (lists: number) => Math.min(cost.mostReads, Math.ceil(((cost.mostRequests ?? Infinity) - lists) / 2));
  const unknown = changes.filter(({ files }) => files.length === 0);
  const paths = places.flatMap((place) => place.paths);
  const isByPath = unknown.length > most(1) && paths.length <= MOST_PATHS;
  const byPath = isByPath ? await listedByPath(ask, window, signal) : null;
  const found = [...new Map([...changes, ...(byPath?.changes ?? [])].map((one) => [one.sha, one])).values()]
    .filter(inside)
    .map((change) => known(change, byPath === null ? null : (byPath.placesOf.get(change.sha) ?? new Set())));
  const wanted = found
    .filter((commit) => (!commit.isKnown && !isByPath) || places.some((place) => touches(commit, place)))
    .toSorted((a, b) => b.change.committedAt.getTime() - a.change.committedAt.getTime());
  const newest = wanted.slice(0, most(1 + (isByPath ? paths.length : 0)));
  const { read, failures } = await readEach(newest, ask, signal);
  return {
    commits: found.map((commit) => read.get(commit.change.sha) ?? commit),
    limits: [
      ...(byPath?.limits ?? all.limits),
      ...(newest.length < wanted.length
        ? [`only the newest ${newest.length} of ${wanted.length} commits were read in full`]
        : []),
      ...failures,
      ...manyFiles(found),
    ],
  };
}

/** In whole hours, so that the same question is asked again soon after, and costs nothing. */
function wholeHours(since: Date, until: Date): { readonly since: Date; readonly until: Date } {
  const hour = (ms: number) => new Date(ms * HOUR);
  return { since: hour(Math.floor(since.getTime() / HOUR)), until: hour(Math.ceil(until.getTime() / HOUR)) };
}

function known(change: Change, listedFor: ReadonlySet<string> | null): FeedCommit {
  return { change, isKnown: change.files.length > 0, listedFor };
}

interface ListedByPath {
  readonly changes: readonly Change[];
  /** Names of services by the SHA of a commit. */
  readonly placesOf: ReadonlyMap<string, ReadonlySet<string>>;
  readonly limits: readonly string[];
}

async function listedByPath(
  { source, places }: FeedAsk,
  window: { readonly since: Date; readonly until: Date; readonly branch: null },
  signal: AbortSignal,
): Promise<ListedByPath> {
  const placesOf = new Map<string, Set<string>>();
  const changes: Change[] = [];
  const limits = new Set<string>();
  for (const { service, paths } of places) {
    const list = await source.list({ paths, isMore: false, ...window }, signal);
    for (const limit of list.limits) limits.add(limit);
    for (const change of list.changes) {
      changes.push(change);
      placesOf.set(change.sha, new Set([...(placesOf.get(change.sha) ?? []), service.name]));
    }
  }
  return { changes, placesOf, limits: [...limits] };
}

/** What can't be read stays as it was listed, and is said. */
async function readEach(newest: readonly FeedCommit[], { source, onProgress }: FeedAsk, signal: AbortSignal) {
  const limit = pLimit(AT_ONCE);
  const read = new Map<string, FeedCommit>();
  const failed: string[] = [];
  await Promise.all(
    newest.map((commit, index) =>
      limit(async () => {
        if (failed.length >= MOST_FAILURES) return;
        onProgress(`reading commit ${index + 1} of ${newest.length}`);
        try {
          const change = await source.read(commit.change, signal);
          read.set(change.sha, { ...commit, change, isKnown: true });
        } catch (error) {
          failed.push(messageOf(error));
        }
      }),
    ),
  );
  const missing = newest.length - read.size;
  const what = missing === 1 ? '1 commit' : `${missing} commits`;
  return { read, failures: missing === 0 ? [] : [`${what} could not be read in full: ${failed[0]}`] };
}

function manyFiles(found: readonly FeedCommit[]): readonly string[] {
  const count = found.filter(({ change }) => change.moreFiles).length;
  if (count === 0) return [];
  const what = count === 1 ? '1 commit touches' : `${count} commits touch`;
  return [`${what} more files than were looked at, and may belong to more services`];
}

import type { Change, ChangedFile } from '../domain/change.ts';
import type { FieldChange } from '../domain/field-change.ts';
import { type Service, TIERS } from '../domain/service.ts';
import { fieldChanges, leavesBehaviour } from './manifest/diff.ts';
import { isIn, pathsOf } from './paths.ts';
import { isSameRepository } from './repository-address.ts';

/** A service, and where its manifests are in the repository that is read. */
export interface Place {
  readonly service: Service;
  readonly paths: readonly string[];
}

export interface Places {
  /** The most important ones first. */
  readonly places: readonly Place[];
  /** services.txt says no path of them. */
  readonly withoutPath: readonly Service[];
  /** services.txt has them in another repository than the one that is read. */
  readonly otherRepository: readonly Service[];
}

/** A commit of the window, as far as it is known. */
export interface FeedCommit {
  readonly change: Change;
  /** True: its files are known, or it is known to have none. */
  readonly isKnown: boolean;
  /** Names of the services whose paths it was listed for; null: the source was not asked by path. */
  readonly listedFor: ReadonlySet<string> | null;
}

/** A commit as one service sees it. */
export interface FeedEntry {
  readonly change: Change;
  /** Null: it came without one, or nobody tells. */
  readonly pullRequest: number | null;
  /** What changed in the service, field by field. */
  readonly fields: readonly FieldChange[];
  /** Files of the service that changed, and whose contents were not read. */
  readonly unread: readonly string[];
  /** False: only that it touches the service is known. */
  readonly isKnown: boolean;
}

export interface ServiceFeed extends Place {
  /** The newest first. */
  readonly entries: readonly FeedEntry[];
  /** Commits of documents, comments or labels only: nothing in the cluster follows from them. */
  readonly quiet: number;
}

export interface Feed {
  readonly services: readonly ServiceFeed[];
  /** Commits that touch none of these services. */
  readonly elsewhere: number;
  /** Commits of which nobody knows what they touch. */
  readonly unplaced: number;
}

export function placesOf(services: readonly Service[], repository: string): Places {
  const sorted = TIERS.flatMap((tier) => services.filter((service) => service.tier === tier));
  const places = sorted.map((service) => ({ service, paths: pathsOf(service) }));
  const isAway = ({ service: { gitops } }: Place) =>
    gitops.repo !== null && repository !== '' && !isSameRepository(gitops.repo, repository);
  return {
    places: places.filter((place) => place.paths.length > 0 && !isAway(place)),
    withoutPath: places.filter(({ paths }) => paths.length === 0).map(({ service }) => service),
    otherRepository: places.filter((place) => place.paths.length > 0 && isAway(place)).map(({ service }) => service),
  };
}

/** Whether the commit belongs to the place; also to others, maybe. */
export function touches({ change, isKnown, listedFor }: FeedCommit, { service, paths }: Place): boolean {
  return isKnown ? filesIn(change, paths).length > 0 : listedFor?.has(service.name) === true;
}

/** Every commit under each service it touches. */
export function feedOf(commits: readonly FeedCommit[], places: readonly Place[]): Feed {
  const sorted = commits.toSorted((a, b) => b.change.committedAt.getTime() - a.change.committedAt.getTime());
  const rest = sorted.filter((commit) => !places.some((place) => touches(commit, place)));
  const unplaced = rest.filter(({ isKnown, listedFor }) => !isKnown && listedFor === null).length;
  return {
    services: places.map((place) => serviceFeed(place, sorted)),
    elsewhere: rest.length - unplaced,
    unplaced,
  };
}

function serviceFeed(place: Place, commits: readonly FeedCommit[]): ServiceFeed {
  const own = commits.filter((commit) => touches(commit, place));
  const loud = own.filter(({ change, isKnown }) => !isKnown || !leavesBehaviour(filesIn(change, place.paths)));
  return { ...place, entries: loud.map((commit) => entryOf(commit, place)), quiet: own.length - loud.length };
}

function entryOf({ change, isKnown }: FeedCommit, { paths }: Place): FeedEntry {
  const files = filesIn(change, paths);
  const isUnread = (file: ChangedFile) => !leavesBehaviour([file]) && fieldChanges([file]).length === 0;
  return {
    change,
    pullRequest: change.pullRequest?.number ?? numberIn(change.subject),
    fields: fieldChanges(files),
    unread: files.filter(isUnread).map(({ path }) => path),
    isKnown,
  };
}

function filesIn({ files }: Change, paths: readonly string[]): readonly ChangedFile[] {
  return files.filter(({ path, previousPath }) => isIn(path, paths) || isIn(previousPath ?? '', paths));
}

/** As GitHub, Gitea and Forgejo write it into the title of what they merge. */
function numberIn(subject: string): number | null {
  const [title = ''] = subject.split('\n');
  const number = /\(#(\d{1,9})\)\s*$/.exec(title)?.[1] ?? /^Merge pull request #(\d{1,9})\b/.exec(title)?.[1];
  return number === undefined ? null : Number(number);
}

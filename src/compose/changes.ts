import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { effectiveSettings } from '../config/effective.ts';
import { type ConfigFault, faultText } from '../config/fault.ts';
import { inventoryFile } from '../config/inventory.ts';
import type { Values } from '../config/settings.ts';
import { didYouMean } from '../config/suggest.ts';
import type { ChangeSource } from '../correlate/change-source.ts';
import { type Feed, feedOf, type Places, placesOf } from '../correlate/feed.ts';
import { commitsOf, type FeedCost } from '../correlate/feed-commits.ts';
import { CHANGES_FILE, readChanges } from '../correlate/recorded/changes-file.ts';
import { recordedSource } from '../correlate/recorded/source.ts';
import type { RunHooks } from '../cycle/options.ts';
import { SECOND } from '../domain/duration.ts';
import type { Service } from '../domain/service.ts';
import { systemClock } from '../platform/clock.ts';
import { deadlineIn } from '../platform/deadline.ts';
import { ConfigError, codeOf, ReadError } from '../platform/errors.ts';
import { changesInUse } from './git.ts';
import { commitsPart, githubInUse } from './github.ts';
import { workFolder } from './places.ts';
import { servicesInUse } from './services.ts';

export interface FeedOptions {
  /** Names or aliases; empty: all that are listed. */
  readonly only: readonly string[];
  /** Length of the window. Milliseconds. */
  readonly sinceMs: number;
  /** Its end; undefined: now, or the newest commit of a recording. */
  readonly until: Date | undefined;
  readonly services: string | undefined;
  readonly state: string | undefined;
  readonly snapshot: string | undefined;
  readonly config: string | undefined;
}

export interface ChangeFeed extends Feed, Omit<Places, 'places'> {
  /** For people: `acme/gitops, branch main`. */
  readonly source: string;
  readonly since: Date;
  readonly until: Date;
  /** False: only the services somebody named. */
  readonly isWhole: boolean;
  readonly limits: readonly string[];
  /** Of services.txt. */
  readonly faults: readonly ConfigFault[];
}

/** Requests to GitHub for one feed. */
const MOST_REQUESTS = 40;
/** Commits of a Git repository that are read with their patches: a remote one may have to be asked for each. */
const MOST_READS = 100;
/** Somebody sits in front of it: a cycle has less time. */
const DEADLINE = 60 * SECOND;

/**
 * The commits of each service in a window. Throws a ConfigError for what is set wrong or not at all, a ReadError that says what to do
 * when the commits can't be listed, and the signal's reason.
 */
export async function changeFeed(options: FeedOptions, hooks: RunHooks): Promise<ChangeFeed> {
  const values = effectiveSettings({
    CONFIG_FILE: options.config,
    SERVICES_FILE: options.services,
    STATE_DIR: options.state,
  });
  const stateDir = options.snapshot !== undefined && options.state === undefined ? null : workFolder(values);
  const file = inventoryFile(values.SERVICES_FILE, process.cwd());
  const { inventory, usable } = servicesInUse(file, stateDir);
  const faults = inventory.faults.map(faultText);
  if (!usable) throw new ConfigError(faults.join('\n'), { faults });
  const services = named(inventory.services, options.only, file);
  const opened = await openSource(values, options, stateDir);
  const { source, cost, close } = opened;
  const deadline = deadlineIn(values.CHANGES_DEADLINE_SECONDS ?? DEADLINE, 'reading the changes', systemClock);
  try {
    const signal = AbortSignal.any([hooks.signal, deadline.signal]);
    const until = options.until ?? opened.newest ?? systemClock.now();
    const since = new Date(until.getTime() - options.sinceMs);
    const { places, ...without } = placesOf(services, source.repository);
    hooks.onProgress(`reading ${source.name}`);
    const ask = { source, places, since, until, isOpen: options.until === undefined, cost };
    const { commits, limits } = await commitsOf({ ...ask, onProgress: hooks.onProgress }, signal);
    hooks.signal.throwIfAborted();
    const { name } = source;
    const isWhole = options.only.length === 0;
    const feed = feedOf(commits, places);
    return { ...feed, ...without, source: name, since, until, isWhole, limits, faults: inventory.faults };
  } catch (error) {
    throw hooks.signal.aborted ? hooks.signal.reason : withNextStep(error, source.name, opened.settings);
  } finally {
    deadline.end();
    await close();
  }
}

function named(services: readonly Service[], only: readonly string[], file: string): readonly Service[] {
  const isCalled = ({ name, aliases }: Service, word: string) =>
    [name, ...aliases].some((one) => one.toLowerCase() === word.toLowerCase());
  const names = services.map(({ name }) => name);
  const faults = only
    .filter((word) => !services.some((service) => isCalled(service, word)))
    .map((word) => {
      const meant = didYouMean(word, names);
      return `--service: ${file} has no service "${word}"${meant === '' ? '; `k8s-monitor services` lists them' : meant}`;
    });
  if (faults.length > 0) throw new ConfigError(faults.join('\n'), { faults });
  return only.length === 0 ? services : services.filter((service) => only.some((word) => isCalled(service, word)));
}

interface OpenedSource {
  readonly source: ChangeSource;
  readonly cost: FeedCost;
  /** Time of the newest commit of a recording; null else. */
  readonly newest: Date | null;
  /** What to look at when it can't be read. */
  readonly settings: string;
  readonly close: () => Promise<void> | void;
}

const NOTHING_SET =
  'nothing says where changes come from: set GIT_REPOSITORY (an https or ssh address, or the path of a clone) or GITHUB_REPOSITORY (owner/name), or give --snapshot a recording with a changes.json';

/** As in a cycle: a recording first, then GIT_REPOSITORY, then GITHUB_REPOSITORY. */
async function openSource(values: Values, options: FeedOptions, stateDir: string | null): Promise<OpenedSource> {
  const recorded = await recordedSourceOf(options.snapshot);
  if (recorded !== null) return recorded;
  const { GIT_REPOSITORY: git, GIT_BRANCH, GITHUB_BRANCH } = values;
  const opened =
    git === null
      ? { value: commitsPart(values, githubInUse(values, stateDir, systemClock), MOST_REQUESTS), close: () => {} }
      : changesInUse(values, null, stateDir, systemClock);
  const { source } = opened.value;
  if (source === null) {
    const { snapshot } = options;
    throw new ConfigError(
      snapshot === undefined ? NOTHING_SET : `${snapshot} has no ${CHANGES_FILE}, and ${NOTHING_SET}`,
    );
  }
  const branch = git === null ? GITHUB_BRANCH : GIT_BRANCH;
  return {
    source: { ...source, name: `${source.name}, ${branch === null ? 'default branch' : `branch ${branch}`}` },
    cost: git === null ? { mostReads: 20, mostRequests: MOST_REQUESTS } : { mostReads: MOST_READS, mostRequests: null },
    newest: null,
    settings:
      git === null ? 'GITHUB_REPOSITORY, GITHUB_TOKEN and GITHUB_API_URL' : 'GIT_REPOSITORY, GIT_BRANCH and GIT_TOKEN',
    close: opened.close,
  };
}

async function recordedSourceOf(snapshot: string | undefined): Promise<OpenedSource | null> {
  if (snapshot === undefined) return null;
  await stat(snapshot).catch((error: unknown) => {
    const why = codeOf(error) === 'ENOENT' ? 'is not there' : `can't be read (${codeOf(error)})`;
    throw new ConfigError(`--snapshot ${snapshot} ${why}: name the folder of a recording`);
  });
  const path = join(snapshot, CHANGES_FILE);
  const recorded = await readChanges(path);
  if (recorded === null) return null;
  const times = recorded.commits.map(({ committedAt }) => committedAt.getTime());
  const newest = times.length === 0 ? null : new Date(times.reduce((a, b) => Math.max(a, b)));
  const source = recordedSource(recorded);
  return {
    source: { ...source, name: `${recorded.name}, recorded` },
    cost: 'free',
    newest,
    settings: `${path}, or record it again with \`k8s-monitor run --once --record\``,
    close: () => {},
  };
}

/** Most faults name the setting that mends them; the others are told which to look at. */
function withNextStep(error: unknown, name: string, settings: string): unknown {
  if (!(error instanceof ReadError)) return error;
  const { fault, message } = error;
  const next = /\bGIT(?:HUB)?_[A-Z]+/.test(message) ? '' : `; ${nextStep(fault, message, settings)}`;
  return new ReadError(fault, `the changes of ${name} could not be read: ${message}${next}`, { cause: error });
}

function nextStep(fault: ReadError['fault'], message: string, settings: string): string {
  if (fault === 'timeout') return 'CHANGES_DEADLINE_SECONDS gives it more time';
  return /rate limit|fewer requests/.test(message) ? 'try again later' : `look at ${settings}`;
}

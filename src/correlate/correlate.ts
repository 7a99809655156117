import type { Change, Changes } from '../domain/change.ts';
import type { Clock } from '../platform/clock.ts';
import { deadlineIn } from '../platform/deadline.ts';
import { messageOf } from '../platform/errors.ts';
import { type Candidate, candidatesOf, type Found } from './candidates.ts';
import type { ChangeSource } from './change-source.ts';
import type { ClusterChanges, ClusterHistory, Sync } from './cluster-history.ts';
import { withCluster } from './cluster-suspects.ts';
import type { Incidence } from './incidence.ts';
import { ranked } from './rank.ts';
import { revertOf } from './reverts.ts';
import { type Shelf, shelved } from './shelf.ts';
import { type Targets, targetsOf } from './targets.ts';
import { type Looked, weigh } from './weigh.ts';
import { limitsOf, lookedAt, notInRepository, notLookedInto } from './words.ts';

export interface CorrelateOptions {
  readonly clock: Clock;
  /** For all incidents together. Milliseconds. */
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
  /** Why there is no source: `no Git repository is configured`. */
  readonly whyNone: string;
  /** What the cluster itself tells of changes; null: nobody asked it. */
  readonly history: ClusterHistory | null;
}

/**
 * The changes before each incident, by its id, scored by rule (severity.md, "Correlation confidence"). Rejects only with the reason of
 * the caller's own signal: what could not be read is said.
 */
export async function correlate(
  incidents: readonly Incidence[],
  source: ChangeSource | null,
  { clock, deadlineMs, signal, whyNone, history }: CorrelateOptions,
): Promise<ReadonlyMap<string, Changes>> {
  const deadline = deadlineIn(deadlineMs, 'reading the changes', clock, signal);
  try {
    const syncs = await attempt([], async () => (await history?.syncs(deadline.signal)) ?? []);
    const shelf = source === null ? null : shelved(source, deadline.signal);
    const entries = new Map<string, Changes>();
    // One after the other, the worst first: what an API allows is spent on what matters.
    for (const [index, incidence] of incidents.entries()) {
      shelf?.turn(incidents.length - index - 1);
      const cluster = history === null ? null : await clusterOf(history, incidence, deadline.signal);
      const sight = { incidence, syncs, cluster, source, shelf, whyNone };
      entries.set(incidence.id, await changesOf(sight));
    }
    signal.throwIfAborted();
    return entries;
  } finally {
    deadline.end();
  }
}

interface Sight {
  readonly incidence: Incidence;
  readonly syncs: readonly Sync[];
  readonly cluster: ClusterChanges | null;
  readonly source: ChangeSource | null;
  readonly shelf: Shelf | null;
  readonly whyNone: string;
}

async function changesOf({ incidence, syncs, cluster, source, shelf, whyNone }: Sight): Promise<Changes> {
  const where = targetsOf(incidence, syncs, source?.repository ?? '');
  const commits = await readCommits(incidence, where, shelf, whyNone);
  const read = commits.looked.map(({ change }) => change);
  const scene = {
    incidence,
    own: where.targets[0]?.label ?? '',
    cluster,
    namespaces: namespacesOf(incidence, syncs),
    read: [...read, ...commits.after],
  };
  const weighed = commits.looked.flatMap((one) => weigh(one, scene) ?? []);
  const suspects = ranked(withCluster(weighed, cluster, incidence));
  // Who is sure has no need to hear what else could have been looked at.
  const isSure = suspects[0]?.confidence === 'HIGH';
  const told = {
    found: [...commits.limits, ...(isSure ? [] : (cluster?.limits ?? []))],
    unread: commits.unread,
    service: incidence.service,
    repository: source?.repository ?? '',
  };
  const limits = limitsOf({ ...told, left: commits.left });
  if (suspects.length > 0) return { status: 'found', suspects, limits };
  const failed = commits.unread ?? commits.looked.find(({ unread }) => unread !== null)?.unread ?? null;
  // Where there is no repository the cluster alone can answer, if it was read.
  const isClusterAlone = source === null && cluster !== null && cluster.limits.length === 0;
  // Both could not be read: whoever mends one of them has to hear of the other.
  if (failed !== null && !isClusterAlone)
    return { status: 'unread', why: [failed, ...(cluster?.limits ?? [])].join('; ') };
  if (isClusterAlone) return { status: 'none', looked: IN_CLUSTER, limits };
  const looked =
    where.targets.length === 0
      ? notInRepository(incidence.owner, where.elsewhere)
      : lookedAt(where.targets, read.length + commits.passedOver, cluster);
  return commits.left === 0
    ? { status: 'none', looked, limits }
    : { status: 'none', looked: `${looked}; ${notLookedInto(commits.left)}`, limits: limitsOf({ ...told, left: 0 }) };
}

/** Of every service that is listed, and of whatever is synced. */
function namespacesOf({ dependencies, shared }: Incidence, syncs: readonly Sync[]): readonly string[] {
  const listed = [...dependencies, ...shared].flatMap(({ namespaces }) => namespaces);
  const synced = syncs.flatMap(({ namespace, objects }) => [namespace, ...objects.map((object) => object.namespace)]);
  const all = [...listed, ...synced].flatMap((name) => (name === null || name === '' ? [] : [name.toLowerCase()]));
  return [...new Set(all)];
}

const IN_CLUSTER = 'nothing that changed in the cluster in the 24 h before would explain it';

interface Read {
  readonly looked: readonly Looked[];
  readonly after: readonly Change[];
  readonly passedOver: number;
  readonly left: number;
  readonly limits: readonly string[];
  /** Why no commit could be read; null: they could. */
  readonly unread: string | null;
}

async function readCommits(
  incidence: Incidence,
  { targets }: Targets,
  shelf: Shelf | null,
  whyNone: string,
): Promise<Read> {
  const nothing = { looked: [], after: [], passedOver: 0, left: 0, limits: [] };
  if (shelf === null) return { ...nothing, unread: whyNone };
  if (targets.length === 0) return { ...nothing, unread: null };
  try {
    const found = await candidatesOf(incidence, targets, shelf);
    const looked = await lookInto(found, shelf);
    const left = Math.max(0, found.before.length - shelf.mostReads);
    return { ...looked, passedOver: found.passedOver, left, limits: found.limits, unread: null };
  } catch (error) {
    return { ...nothing, unread: messageOf(error) };
  }
}

/** What is read of those after the symptom: each may cost a request. */
const MOST_AFTER = 2;

/** The likeliest ones; and of those after the symptom what says it takes one of them back, then the nearest to its own files. */
async function lookInto({ before, after }: Found, shelf: Shelf): Promise<Pick<Read, 'looked' | 'after'>> {
  const looked = await Promise.all(before.slice(0, shelf.mostReads).map((one) => look(one, shelf)));
  if (looked.length === 0) return { looked, after: [] };
  const suspected = looked.map(({ change }) => change);
  const reverts = after.filter(({ change }) => revertOf(change, suspected) !== null);
  const nearest = after.filter(({ targets }) => targets[0]?.relation !== 'dependency');
  const read = new Set([...new Set([...reverts, ...nearest])].slice(0, MOST_AFTER));
  const later = after.map(async (one) => (read.has(one) ? shelf.read(one.change).catch(() => one.change) : one.change));
  return { looked, after: await Promise.all(later) };
}

async function look(candidate: Candidate, shelf: Shelf): Promise<Looked> {
  try {
    return { ...candidate, change: await shelf.read(candidate.change), unread: null };
  } catch (error) {
    return { ...candidate, unread: messageOf(error) };
  }
}

async function clusterOf(history: ClusterHistory, incidence: Incidence, signal: AbortSignal): Promise<ClusterChanges> {
  const nothing = { changes: [], lastRollout: null, mutableImages: [] };
  try {
    return await history.changesOf(incidence, signal);
  } catch (error) {
    return { ...nothing, limits: [`what changed in the cluster could not be read: ${messageOf(error)}`] };
  }
}

async function attempt<T>(otherwise: T, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch {
    return otherwise;
  }
}

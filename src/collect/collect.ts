import type { ClusterInfo, Gap } from '../domain/cluster.ts';
import { HOUR } from '../domain/duration.ts';
import type { Kind } from '../kinds/registry.ts';
import { forgetShared } from '../kinds/shared.ts';
import type { Coverage, Snapshot } from '../kinds/snapshot.ts';
import type { Clock } from '../platform/clock.ts';
import { type Deadline, deadlineIn } from '../platform/deadline.ts';
import { ReadError } from '../platform/errors.ts';
import { gapOf } from './gap.ts';
import { kubeletsToAsk } from './kubelet/addresses.ts';
import type { Kubelets } from './kubelet/kubelets.ts';
import { readVolumes, type VolumeReading } from './kubelet/read-volumes.ts';
import { chooseLogs } from './log-targets.ts';
import { readLogs } from './logs.ts';
import { type Outcome, type Plan, readKind } from './read-kind.ts';
import type { ClusterReader } from './reader.ts';
import { newShelves, type Shelves } from './shelf.ts';

export interface CollectOptions {
  readonly kinds: readonly Kind[];
  /** Only these namespaces; empty: the whole cluster. */
  readonly namespaces: readonly string[];
  /** The namespaces of the P0 services: read before the others. */
  readonly firstNamespaces: readonly string[];
  /** Namespaces to try when the cluster doesn't let us list them: those of the listed services. */
  readonly knownNamespaces: readonly string[];
  readonly readDeadlineMs: number;
  readonly logDeadlineMs: number;
  readonly clock: Clock;
  readonly signal?: AbortSignal;
  readonly maxLogs?: number;
  /** Asked how full volumes are; why nobody is, in a few words; left out: nobody asks for them. */
  readonly kubelets?: Kubelets | string;
  readonly maxEvents?: number;
  readonly onProgress?: (progress: { readonly kind: Kind; readonly objects: number }) => void;
}

/** `ok: false`: nothing at all could be read; the gap says why. */
export type Reading = { readonly ok: true; readonly snapshot: Snapshot } | { readonly ok: false; readonly gap: Gap };

/** Reads the cluster once. Rejects only when somebody asks to stop (`signal`) or the credentials are unusable (ConfigError). */
export async function collect(reader: ClusterReader, options: CollectOptions): Promise<Reading> {
  const { clock, signal } = options;
  const takenAt = clock.now();
  const deadline = deadlineIn(options.readDeadlineMs, 'reading the cluster', clock, signal);
  try {
    const cluster = await reader.info(deadline);
    const shelves = newShelves({
      eventsSince: new Date(takenAt.getTime() - HOUR),
      maxEvents: options.maxEvents ?? 5000,
    });
    const outcomes = await readKinds(reader, shelves, deadline, options);
    throwIfStopped(signal);
    const gaps = [...outcomes.values()].flatMap((outcome) => outcome.gaps);
    const read = [...outcomes.keys()].some((kind) => shelves.of(kind).touched());
    if (!read)
      return { ok: false, gap: gaps[0] ?? gapOf('Namespace', null, new ReadError('error', 'no kind was read')) };
    for (const [kind, { complete }] of outcomes) shelves.of(kind).finish(new Set(complete));
    return { ok: true, snapshot: await withMore(reader, snapshotOf(takenAt, cluster, shelves, outcomes), options) };
  } catch (error) {
    throwIfStopped(signal);
    if (error instanceof ReadError) return { ok: false, gap: gapOf('Namespace', null, error) };
    throw error;
  } finally {
    deadline.end();
    forgetShared();
  }
}

/** Somebody asks us to stop. That the time for more than the reading is over costs no more than that for the reading: a gap. */
function throwIfStopped(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true && !(signal.reason instanceof ReadError)) throw signal.reason;
}

async function readKinds(
  reader: ClusterReader,
  shelves: Shelves,
  deadline: Deadline,
  options: CollectOptions,
): Promise<ReadonlyMap<Kind, Outcome>> {
  const outcomes = new Map<Kind, Outcome>();
  const { namespaces, firstNamespaces, knownNamespaces } = options;
  const progress: Plan['progress'] = (kind, objects) => options.onProgress?.({ kind, objects });
  const guess: Plan = {
    reader,
    deadline,
    namespaces,
    firstNamespaces,
    known: { names: knownNamespaces, certain: false },
    progress,
  };
  // The namespaces first: where a kind is forbidden as a whole, it is read namespace by namespace.
  await readAll(
    options.kinds.filter((kind) => kind === 'Namespace'),
    shelves,
    guess,
    outcomes,
  );
  const listed = outcomes.get('Namespace')?.coverage === 'full' ? shelves.of('Namespace').names() : null;
  const plan: Plan = listed === null ? guess : { ...guess, known: { names: listed, certain: true } };
  await readAll(
    options.kinds.filter((kind) => kind !== 'Namespace'),
    shelves,
    plan,
    outcomes,
  );
  return new Map(
    options.kinds.flatMap((kind) => {
      const outcome = outcomes.get(kind);
      return outcome === undefined ? [] : [[kind, outcome] as const];
    }),
  );
}

/** All kinds come to their yield before the first one goes on. */
async function readAll(
  kinds: readonly Kind[],
  shelves: Shelves,
  plan: Plan,
  outcomes: Map<Kind, Outcome>,
): Promise<void> {
  const unfinished = await Promise.all(
    kinds.map(async (kind) => {
      const reading = readKind(kind, shelves.of(kind), plan);
      const step = await reading.next();
      if (!step.done) return { kind, reading };
      outcomes.set(kind, step.value);
      return null;
    }),
  );
  await Promise.all(
    unfinished.map(async (left) => {
      if (left === null) return;
      let step = await left.reading.next();
      while (!step.done) step = await left.reading.next();
      outcomes.set(left.kind, step.value);
    }),
  );
}

function snapshotOf(
  takenAt: Date,
  cluster: ClusterInfo,
  shelves: Shelves,
  outcomes: ReadonlyMap<Kind, Outcome>,
): Snapshot {
  const partial = [...outcomes].filter(([, { coverage, complete }]) => coverage === 'partial' && complete.length > 0);
  const system = shelves.objects.Namespace.find(({ metadata }) => metadata.name === 'kube-system')?.metadata.uid;
  return {
    takenAt,
    cluster: cluster.uid === 'unknown' && system ? { ...cluster, uid: system } : cluster,
    objects: shelves.objects,
    coverage: new Map<Kind, Coverage>([...outcomes].map(([kind, { coverage }]) => [kind, coverage])),
    gaps: [...outcomes.values()].flatMap((outcome) => outcome.gaps),
    logs: [],
    volumes: [],
    skipped: shelves.skipped(),
    completeNamespaces: new Map(partial.map(([kind, { complete }]) => [kind, complete.toSorted()])),
  };
}

/** Logs and figures: helps that nothing hangs on, read beside each other. */
async function withMore(reader: ClusterReader, snapshot: Snapshot, options: CollectOptions): Promise<Snapshot> {
  const { kubelets, signal } = options;
  const [logged, figures] = await Promise.all([
    withLogs(reader, snapshot, options),
    typeof kubelets === 'object' ? readVolumes(kubelets, snapshot.objects, options) : noVolumes(snapshot, kubelets),
  ]);
  throwIfStopped(signal);
  const { volumes, gaps, notChecked } = figures;
  return { ...logged, volumes, gaps: [...logged.gaps, ...gaps], notChecked };
}

/** Where no pod mounts a claim nothing is missing. */
function noVolumes({ objects }: Snapshot, why: string | undefined): VolumeReading {
  const isMissing = why !== undefined && kubeletsToAsk(objects, []).length > 0;
  return { volumes: [], gaps: [], notChecked: isMissing ? [`how full volumes are (${why})`] : [] };
}

async function withLogs(reader: ClusterReader, snapshot: Snapshot, options: CollectOptions): Promise<Snapshot> {
  const { clock, signal, firstNamespaces, maxLogs = 20 } = options;
  const targets = chooseLogs(snapshot.objects, snapshot.takenAt, firstNamespaces, maxLogs);
  if (targets.length === 0) return snapshot;
  const deadline = deadlineIn(options.logDeadlineMs, 'reading logs', clock, signal);
  try {
    const { logs, gaps, skipped } = await readLogs(reader, targets, deadline);
    throwIfStopped(signal);
    return {
      ...snapshot,
      logs,
      gaps: [...snapshot.gaps, ...gaps],
      skipped: [...snapshot.skipped, ...skipped],
    };
  } finally {
    deadline.end();
  }
}

import type { ClusterChange } from '../../domain/change.ts';
import { MINUTE } from '../../domain/duration.ts';
import { refText } from '../../domain/object-ref.ts';
import { type Kind, resourceName } from '../../kinds/registry.ts';
import type { Snapshot } from '../../kinds/snapshot.ts';
import { timeOf } from '../../kinds/time.ts';
import type { ClusterChanges, ClusterHistory, Sync } from '../cluster-history.ts';
import type { Incidence } from '../incidence.ts';
import { syncOf } from '../layout.ts';
import { askedOnce } from './asked.ts';
import { configChanges } from './config.ts';
import { mutableImages, retagged } from './images.ts';
import { nodeChanges } from './nodes.ts';
import { type Owner, ownerIn } from './owner.ts';
import type { ClusterRead } from './read.ts';
import { rollouts } from './rollouts.ts';
import { secretChanges } from './secrets.ts';
import { syncChanges } from './sync-changes.ts';
import { marksOf, syncsOf } from './syncs.ts';

export interface ClusterSources {
  /** What the cycle read. */
  readonly snapshot: Snapshot;
  /** For what it did not. */
  readonly read: ClusterRead;
}

/** What the cluster tells of changes: from the snapshot first, the rest asked for lazily, each question once. */
export function clusterHistory({ snapshot, read }: ClusterSources): ClusterHistory {
  const asked = askedOnce(read);
  let known: readonly Sync[] | null = null;
  const syncs = (): readonly Sync[] => {
    known ??= syncsOf(snapshot);
    return known;
  };
  return {
    // Nothing is asked for it: a deadline that is over takes nothing away.
    syncs: async () => syncs(),
    changesOf: (incidence, signal) => changesOf(incidence, { snapshot, read: asked, syncs: syncs(), signal }),
  };
}

interface Where extends ClusterSources {
  readonly syncs: readonly Sync[];
  readonly signal: AbortSignal;
}

async function changesOf(
  { owner: ref, onset, service }: Incidence,
  { snapshot, read, syncs, signal }: Where,
): Promise<ClusterChanges> {
  const limits: string[] = [...unread(snapshot)];
  const owner = ownerIn(snapshot, ref);
  if (owner === null && WORKLOADS.has(ref.kind)) limits.push(`${refText(ref)} is not in what was read of the cluster`);
  const sync = syncOf(ref, syncs);
  const where = { read, snapshot, onset, limits, signal };
  // Also where whatever syncs it runs in another cluster.
  const isListed = service !== null && (service.gitops.path ?? service.gitops.app) !== null;
  const isSynced = sync !== null || isListed || mayBeSynced(owner, snapshot);
  const [rolled, configs, nodes] = await Promise.all([
    owner === null ? NONE : rollouts(owner, { ...where, isSynced }),
    owner === null ? [] : configChanges(owner, where),
    nodeChanges(ref, owner, snapshot, where),
  ]);
  const changes: readonly ClusterChange[] = [
    ...rolled.changes,
    ...(owner === null ? [] : retagged(owner, snapshot, onset)),
    ...(sync === null ? [] : syncChanges(sync, snapshot, onset)),
    ...(owner === null ? [] : [...configs, ...secretChanges(owner, snapshot, onset)].filter(isLaterThan(owner))),
    ...nodes,
  ];
  return {
    changes: [...changes].sort((a, b) => b.at.getTime() - a.at.getTime()),
    lastRollout: rolled.last,
    mutableImages: mutableImages(owner?.spec ?? null),
    limits: [...new Set(limits)],
  };
}

/** One `kubectl apply` of a folder, or the sync of an application, writes what a workload reads along with it. */
const BORN_TOGETHER = MINUTE;

/** What was there from the start has changed nothing. */
function isLaterThan({ object }: Owner): (change: ClusterChange) => boolean {
  const born = timeOf(object.metadata.creationTimestamp);
  return ({ at }) => born === null || at.getTime() > born.getTime() + BORN_TOGETHER;
}

const NONE = { changes: [], last: null } as const;
const WORKLOADS: ReadonlySet<string> = new Set([
  ...['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Rollout', 'Job', 'CronJob', 'Pod'],
]);
const TELLING = [
  ...(['Application', 'Kustomization', 'HelmRelease', 'GitRepository'] as const),
  ...(['ExternalSecret', 'SealedSecret', 'Certificate'] as const),
] satisfies readonly Kind[];

/** Kinds that would have told of changes, had they been read in full. */
function unread({ coverage }: Snapshot): readonly string[] {
  return TELLING.filter((kind) => coverage.get(kind) === 'partial').map(
    (kind) => `not all ${resourceName(kind)} could be read`,
  );
}

/** What Git holds comes back: where that can't be ruled out nobody is told to undo it by hand. */
function mayBeSynced(owner: Owner | null, { coverage }: Snapshot): boolean {
  const labels = owner?.object.metadata.labels ?? {};
  const isMarked = owner !== null && (marksOf(owner.object).length > 0 || 'argocd.argoproj.io/instance' in labels);
  return isMarked || TELLING.slice(0, 3).some((kind) => coverage.get(kind) === 'partial');
}

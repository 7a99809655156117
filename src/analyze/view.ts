import { type ObjectRef, refText } from '../domain/object-ref.ts';
import type { Service } from '../domain/service.ts';
import { isLeftOut } from '../kinds/left-out.ts';
import type { Pod } from '../kinds/pod.ts';
import type { HasMeta } from '../kinds/refs.ts';
import { KINDS, type Kind, type KindEntry } from '../kinds/registry.ts';
import type { Snapshot } from '../kinds/snapshot.ts';
import { startupAllowance } from './allowance.ts';
import type { View } from './detector.ts';
import { indexSnapshot, type SnapshotIndex } from './index-snapshot.ts';
import { matchServices, type ServiceMatch } from './match.ts';
import { type Template, templatesIn } from './workloads.ts';

/** What earlier cycles left behind for this one. */
export interface Memory {
  /** Restarts by `<pod uid>/<container>`. */
  readonly restarts: ReadonlyMap<string, number>;
  /** Workloads of each listed service as last seen. */
  readonly seen: ReadonlyMap<string, readonly ObjectRef[]>;
  /** First sight of each trouble of an open incident, by its key. */
  readonly onsets?: ReadonlyMap<string, Date>;
  /** The open incident that each trouble is part of, by its key. */
  readonly together?: ReadonlyMap<string, string>;
}

export const NO_MEMORY: Memory = { restarts: new Map(), seen: new Map() };

export function restartKey(pod: Pod, container: string): string {
  return `${pod.metadata.uid ?? pod.metadata.name}/${container}`;
}

/** What findings are made from: the snapshot, who listed what, and what was seen before. */
export interface Scene {
  readonly view: View<Kind>;
  readonly index: SnapshotIndex;
  readonly match: ServiceMatch;
  readonly snapshot: Snapshot;
  /** Everything that makes pods, with the labels and the spec they have. */
  readonly templatesIn: (namespace: string | null) => readonly Template[];
}

/** Everything people list as a service is one of these. */
const WORKLOAD_KINDS = [
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'CronJob',
  'Rollout',
] as const satisfies readonly Kind[];

export function setScene(snapshot: Snapshot, services: readonly Service[], memory: Memory): Scene {
  const index = indexSnapshot(snapshot);
  const match = matchServices(services, workloadsIn(snapshot, index));
  const volumes = new Map(snapshot.volumes.map((one) => [`${one.namespace}/${one.claim}`, one]));
  const view: View<Kind> = {
    now: snapshot.takenAt,
    list: (kind) => snapshot.objects[kind],
    get: (kind, namespace, name) => {
      const position = index.position({ kind, namespace, name });
      return position === undefined ? undefined : snapshot.objects[kind][position];
    },
    complete: (kind, namespace) => isComplete(snapshot, kind, namespace),
    ownerOf: index.ownerOf,
    podsOf: index.podsOf,
    eventsOf: index.eventsOf,
    startupAllowance: (pod, container) => startupAllowance(pod, container, match.primary(index.ownerOf(pod))),
    previousRestarts: (pod, container) => memory.restarts.get(restartKey(pod, container)),
    volumeOf: (namespace, claim) => volumes.get(`${namespace}/${claim}`),
    serviceOf: match.primary,
    seenBefore: (service) => memory.seen.get(service.name) ?? [],
    services,
  };
  return { view, index, match, snapshot, templatesIn: byNamespace(templatesIn(snapshot)) };
}

function byNamespace(templates: readonly Template[]): (namespace: string | null) => readonly Template[] {
  const groups = Map.groupBy(templates, (template) => template.object.metadata.namespace ?? null);
  return (namespace) => groups.get(namespace) ?? [];
}

/** Everything a listed service can be made of. Bare pods count: someone may have listed one. */
export function workloadsIn(snapshot: Snapshot, index: SnapshotIndex): readonly HasMeta[] {
  const bare = snapshot.objects.Pod.filter((pod) => (pod.metadata.ownerReferences ?? []).length === 0);
  return [
    ...WORKLOAD_KINDS.flatMap((kind): readonly HasMeta[] => snapshot.objects[kind]),
    ...bare,
    ...unreadOwners(snapshot, index),
  ];
}

const MAKES_PODS: ReadonlySet<string> = new Set(WORKLOAD_KINDS);

/** Workloads that could not be read, known by the pods they own: a crashing pod still belongs to its service. */
function unreadOwners(snapshot: Snapshot, index: SnapshotIndex): readonly HasMeta[] {
  const owners = new Map<string, HasMeta>();
  for (const pod of snapshot.objects.Pod) {
    const { kind, namespace, name } = index.ownerOf(pod);
    if (!MAKES_PODS.has(kind) || index.get(kind, namespace, name) !== undefined) continue;
    owners.set(refText({ kind, namespace, name }), {
      kind,
      metadata: { name, namespace, labels: pod.metadata.labels },
    });
  }
  return [...owners.values()];
}

/** Whether absence means absence. An object that was left out as malformed is not absent. */
export function isComplete(snapshot: Snapshot, kind: Kind, namespace: string | null): boolean {
  if (isLeftOut(snapshot, kind, namespace)) return false;
  const { within }: KindEntry = KINDS[kind];
  if (within !== undefined && namespace !== null && namespace !== within) return false;
  const coverage = snapshot.coverage.get(kind);
  if (coverage === 'full' || coverage === 'not-served') return true;
  return (
    coverage === 'partial' && namespace !== null && (snapshot.completeNamespaces.get(kind) ?? []).includes(namespace)
  );
}

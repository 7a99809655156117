import type { ObjectRef } from '../domain/object-ref.ts';
import type { PodSpec } from '../kinds/pod.ts';
import type { HasMeta } from '../kinds/refs.ts';
import type { Snapshot } from '../kinds/snapshot.ts';
import type { Deployment, ReplicaSet, Rollout, StatefulSet } from '../kinds/workloads.ts';

/** A thing that makes pods (or is one), with the labels and the spec its pods have. */
export interface Template {
  readonly object: HasMeta;
  readonly labels: Readonly<Record<string, string>>;
  readonly spec: PodSpec | null;
}

/** Every template of the snapshot: workloads by their template, pods as they are. */
export function templatesIn(snapshot: Snapshot): readonly Template[] {
  const { Deployment, StatefulSet, DaemonSet, Rollout, ReplicaSet, Job, CronJob, Pod } = snapshot.objects;
  return [
    ...[...Deployment, ...StatefulSet, ...DaemonSet, ...Rollout, ...ReplicaSet, ...Job].map((object) => ({
      object,
      labels: object.spec?.template?.metadata?.labels ?? {},
      spec: object.spec?.template?.spec ?? null,
    })),
    ...CronJob.map((object) => {
      const template = object.spec?.jobTemplate?.spec?.template;
      return { object, labels: template?.metadata?.labels ?? {}, spec: template?.spec ?? null };
    }),
    ...Pod.map((object) => ({ object, labels: object.metadata.labels ?? {}, spec: object.spec ?? null })),
  ];
}

export interface Replicas {
  readonly ready: number;
  readonly wanted: number;
}

/** How many replicas a workload wants and has; null for what has none (a CronJob) or is not in the snapshot. */
export function replicasOf(snapshot: Snapshot, ref: ObjectRef): Replicas | null {
  switch (ref.kind) {
    case 'Deployment':
    case 'StatefulSet':
    case 'Rollout':
    case 'ReplicaSet': {
      const objects: readonly (Deployment | StatefulSet | Rollout | ReplicaSet)[] = snapshot.objects[ref.kind];
      const object = named(objects, ref);
      return object === undefined
        ? null
        : { wanted: object.spec?.replicas ?? 1, ready: object.status?.readyReplicas ?? 0 };
    }
    case 'DaemonSet': {
      const status = named(snapshot.objects.DaemonSet, ref)?.status;
      return status ? { wanted: status.desiredNumberScheduled ?? 0, ready: status.numberReady ?? 0 } : null;
    }
    case 'Pod': {
      const pod = named(snapshot.objects.Pod, ref);
      if (pod === undefined) return null;
      const ready = (pod.status?.conditions ?? []).some((c) => c.type === 'Ready' && c.status === 'True');
      return { wanted: 1, ready: ready ? 1 : 0 };
    }
    default:
      return null;
  }
}

/** Asked for once for each service, and a snapshot never changes. */
const known = new WeakMap<readonly HasMeta[], ReadonlyMap<string, number>>();

function named<T extends HasMeta>(objects: readonly T[], { namespace, name }: ObjectRef): T | undefined {
  let places = known.get(objects);
  if (places === undefined) {
    places = new Map(
      objects.map(({ metadata }, i) => [`${metadata.namespace ?? ''}/${metadata.name}`, i] as const).reverse(),
    );
    known.set(objects, places);
  }
  const place = places.get(`${namespace ?? ''}/${name}`);
  return place === undefined ? undefined : objects[place];
}

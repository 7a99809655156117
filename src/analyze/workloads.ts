import type { ObjectRef } from '../domain/object-ref.ts';
import type { PodSpec } from '../kinds/pod.ts';
import type { HasMeta } from '../kinds/refs.ts';
import type { Snapshot } from '../kinds/snapshot.ts';

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
  const is = (object: HasMeta): boolean =>
    object.metadata.name === ref.name && (object.metadata.namespace ?? null) === ref.namespace;
  switch (ref.kind) {
    case 'Deployment':
    case 'StatefulSet':
    case 'Rollout':
    case 'ReplicaSet': {
      const object = snapshot.objects[ref.kind].find(is);
      return object === undefined
        ? null
        : { wanted: object.spec?.replicas ?? 1, ready: object.status?.readyReplicas ?? 0 };
    }
    case 'DaemonSet': {
      const status = snapshot.objects.DaemonSet.find(is)?.status;
      return status ? { wanted: status.desiredNumberScheduled ?? 0, ready: status.numberReady ?? 0 } : null;
    }
    case 'Pod': {
      const pod = snapshot.objects.Pod.find(is);
      if (pod === undefined) return null;
      const ready = (pod.status?.conditions ?? []).some((c) => c.type === 'Ready' && c.status === 'True');
      return { wanted: 1, ready: ready ? 1 : 0 };
    }
    default:
      return null;
  }
}

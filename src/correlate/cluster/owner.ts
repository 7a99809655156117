import type { ObjectRef } from '../../domain/object-ref.ts';
import type { HasMeta } from '../../kinds/refs.ts';
import type { ObjectOf } from '../../kinds/registry.ts';
import type { Snapshot } from '../../kinds/snapshot.ts';

type Pod = ObjectOf<'Pod'>;
export type PodSpec = NonNullable<Pod['spec']>;
type Selector = NonNullable<ObjectOf<'Deployment'>['spec']>['selector'];

/** The object of an incident, as far as the snapshot has it. */
export interface Owner {
  readonly ref: ObjectRef;
  readonly object: HasMeta;
  /** Of its template, or its own. */
  readonly spec: PodSpec | null;
  /** Its pods, also those of its ReplicaSets and Jobs. */
  readonly pods: readonly Pod[];
  /** As kubectl takes it; null: not to be told in this way. */
  readonly selector: string | null;
  /** When the controller last wrote how a rollout gets on. */
  readonly progressedAt: string | null;
}

export function ownerIn({ objects }: Snapshot, ref: ObjectRef): Owner | null {
  const isIt = ({ metadata }: HasMeta) => metadata.name === ref.name && (metadata.namespace ?? null) === ref.namespace;
  const make = (object: HasMeta, spec: PodSpec | null | undefined, more: Partial<Owner> = {}): Owner => ({
    ref,
    object,
    spec: spec ?? null,
    pods: podsOf(objects, ref),
    selector: null,
    progressedAt: null,
    ...more,
  });
  switch (ref.kind) {
    case 'Deployment':
    case 'Rollout': {
      const one = objects[ref.kind].find(isIt);
      if (one === undefined) return null;
      const progress = one.status?.conditions?.find(({ type }) => type === 'Progressing');
      return make(one, one.spec?.template?.spec, {
        selector: selectorText(one.spec?.selector),
        progressedAt: progress?.lastUpdateTime ?? null,
      });
    }
    case 'StatefulSet':
    case 'DaemonSet': {
      const one = objects[ref.kind].find(isIt);
      return one === undefined
        ? null
        : make(one, one.spec?.template?.spec, { selector: selectorText(one.spec?.selector) });
    }
    case 'ReplicaSet':
    case 'Job': {
      const one = objects[ref.kind].find(isIt);
      return one === undefined ? null : make(one, one.spec?.template?.spec);
    }
    case 'CronJob': {
      const one = objects.CronJob.find(isIt);
      return one === undefined ? null : make(one, one.spec?.jobTemplate?.spec?.template?.spec);
    }
    case 'Pod': {
      const one = objects.Pod.find(isIt);
      return one === undefined ? null : make(one, one.spec, { pods: [one] });
    }
    default:
      return null;
  }
}

/** Pods that it controls, itself or through what it controls. */
function podsOf(objects: Snapshot['objects'], { kind, namespace, name }: ObjectRef): readonly Pod[] {
  const controls = (object: HasMeta, kinds: string, names: ReadonlySet<string>) =>
    object.metadata.namespace === namespace &&
    (object.metadata.ownerReferences ?? []).some((one) => one.kind === kinds && names.has(one.name));
  const own = new Set([name]);
  const between = [
    ...objects.ReplicaSet.filter((one) => controls(one, kind, own)),
    ...objects.Job.filter((one) => controls(one, kind, own)),
  ];
  const names = (of: string) => new Set(between.filter((one) => one.kind === of).map(({ metadata: m }) => m.name));
  const [sets, jobs] = [names('ReplicaSet'), names('Job')];
  return objects.Pod.filter(
    (pod) => controls(pod, kind, own) || controls(pod, 'ReplicaSet', sets) || controls(pod, 'Job', jobs),
  );
}

function selectorText(selector: Selector): string | null {
  const labels = Object.entries(selector?.matchLabels ?? {});
  if (labels.length === 0 || (selector?.matchExpressions ?? []).length > 0) return null;
  return labels.map(([key, value]) => `${key}=${value}`).join(',');
}

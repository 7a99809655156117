import type { Pod } from '../../../kinds/pod.ts';
import { type HasMeta, namespaceOf } from '../../../kinds/refs.ts';
import type { View } from '../../detector.ts';
import { countsOf, REPLICA_KINDS } from './workload-replicas.ts';

export type Pairs = readonly (readonly [key: string, value: string])[];

/** What makes pods, with the labels they get. A job's pods come and go: `wanted` is null. */
export interface Maker {
  readonly object: HasMeta;
  readonly labels: Readonly<Record<string, string>>;
  readonly wanted: number | null;
}

export const MAKER_KINDS = [...REPLICA_KINDS, 'Job', 'CronJob'] as const;

/** Answers which pods and which workloads a selector picks, without walking all of them each time. */
export interface Picker {
  pods(namespace: string, selector: Pairs): readonly Pod[];
  makers(namespace: string, selector: Pairs): readonly Maker[];
}

export function pickerOf(view: View<'Pod' | (typeof MAKER_KINDS)[number]>): Picker {
  const pods = new Map<string, Pod[]>();
  for (const pod of view.list('Pod')) {
    for (const [key, value] of Object.entries(pod.metadata.labels ?? {}))
      push(pods, `${namespaceOf(pod)}|${key}=${value}`, pod);
  }
  const makers = new Map<string, Maker[]>();
  for (const maker of makersIn(view)) push(makers, namespaceOf(maker.object), maker);
  return {
    pods(namespace, selector) {
      const lists = selector.map(([key, value]) => pods.get(`${namespace}|${key}=${value}`) ?? []);
      const shortest = lists.sort((a, b) => a.length - b.length)[0] ?? [];
      return shortest.filter((pod) => carries(pod.metadata.labels, selector));
    },
    makers: (namespace, selector) => (makers.get(namespace) ?? []).filter((maker) => carries(maker.labels, selector)),
  };
}

function* makersIn(view: View<(typeof MAKER_KINDS)[number]>): Generator<Maker> {
  for (const kind of REPLICA_KINDS) {
    for (const object of view.list(kind)) {
      if (kind === 'ReplicaSet' && (object.metadata.ownerReferences ?? []).length > 0) continue;
      yield { object, labels: object.spec?.template?.metadata?.labels ?? {}, wanted: countsOf(object).wanted };
    }
  }
  for (const object of view.list('Job'))
    yield { object, labels: object.spec?.template?.metadata?.labels ?? {}, wanted: null };
  for (const object of view.list('CronJob')) {
    yield { object, labels: object.spec?.jobTemplate?.spec?.template?.metadata?.labels ?? {}, wanted: null };
  }
}

function carries(labels: Readonly<Record<string, string>> | null | undefined, selector: Pairs): boolean {
  return selector.every(([key, value]) => labels?.[key] === value);
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}

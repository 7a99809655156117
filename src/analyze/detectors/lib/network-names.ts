import type { ObjectRef } from '../../../domain/object-ref.ts';
import type { BackendRef } from '../../../kinds/gateway.ts';
import type { PodSpec } from '../../../kinds/pod.ts';
import { type HasMeta, namespaceOf, refOf } from '../../../kinds/refs.ts';
import type { ObjectOf } from '../../../kinds/registry.ts';
import type { View } from '../../detector.ts';
import { namesText } from './phrases.ts';

export const USER_KINDS = ['Deployment', 'StatefulSet', 'DaemonSet', 'Rollout', 'CronJob', 'Pod'] as const;

/** A place that names a host: a variable of a container, or a backend of an ingress or of a route. */
export interface Naming {
  readonly user: ObjectRef;
  readonly field: string;
  /** What stands in the field. */
  readonly value: string;
  /** The field as a person calls it. */
  readonly words: string;
  /** The port it names with it, by number or by name; null where it names none. */
  readonly port: string | number | null;
  /** Where the host is, if not beside who names it. */
  readonly namespace?: string;
}

/** Addresses in the variables of everything that runs or is meant to: what is scaled to zero needs nobody. */
export function* addressesIn(view: View<(typeof USER_KINDS)[number]>): Generator<Naming> {
  for (const workload of [...view.list('Deployment'), ...view.list('StatefulSet'), ...view.list('Rollout')]) {
    if (workload.spec?.replicas === 0) continue;
    yield* inSpec(workload, workload.spec?.template?.spec, 'spec.template.spec');
  }
  for (const set of view.list('DaemonSet')) yield* inSpec(set, set.spec?.template?.spec, 'spec.template.spec');
  for (const cronJob of view.list('CronJob')) {
    if (cronJob.spec?.suspend === true) continue;
    yield* inSpec(cronJob, cronJob.spec?.jobTemplate?.spec?.template?.spec, 'spec.jobTemplate.spec.template.spec');
  }
  for (const pod of view.list('Pod')) {
    const finished = pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
    if (!finished && (pod.metadata.ownerReferences ?? []).length === 0) yield* inSpec(pod, pod.spec, 'spec');
  }
}

function* inSpec(object: HasMeta, spec: PodSpec | null | undefined, path: string): Generator<Naming> {
  if (!spec || object.metadata.deletionTimestamp) return;
  const user = refOf(object);
  for (const list of ['initContainers', 'containers'] as const) {
    for (const container of spec[list] ?? []) {
      for (const { name, address } of container.env ?? []) {
        if (!address) continue;
        const field = `${path}.${list}[${container.name}].env[${name}].address`;
        const port = /:(\d+)$/.exec(address)?.[1];
        yield { user, field, value: address, words: name, port: port === undefined ? null : Number(port) };
      }
    }
  }
}

export function* backendsIn(ingresses: readonly ObjectOf<'Ingress'>[]): Generator<Naming> {
  for (const ingress of ingresses) {
    if (ingress.metadata.deletionTimestamp) continue;
    for (const backend of ingressBackends(ingress)) {
      const words = `its backend for ${backend.host}`;
      const { name: value, port } = backend.service;
      const field = `${backend.path}.service.name`;
      yield { user: refOf(ingress), field, value, words, port: port?.name || port?.number || null };
    }
  }
}

/** Services that routes of the Gateway API send to. */
export function* routeBackendsIn(routes: readonly ObjectOf<'HTTPRoute'>[]): Generator<Naming> {
  for (const route of routes) {
    if (route.metadata.deletionTimestamp) continue;
    for (const { field, backend, namespace } of routeBackends(route)) {
      const words = `its backend for ${routeHosts(route)}`;
      yield { user: refOf(route), field, value: backend.name, words, port: backend.port ?? null, namespace };
    }
  }
}

interface RouteBackend {
  readonly field: string;
  readonly backend: BackendRef;
  readonly namespace: string;
}

/** Backends that get a share of the traffic, of kind Service. */
export function routeBackends(route: ObjectOf<'HTTPRoute'>): readonly RouteBackend[] {
  return (route.spec?.rules ?? []).flatMap((rule, r) =>
    (rule.backendRefs ?? []).flatMap((backend, b) => {
      if (backend.group || (backend.kind ?? 'Service') !== 'Service' || backend.weight === 0) return [];
      const namespace = backend.namespace || namespaceOf(route);
      return [{ field: `spec.rules.${r}.backendRefs.${b}.name`, backend, namespace }];
    }),
  );
}

export function routeHosts(route: ObjectOf<'HTTPRoute'>): string {
  const hosts = route.spec?.hostnames ?? [];
  return hosts.length === 0 ? 'every host' : namesText(hosts);
}

export interface IngressBackend {
  /** `shop.example.com`, with its path unless that is everything. */
  readonly host: string;
  /** Field of the backend; rules and paths have no names, so by their index. */
  readonly path: string;
  readonly service: {
    readonly name: string;
    readonly port?:
      | { readonly name?: string | null | undefined; readonly number?: number | null | undefined }
      | null
      | undefined;
  };
}

export function ingressBackends({ spec }: ObjectOf<'Ingress'>): readonly IngressBackend[] {
  const fallback = spec?.defaultBackend?.service;
  const found: IngressBackend[] = fallback
    ? [{ host: 'every other host', path: 'spec.defaultBackend', service: fallback }]
    : [];
  for (const [r, rule] of (spec?.rules ?? []).entries()) {
    for (const [p, { path, backend }] of (rule.http?.paths ?? []).entries()) {
      if (!backend?.service) continue;
      const host = `${rule.host || 'every host'}${path && path !== '/' ? ` ${path}` : ''}`;
      found.push({ host, path: `spec.rules.${r}.http.paths.${p}.backend`, service: backend.service });
    }
  }
  return found;
}

/** The Service a host inside the cluster means; null for a host that is none. */
export function serviceAt({
  user,
  value,
  namespace: elsewhere,
}: Naming): { readonly namespace: string; readonly name: string } | null {
  const parts = value.replace(/:\d+$/, '').split('.');
  const svc = parts.indexOf('svc');
  // A pod of a headless service has its own name in front: <pod>.<service>.<namespace>.svc
  const [name, namespace] = svc >= 2 ? [parts[svc - 2], parts[svc - 1]] : parts;
  if (!name || (svc < 2 && parts.length > 2)) return null;
  return { name, namespace: elsewhere ?? namespace ?? user.namespace ?? '' };
}

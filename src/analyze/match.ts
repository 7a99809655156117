import { type ObjectRef, refText } from '../domain/object-ref.ts';
import type { Service } from '../domain/service.ts';
import { type HasMeta, refOf } from '../kinds/refs.ts';

/** Which listed service each workload belongs to. */
export interface ServiceMatch {
  /** The workload is what the service is made of. */
  primary(workload: ObjectRef): Service | null;
  /** The workload shares the namespace of exactly one service, or of none. */
  neighbour(namespace: string | null): Service | null;
  workloadsOf(service: Service): readonly ObjectRef[];
}

/** Words that say what a thing is, not which one: `mysql-server` is `mysql`. */
const GENERIC = new Set([
  'application',
  'app',
  'controller',
  'controllers',
  'ctrl',
  'daemonset',
  'deployment',
  'operator',
  'primary',
  'server',
  'statefulset',
  'manager',
]);

/**
 * Matches by name, then alias, then GitOps app, inside the service's namespaces; the first of these that finds
 * anything decides. A namespace of its own with a single lasting workload is that service, whatever its name.
 */
export function matchServices(services: readonly Service[], workloads: readonly HasMeta[]): ServiceMatch {
  const primaries = new Map<string, Service>();
  const found = new Map<string, readonly ObjectRef[]>();
  const inNamespace = Map.groupBy(workloads, (w) => w.metadata.namespace ?? '');
  const workloadsIn = (namespaces: readonly string[]): readonly HasMeta[] => {
    const [only, ...others] = namespaces;
    if (only === undefined) return [];
    if (others.length === 0) return inNamespace.get(only) ?? [];
    return workloads.filter((w) => namespaces.includes(w.metadata.namespace ?? ''));
  };
  const listedIn = new Map<string, Service[]>();
  for (const service of services) {
    for (const namespace of new Set(service.namespaces)) {
      listedIn.set(namespace, [...(listedIn.get(namespace) ?? []), service]);
    }
  }
  // One test for all services before the next: a name that fits exactly is never taken away by a likeness.
  for (const fits of [...TESTS, null]) {
    for (const service of services.filter((s) => !found.has(s.name))) {
      const here = workloadsIn(service.namespaces);
      const free = (fits === null ? here : here.filter((w) => fits(service, w))).filter(
        (w) => !primaries.has(refText(refOf(w))),
      );
      const matched = fits === null ? onlyWorkload(service, listedIn, free) : free;
      if (matched.length === 0) continue;
      for (const workload of matched) primaries.set(refText(refOf(workload)), service);
      found.set(service.name, matched.map(refOf));
    }
  }
  return {
    primary: (workload) => primaries.get(refText(workload)) ?? null,
    neighbour: (namespace) => {
      if (namespace === null) return null;
      const here = listedIn.get(namespace) ?? [];
      return here.length === 1 ? (here[0] ?? null) : null;
    },
    workloadsOf: (service) => found.get(service.name) ?? [],
  };
}

const TESTS: readonly ((service: Service, workload: HasMeta) => boolean)[] = [
  (s, w) => w.metadata.name === s.name,
  (s, w) => s.aliases.includes(w.metadata.name),
  (s, w) => [s.name, ...s.aliases].some((name) => sameWords(name, w.metadata.name)),
  (s, w) => ['app.kubernetes.io/name', 'app', 'k8s-app'].some((key) => namesService(s, w.metadata.labels?.[key])),
  (s, w) => s.gitops.app !== null && appOf(w) === s.gitops.app,
];

function namesService(service: Service, label: string | undefined): boolean {
  return label !== undefined && (label === service.name || service.aliases.includes(label));
}

function appOf(workload: HasMeta): string | null {
  const tracking = workload.metadata.annotations?.['argocd.argoproj.io/tracking-id']?.split(':')[0];
  return (
    tracking ??
    workload.metadata.labels?.['argocd.argoproj.io/instance'] ??
    workload.metadata.labels?.['app.kubernetes.io/instance'] ??
    null
  );
}

/** `ingress-nginx-controller` and `nginx-ingress` are the same words in another order. */
function sameWords(a: string, b: string): boolean {
  const [left, right] = [words(a), words(b)];
  return left.length > 0 && left.length === right.length && left.every((word) => right.includes(word));
}

const known = new Map<string, readonly string[]>();

/** Asked for each name once for each service beside it. */
function words(name: string): readonly string[] {
  const before = known.get(name);
  if (before !== undefined) return before;
  if (known.size > 10_000) known.clear();
  const all = [
    ...new Set(
      name
        .toLowerCase()
        .split(/[-_.]/)
        .filter((word) => word !== '' && !GENERIC.has(word)),
    ),
  ];
  known.set(name, all);
  return all;
}

/** What keeps running: a backup job alone in a namespace is what is left of the service, not the service. */
const LASTING = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'Rollout']);

function onlyWorkload(
  service: Service,
  listedIn: ReadonlyMap<string, readonly Service[]>,
  workloads: readonly HasMeta[],
): readonly HasMeta[] {
  const shared = service.namespaces.some((ns) => (listedIn.get(ns) ?? []).some((s) => s !== service));
  const lasting = workloads.filter((w) => LASTING.has(refOf(w).kind));
  const candidates = lasting.length > 0 ? lasting : workloads.filter((w) => refOf(w).kind === 'Pod');
  return shared || candidates.length !== 1 ? [] : candidates;
}

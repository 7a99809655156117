import { type ClusterInfo, type Gap, gapKey } from '../domain/cluster.ts';
import type { Notice } from '../domain/incident.ts';
import type { Service } from '../domain/service.ts';

/** Resources a service is made of, or reached through: without them nobody can say that it is well. */
const TELLING = new Set([
  'pods',
  'deployments.apps',
  'statefulsets.apps',
  'daemonsets.apps',
  'cronjobs.batch',
  'services',
  'endpointslices.discovery.k8s.io',
  'ingresses.networking.k8s.io',
  'persistentvolumeclaims',
]);

/** The listed services a gap hides. */
export function hiddenBy(gap: Gap, services: readonly Service[]): readonly string[] {
  if (!TELLING.has(gap.resource)) return [];
  return services.filter((s) => gap.namespace === null || s.namespaces.includes(gap.namespace)).map((s) => s.name);
}

export function gapNotice(gap: Gap, services: readonly Service[]): Notice {
  const hidden = hiddenBy(gap, services);
  const where = gap.namespace === null ? '' : ` in namespace ${gap.namespace}`;
  const hides = hidden.length === 0 ? '' : `; it hides ${hidden.join(', ')}`;
  return {
    kind: 'GAP',
    key: gapKey(gap),
    title: `could not ${gap.verb} ${gap.resource}${where} (${gap.cause})`,
    detail: `${gap.detail}${hides}. Unread is not healthy: what is behind it may be broken`,
    services: hidden,
    hidesNodes: gap.resource === 'nodes',
  };
}

export function blindNotice(cluster: ClusterInfo, why: string, services: readonly Service[]): Notice {
  return {
    kind: 'BLIND',
    key: 'blind:cluster',
    title: `the cluster ${cluster.name} could not be read`,
    detail: `${why}. Nothing is known about any service until it can be read again`,
    services: services.map((s) => s.name),
    hidesNodes: true,
  };
}

/** `about` is stable between cycles (`services.txt`), `detail` may change. */
export function selfNotice(about: string, title: string, detail: string): Notice {
  return { kind: 'SELF', key: `self:${about}`, title, detail, services: [], hidesNodes: false };
}

/** What happened before this cycle and is told once it is over: that it is over is no news. */
const PAST: ReadonlySet<string> = new Set(['self:missed-runs', 'self:unfinished']);

export function isPast(noticeKey: string): boolean {
  return PAST.has(noticeKey);
}

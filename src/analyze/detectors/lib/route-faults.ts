import { MINUTE } from '../../../domain/duration.ts';
import type { Listener, ParentRef } from '../../../kinds/gateway.ts';
import { namespaceOf, refOf } from '../../../kinds/refs.ts';
import type { ObjectOf } from '../../../kinds/registry.ts';
import type { View } from '../../detector.ts';
import { evidence } from '../../finding.ts';
import { isYoung } from './ages.ts';
import { type GatewayFault, refusal } from './gateway-conditions.ts';
import { routeBackends, routeHosts } from './network-names.ts';
import { selects } from './selectors.ts';

export const ROUTE_KINDS = ['HTTPRoute', 'Gateway', 'Service', 'Namespace'] as const;
type Sees = View<(typeof ROUTE_KINDS)[number]>;
type Route = ObjectOf<'HTTPRoute'>;

/** All that keeps a route from its traffic: no gateway takes it, or what it sends to is not there. */
export function routeFaults(view: Sees, route: Route): readonly GatewayFault[] {
  // A route without a parent is not in use.
  const parents = route.spec?.parentRefs ?? [];
  if (parents.length === 0) return [];
  const young = isYoung(view.now, route, 2 * MINUTE);
  const refused = young ? [] : parents.flatMap((parent, index) => parentFault(view, route, parent, index) ?? []);
  const unaccepted = refused.length > 0 ? refused : statusFaults(view, route, 'Accepted');
  // One gateway may refuse it while another one takes it.
  const partly = unaccepted.length < parents.length;
  const accepted = partly ? unaccepted.map((fault) => ({ ...fault, reason: 'NotAcceptedByAll' })) : unaccepted;
  const backends = young ? [] : backendFaults(view, route);
  return [...accepted, ...(backends.length > 0 ? backends : statusFaults(view, route, 'ResolvedRefs'))];
}

/** What the controllers say: one word per parent. */
function statusFaults(view: Sees, route: Route, type: 'Accepted' | 'ResolvedRefs'): readonly GatewayFault[] {
  return (route.status?.parents ?? []).flatMap(({ parentRef, conditions }, index) => {
    const refused = refusal(view.now, route, conditions, type, `status.parents.${index}.conditions`);
    if (refused === null) return [];
    const by = parentRef?.name ? ` by ${parentRef.name}` : '';
    const what = type === 'Accepted' ? `the route for ${routeHosts(route)} is not accepted${by}` : leadsNowhere(route);
    return [{ ...refused, what }];
  });
}

function parentFault(view: Sees, route: Route, parent: ParentRef, index: number): GatewayFault | null {
  if ((parent.kind ?? 'Gateway') !== 'Gateway') return null;
  const namespace = parent.namespace || namespaceOf(route);
  const gateway = view.get('Gateway', namespace, parent.name);
  const proof = [evidence(refOf(route), `spec.parentRefs.${index}.name`, parent.name)];
  if (gateway === undefined) {
    if (!view.complete('Gateway', namespace)) return null;
    const cause = `gateway ${parent.name} does not exist`;
    return { what: leadsNowhere(route), reason: 'GatewayNotFound', cause, since: null, proof };
  }
  // Where a controller has judged it, its word counts.
  const judged = (route.status?.parents ?? []).some(({ conditions }) => (conditions ?? []).length > 0);
  const listeners = (gateway.spec?.listeners ?? []).filter((l) => !parent.sectionName || l.name === parent.sectionName);
  if (judged || listeners.length === 0 || listeners.some((l) => isAllowed(view, l, route, namespace))) return null;
  const cause = `gateway ${parent.name} takes no routes of namespace ${namespaceOf(route)}`;
  return { what: leadsNowhere(route), reason: 'NotAllowedByListeners', cause, since: null, proof };
}

function isAllowed(view: Sees, { allowedRoutes }: Listener, route: Route, namespace: string): boolean {
  switch (allowedRoutes?.namespaces?.from ?? 'Same') {
    case 'Same':
      return namespaceOf(route) === namespace;
    case 'Selector': {
      const labels = view.get('Namespace', null, namespaceOf(route))?.metadata.labels;
      return labels === undefined || selects(allowedRoutes?.namespaces?.selector, labels);
    }
    case 'None':
      return false;
    default:
      return true;
  }
}

function backendFaults(view: Sees, route: Route): readonly GatewayFault[] {
  const faults = routeBackends(route).flatMap(({ field, backend, namespace }) => {
    if (!view.complete('Service', namespace)) return [];
    const service = view.get('Service', namespace, backend.name);
    const ports = service?.spec?.ports ?? [];
    const has = !backend.port || service?.spec?.type === 'ExternalName' || ports.some((p) => p.port === backend.port);
    if (service !== undefined && has) return [];
    const cause =
      service === undefined
        ? `service ${backend.name} does not exist`
        : `service ${backend.name} has no port ${backend.port ?? ''}`;
    const proof = [evidence(refOf(route), field, backend.name)];
    return [{ what: leadsNowhere(route), reason: 'BackendNotFound', cause, since: null, proof }];
  });
  return faults;
}

function leadsNowhere(route: Route): string {
  return `traffic for ${routeHosts(route)} leads nowhere`;
}

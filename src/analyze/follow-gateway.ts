import type { ObjectRef } from '../domain/object-ref.ts';
import { TIERS } from '../domain/service.ts';
import type { HTTPRoute } from '../kinds/gateway.ts';
import { behindService } from './behind-service.ts';
import { routeBackends } from './detectors/lib/network-names.ts';
import type { Scene } from './view.ts';

/** What the backends of a route run on. */
export function behindRoute(scene: Scene, namespace: string | null, name: string): readonly ObjectRef[] {
  const route = scene.view.get('HTTPRoute', namespace, name);
  return route === undefined ? [] : behindRoutes(scene, [route]);
}

/** What a gateway leads to by the routes that name it; the most important first: a gateway may serve many. */
export function behindGateway(scene: Scene, namespace: string | null, name: string): readonly ObjectRef[] {
  return byTier(scene, behindRoutes(scene, routesOf(scene, namespace, name)));
}

/** The same for all gateways of a class. */
export function behindGatewayClass(scene: Scene, name: string): readonly ObjectRef[] {
  const gateways = scene.view.list('Gateway').filter((g) => g.spec?.gatewayClassName === name);
  const routes = gateways.flatMap((g) => routesOf(scene, g.metadata.namespace ?? null, g.metadata.name));
  return byTier(scene, behindRoutes(scene, routes));
}

function routesOf(scene: Scene, namespace: string | null, name: string): readonly HTTPRoute[] {
  return scene.view
    .list('HTTPRoute')
    .filter((route) =>
      (route.spec?.parentRefs ?? []).some(
        (parent) =>
          (parent.kind ?? 'Gateway') === 'Gateway' &&
          parent.name === name &&
          (parent.namespace || route.metadata.namespace) === namespace,
      ),
    );
}

function behindRoutes(scene: Scene, routes: readonly HTTPRoute[]): readonly ObjectRef[] {
  return routes
    .flatMap((route) => [...routeBackends(route)])
    .flatMap(({ backend, namespace }) => behindService(scene, namespace, backend.name));
}

function byTier(scene: Scene, workloads: readonly ObjectRef[]): readonly ObjectRef[] {
  const rank = (workload: ObjectRef): number => {
    const service = scene.match.primary(workload);
    return service === null ? TIERS.length : TIERS.indexOf(service.tier);
  };
  return [...workloads].sort((a, b) => rank(a) - rank(b));
}

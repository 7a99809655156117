import { followReference } from '../analyze/follow.ts';
import type { Scene } from '../analyze/view.ts';
import { type ObjectRef, refText } from '../domain/object-ref.ts';
import { refOf } from '../kinds/refs.ts';
import { shown } from './words.ts';

/** How somebody outside the cluster reaches a workload. */
export interface Exposure {
  /** `Ingress shop/web`, `Service shop/web (LoadBalancer)`. */
  readonly by: string;
  readonly hosts: readonly string[];
}

const OPEN_TYPES: ReadonlySet<string> = new Set(['LoadBalancer', 'NodePort']);

/** By workload (`refText`). Routes of other kinds, such as Traefik's or the Gateway API's, are not read and not known here. */
export function exposures(scene: Scene): ReadonlyMap<string, Exposure> {
  const found = new Map<string, Exposure>();
  const note = (subject: ObjectRef, by: string, hosts: readonly string[]): void => {
    for (const ref of followReference(scene, { subject })) {
      const before = found.get(refText(ref));
      found.set(refText(ref), {
        by: before?.by ?? by,
        hosts: [...new Set([...(before?.hosts ?? []), ...hosts])],
      });
    }
  };
  const { Ingress, Service } = scene.snapshot.objects;
  for (const ingress of Ingress) {
    const hosts = (ingress.spec?.rules ?? []).flatMap(({ host }) => (host && HOST.test(host) ? [host] : []));
    note(refOf(ingress), shown(`Ingress ${ingress.metadata.namespace}/${ingress.metadata.name}`), hosts);
  }
  for (const service of Service) {
    const type = service.spec?.type ?? '';
    if (!OPEN_TYPES.has(type)) continue;
    note(refOf(service), shown(`Service ${service.metadata.namespace}/${service.metadata.name} (${type})`), []);
  }
  return found;
}

const HOST = /^(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}$/;

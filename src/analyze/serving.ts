import { type ObjectRef, refText, sameRef } from '../domain/object-ref.ts';
import type { Attributed } from './state.ts';
import type { Scene } from './view.ts';

/** True when another Service in front of the same workloads has a ready endpoint: part of the traffic gets through. */
export function servingOtherwise(scene: Scene, workloads: readonly ObjectRef[], own: readonly Attributed[]): boolean {
  const broken = new Set(own.map((a) => refText(a.finding.subject)));
  const pods = workloads.flatMap((w) => scene.index.podsOf(w));
  return scene.snapshot.objects.Service.some((service) => {
    const ref = { kind: 'Service', namespace: service.metadata.namespace ?? null, name: service.metadata.name };
    if (broken.has(refText(ref))) return false;
    const selector = Object.entries(service.spec?.selector ?? {});
    const picks = pods.some(
      (pod) =>
        pod.metadata.namespace === service.metadata.namespace &&
        selector.length > 0 &&
        selector.every(([k, v]) => pod.metadata.labels?.[k] === v),
    );
    return picks && hasReadyEndpoint(scene, ref);
  });
}

function hasReadyEndpoint(scene: Scene, service: ObjectRef): boolean {
  return scene.snapshot.objects.EndpointSlice.some((slice) => {
    const owner = slice.metadata.labels?.['kubernetes.io/service-name'] ?? '';
    const ref = { kind: 'Service', namespace: slice.metadata.namespace ?? null, name: owner };
    return sameRef(ref, service) && (slice.endpoints ?? []).some((e) => e.conditions?.ready !== false);
  });
}

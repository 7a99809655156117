import { type ObjectRef, refText } from '../domain/object-ref.ts';
import type { EndpointSlice, Service } from '../kinds/network.ts';
import { refOf } from '../kinds/refs.ts';
import type { Snapshot } from '../kinds/snapshot.ts';
import type { Attributed } from './state.ts';
import type { Scene } from './view.ts';

/** True when another Service in front of the same workloads has a ready endpoint: part of the traffic gets through. */
export function servingOtherwise(scene: Scene, workloads: readonly ObjectRef[], own: readonly Attributed[]): boolean {
  const broken = new Set(own.map((a) => refText(a.finding.subject)));
  const { picking, slices } = waysIn(scene.snapshot);
  return workloads
    .flatMap((workload) => scene.index.podsOf(workload))
    .some(({ metadata: { namespace, labels } }) =>
      Object.entries(labels ?? {})
        .flatMap(([key, value]) => picking.get(labelText(namespace, key, value)) ?? [])
        .filter((s) => Object.entries(s.spec?.selector ?? {}).every(([key, value]) => labels?.[key] === value))
        .map((service) => refText(refOf(service)))
        .some((ref) => !broken.has(ref) && (slices.get(ref) ?? []).some(hasReadyEndpoint)),
    );
}

interface WaysIn {
  /** Services by the first label they pick by. */
  readonly picking: ReadonlyMap<string, readonly Service[]>;
  readonly slices: ReadonlyMap<string, readonly EndpointSlice[]>;
}

/** Asked for once for each service in trouble, and a snapshot never changes. */
const known = new WeakMap<Snapshot, WaysIn>();

function waysIn(snapshot: Snapshot): WaysIn {
  const before = known.get(snapshot);
  if (before !== undefined) return before;
  const { Service, EndpointSlice } = snapshot.objects;
  const picking = Map.groupBy(
    Service.filter((s) => Object.keys(s.spec?.selector ?? {}).length > 0),
    ({ metadata, spec }) => {
      const [key = '', value = ''] = Object.entries(spec?.selector ?? {})[0] ?? [];
      return labelText(metadata.namespace, key, value);
    },
  );
  const slices = Map.groupBy(EndpointSlice, ({ metadata }) => {
    const name = metadata.labels?.['kubernetes.io/service-name'] ?? '';
    return refText({ kind: 'Service', namespace: metadata.namespace ?? null, name });
  });
  const ways = { picking, slices };
  known.set(snapshot, ways);
  return ways;
}

function labelText(namespace: string | null | undefined, key: string, value: string): string {
  return `${namespace ?? ''}/${key}=${value}`;
}

function hasReadyEndpoint({ endpoints }: EndpointSlice): boolean {
  return (endpoints ?? []).some((e) => e.conditions?.ready !== false);
}

import { MINUTE } from '../../../domain/duration.ts';
import { namespaceOf } from '../../../kinds/refs.ts';
import type { ObjectOf } from '../../../kinds/registry.ts';
import { isYoung } from './ages.ts';

export const LEADER = 'control-plane.alpha.kubernetes.io/leader';

/** Services with a ready endpoint, or with a slice that is only a lock of a leader election. */
export function answeredServices(slices: readonly ObjectOf<'EndpointSlice'>[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const slice of slices) {
    const name = slice.metadata.labels?.['kubernetes.io/service-name'];
    // The API's rule: an endpoint that doesn't say counts as ready.
    const answers = (slice.endpoints ?? []).some((e) => e.conditions?.ready !== false);
    if (name !== undefined && (answers || slice.metadata.annotations?.[LEADER] != null))
      names.add(`${namespaceOf(slice)}/${name}`);
  }
  return names;
}

/** Kept by the controller that looks for the pods of a selector; others write slices of their own. */
const FROM_SELECTORS = 'endpointslice-controller.k8s.io';

/** Services whose slices hold nobody at all: the controller found no pod that the selector picks, not even one that is not ready. */
export function emptyServices(now: Date, slices: readonly ObjectOf<'EndpointSlice'>[]): ReadonlySet<string> {
  const empty = new Set<string>();
  const others = new Set<string>();
  for (const slice of slices) {
    const name = slice.metadata.labels?.['kubernetes.io/service-name'];
    if (name === undefined) continue;
    const isEmpty =
      (slice.endpoints ?? []).length === 0 &&
      slice.metadata.labels?.['endpointslice.kubernetes.io/managed-by'] === FROM_SELECTORS &&
      !isYoung(now, slice, 2 * MINUTE);
    (isEmpty ? empty : others).add(`${namespaceOf(slice)}/${name}`);
  }
  return new Set([...empty].filter((name) => !others.has(name)));
}

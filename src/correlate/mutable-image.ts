import type { FindingCode } from '../domain/catalogue.ts';
import type { ClusterChanges } from './cluster-history.ts';
import type { Explanation } from './explains.ts';
import type { Incidence } from './incidence.ts';

/** An image that may change without a commit: whatever rolls the pod out may bring another one. */
export function mutableImage({ service }: Incidence, cluster: ClusterChanges | null): string | null {
  const listed = service?.image ?? null;
  return cluster?.mutableImages[0] ?? (listed !== null && /:latest$/.test(listed) ? listed : null);
}

/** By its kind alone a field explains less where another image explains as much. */
export function isShaken(best: Explanation | null, latest: string | null): boolean {
  return latest !== null && best?.strength === 'strong' && best.field.kind !== 'image' && SHAKEN.includes(best.fault);
}

const SHAKEN: readonly FindingCode[] = ['crash-loop', 'restarts-growing', 'not-ready', 'rollout-stuck', 'init-hanging'];

export function strengthOf(best: Explanation | null, latest: string | null): Explanation['strength'] | 'none' {
  if (best === null) return 'none';
  return isShaken(best, latest) ? 'weak' : best.strength;
}

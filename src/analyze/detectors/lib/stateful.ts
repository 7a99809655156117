import type { Pod } from '../../../kinds/pod.ts';

/** The number behind the last hyphen of a StatefulSet's pod; null for a name without one. */
export function ordinalOf({ metadata }: Pod): number | null {
  const digits = /-(\d{1,9})$/.exec(metadata.name)?.[1];
  return digits === undefined ? null : Number(digits);
}

/** The revision of the template a pod was made from. */
export function revisionOf({ metadata }: Pod): string | null {
  return metadata.labels?.['controller-revision-hash'] ?? null;
}

import type { Node } from '../../../kinds/cluster.ts';
import type { PodSpec } from '../../../kinds/pod.ts';

export type Taint = NonNullable<NonNullable<Node['spec']>['taints']>[number];
type Toleration = NonNullable<PodSpec['tolerations']>[number];

/** True where one of the tolerations fits the taint. An operator nobody knows counts as fitting: better quiet than wrong. */
export function tolerates(tolerations: readonly Toleration[] | null | undefined, taint: Taint): boolean {
  return (tolerations ?? []).some(({ key, operator, value, effect }) => {
    if (effect && effect !== taint.effect) return false;
    if (!key) return operator === 'Exists';
    if (key !== taint.key) return false;
    return (operator || 'Equal') === 'Equal' ? (value ?? '') === (taint.value ?? '') : true;
  });
}

/** `dedicated=gpu`, `spot` */
export function taintText({ key, value }: Taint): string {
  return value ? `${key}=${value}` : key;
}

import type { ConfigMapPlace } from '../state-place.ts';

export type ObjectKind = 'ConfigMap' | 'Lease';

const PATHS = {
  ConfigMap: { root: 'api/v1', plural: 'configmaps' },
  Lease: { root: 'apis/coordination.k8s.io/v1', plural: 'leases' },
} as const;

export interface StateObjectNames {
  /** The ledger; the first one is its head, the others take what doesn't fit into it. */
  readonly ledger: readonly [head: string, ...shards: string[]];
  /** What people ordered. */
  readonly orders: string;
  /** The last cycle records. */
  readonly records: string;
  /** All ConfigMaps of the above. */
  readonly configMaps: readonly string[];
  readonly lease: string;
}

/** All objects of a state. They are created empty with the manifests: RBAC can't limit a POST to some names. */
export function stateObjectNames(name: string): StateObjectNames {
  const ledger = [`${name}-0`, `${name}-1`, `${name}-2`, `${name}-3`] as const;
  const [orders, records] = [`${name}-orders`, `${name}-records`];
  return { ledger: [...ledger], orders, records, configMaps: [...ledger, orders, records], lease: name };
}

export function objectPath(kind: ObjectKind, namespace: string, name: string): string {
  const { root, plural } = PATHS[kind];
  return `${root}/namespaces/${namespace}/${plural}/${name}`;
}

/** `configmaps`, `leases`. */
export function pluralOf(kind: ObjectKind): string {
  return PATHS[kind].plural;
}

export type Where = Pick<ConfigMapPlace, 'namespace' | 'name'>;

// The account of the base once more, with a rule less: in a namespace of its own, so that several may try at the same time.
import { type Permission, permissions } from '../../src/kinds/permissions.ts';
import { stateObjectNames } from '../../src/record/configmap/names.ts';
import type { Cluster } from '../e2e/cluster.ts';
import { tokenOf } from './token.ts';

const RBAC = 'rbac.authorization.k8s.io';

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

/** What the ClusterRole of the base grants. */
export const READS: readonly Permission[] = permissions().filter(({ component }) => component === null);

/** What the Role of the base grants: one verb on one object each. */
export interface StateRight {
  readonly resource: 'configmaps' | 'leases';
  readonly name: string;
  readonly verb: 'get' | 'update' | 'create';
}

const NAMES = stateObjectNames('state');
export const STATE_RIGHTS: readonly StateRight[] = [
  ...NAMES.configMaps.flatMap((name) =>
    (['get', 'update'] as const).map((verb) => ({ resource: 'configmaps', name, verb }) as const),
  ),
  ...(['get', 'update', 'create'] as const).map((verb) => ({ resource: 'leases', name: NAMES.lease, verb }) as const),
];

const groupOf = ({ resource }: StateRight): string => (resource === 'leases' ? 'coordination.k8s.io' : '');

/** Makes the account and the state; without what is in `missing`. Returns its kubeconfig. */
export async function reduced(cluster: Cluster, namespace: string, missing: Permission | StateRight | null) {
  const reads = READS.filter((one) => one !== missing).map(({ group, resource, verbs }) => ({
    apiGroups: [group],
    resources: [resource],
    verbs,
  }));
  const rights = STATE_RIGHTS.filter((one) => one !== missing).map((right) => ({
    apiGroups: [groupOf(right)],
    resources: [right.resource],
    resourceNames: [right.name],
    verbs: [right.verb],
  }));
  const metadata = { name: 'k8s-monitor', namespace };
  const items = [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
    ...NAMES.configMaps.map((name) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace } })),
    // The right to create it counts only when it is gone.
    ...(missing !== null && 'verb' in missing && missing.verb === 'create'
      ? []
      : [{ apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: NAMES.lease, namespace } }]),
    ...bound('ClusterRole', 'ClusterRoleBinding', { name: namespace }, reads, namespace),
    ...bound('Role', 'RoleBinding', { name: 'k8s-monitor-state', namespace }, rights, namespace),
  ];
  await cluster.apply(`${JSON.stringify({ apiVersion: 'v1', kind: 'List', items })}\n`);
  return cluster.kubeconfigForToken(namespace, await tokenOf(cluster, namespace, 'k8s-monitor'));
}

/** Takes away all that `reduced` made, without waiting for it. */
export async function removed(cluster: Cluster, namespaces: readonly string[]): Promise<void> {
  for (const kind of ['namespace', 'clusterrole', 'clusterrolebinding'])
    await cluster.kubectl(['delete', kind, ...namespaces, '--ignore-not-found', '--wait=false']);
}

function bound(
  kind: string,
  binding: string,
  metadata: { readonly name: string; readonly namespace?: string },
  rules: readonly Rule[],
  account: string,
): readonly object[] {
  const apiVersion = `${RBAC}/v1`;
  const roleRef = { apiGroup: RBAC, kind, name: metadata.name };
  const subjects = [{ kind: 'ServiceAccount', name: 'k8s-monitor', namespace: account }];
  return [
    { apiVersion, kind, metadata, rules },
    { apiVersion, kind: binding, metadata, roleRef, subjects },
  ];
}

// Who may read what: the monitor, and the same with one thing taken away.
import { permissions } from '../../src/kinds/permissions.ts';
import { APPS, type Manifest } from './homelab/objects.ts';

/** Users of the token file: what each may not read is in its name. */
export const MASKED = {
  nodes: 'without-nodes',
  ingresses: 'without-ingresses',
  mysqlPods: 'without-mysql-pods',
} as const;

const SYSTEM = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];
const NAMESPACES = [...new Set<string>([...Object.values(APPS), 'argo-cd', ...SYSTEM])];

export function rbac(): readonly Manifest[] {
  const all = permissions()
    .filter(({ component }) => component === null)
    .map(({ group, resource, verbs }) => ({ apiGroups: [group], resources: [resource], verbs }));
  const isPods = (rule: (typeof all)[number]): boolean => rule.apiGroups[0] === '' && rule.resources[0] === 'pods';
  const without = (plural: string) => all.filter(({ resources }) => !resources.includes(plural));
  return [
    ...clusterWide('monitor', all),
    ...clusterWide(MASKED.nodes, without('nodes')),
    ...clusterWide(MASKED.ingresses, without('ingresses')),
    // Pods by namespace, everything else in the whole cluster.
    ...clusterWide(
      MASKED.mysqlPods,
      all.filter((rule) => !isPods(rule)),
    ),
    role('pod-reader', all.filter(isPods)),
    ...NAMESPACES.filter((namespace) => namespace !== 'mysql').map((namespace) => ({
      ...binding('RoleBinding', 'pod-reader', MASKED.mysqlPods),
      metadata: { name: 'pod-reader', namespace },
    })),
  ];
}

const clusterWide = (user: string, rules: readonly Manifest[]): readonly Manifest[] => [
  role(user, rules),
  { ...binding('ClusterRoleBinding', user, user), metadata: { name: user } },
];

const apiVersion = 'rbac.authorization.k8s.io/v1';

const role = (name: string, rules: readonly Manifest[]): Manifest => ({
  apiVersion,
  kind: 'ClusterRole',
  metadata: { name },
  rules,
});

const binding = (kind: string, name: string, user: string): Manifest => ({
  apiVersion,
  kind,
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
  subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: user }],
});

import { stateObjectNames } from '../../../src/record/configmap/names.ts';
import { yamlFile } from './yaml.ts';

const NAMESPACE = 'k8s-monitor';
const NAME = 'state';
const RBAC = 'rbac.authorization.k8s.io';
const ROLE = 'k8s-monitor-state';

const ANNOTATIONS = {
  'argocd.argoproj.io/sync-options': 'Replace=false',
  'kustomize.toolkit.fluxcd.io/ssa': 'IfNotPresent',
};

/** k8s/base/state.yaml: every object of the state, and the role for just these names. */
export function stateManifests(): string {
  const { configMaps, lease } = stateObjectNames(NAME);
  const empty = (name: string) => ({ name, namespace: NAMESPACE, annotations: { ...ANNOTATIONS } });
  const rules = [
    { apiGroups: [''], resources: ['configmaps'], resourceNames: [...configMaps], verbs: ['get', 'update'] },
    {
      apiGroups: ['coordination.k8s.io'],
      resources: ['leases'],
      resourceNames: [lease],
      verbs: ['get', 'update', 'create'],
    },
  ];
  const metadata = { name: ROLE, namespace: NAMESPACE };
  return yamlFile(
    [
      'All that `--state configmap:k8s-monitor/state` reads and writes, created empty, and what may be done with it. Apply it again',
      'and again: what the monitor wrote stays, for these objects say nothing about their content. Flux leaves them alone once',
      'they are there; of Argo CD only newer ones heed Replace=false: never sync them with Replace=true.',
      '`create` of one name allows to put that one object back, not to post any: Argo CD leaves out Leases since 3.0.',
    ],
    [
      ...configMaps.map((name) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: empty(name) })),
      { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: empty(lease), spec: {} },
      { apiVersion: `${RBAC}/v1`, kind: 'Role', metadata, rules },
      {
        apiVersion: `${RBAC}/v1`,
        kind: 'RoleBinding',
        metadata,
        roleRef: { apiGroup: RBAC, kind: 'Role', name: ROLE },
        subjects: [{ kind: 'ServiceAccount', name: 'k8s-monitor', namespace: NAMESPACE }],
      },
    ],
  );
}

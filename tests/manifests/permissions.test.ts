// What may be read in the cluster is what the program reads, and what may be written is its own state.
import { expect, it } from 'vitest';
import { TOOL_READS } from '../../mcp-servers/kubernetes/reads.ts';
import { type Component, permissions } from '../../src/kinds/permissions.ts';
import { KINDS, type KindEntry } from '../../src/kinds/registry.ts';
import { stateObjectNames } from '../../src/record/configmap/names.ts';
import { baseObject, manifests, type Rule } from './files.ts';

const flat = (rules: readonly Rule[]): readonly string[] =>
  rules
    .flatMap(({ apiGroups, resources, resourceNames = [''], verbs }) =>
      apiGroups.flatMap((group) =>
        resources.flatMap((resource) =>
          resourceNames.flatMap((name) => verbs.map((verb) => `${verb} ${group}/${resource} ${name}`.trim())),
        ),
      ),
    )
    .toSorted();
const wanted = (component: Component | null): readonly string[] =>
  permissions()
    .filter((one) => one.component === component)
    .flatMap(({ group, resource, verbs }) => verbs.map((verb) => `${verb} ${group}/${resource}`))
    .toSorted();
const CLUSTER_ROLE = flat(baseObject('cluster-role.yaml', 'ClusterRole').rules);
const COMPONENTS = ['config-times', 'kubelet-volume-figures'] as const;
const roleOf = (component: Component) => manifests(`k8s/components/${component}/role.yaml`);

it('the permissions are what detectors and tools declare', () => {
  const kinds: readonly KindEntry[] = Object.values(KINDS);
  const read = kinds.map(({ group, plural }) => `list ${group}/${plural}`);
  const tools = TOOL_READS.flatMap(({ group, resource, verbs }) => verbs.map((verb) => `${verb} ${group}/${resource}`));
  const all = [...new Set([...read, ...tools, 'get /nodes/stats'])].toSorted();
  expect([...wanted(null), ...COMPONENTS.flatMap(wanted)].toSorted()).toEqual(all);
});

it('each says what it is good for', () => {
  expect(permissions().filter(({ why }) => why.length < 10)).toEqual([]);
});

it('the ClusterRoles grant the permissions, each once, and nothing else', () => {
  expect(CLUSTER_ROLE).toEqual(wanted(null));
  for (const component of COMPONENTS)
    expect(flat(roleOf(component).flatMap(({ rules }) => rules))).toEqual(wanted(component));
});

it('only components open ConfigMaps and figures of kubelets, and nothing opens Secrets, exec or a proxy', () => {
  expect(wanted('config-times')).toEqual(['get /configmaps', 'list /configmaps']);
  expect(wanted('kubelet-volume-figures')).toEqual(['get /nodes/stats']);
  const forbidden = /secrets$|^\S+ \/(configmaps|pods\/(?!log$)|nodes\/)|proxy|\*|^(?!get |list )/;
  expect(CLUSTER_ROLE.filter((one) => forbidden.test(one) && !/\/(external|sealed)secrets$/.test(one))).toEqual([]);
  for (const bad of [
    'list /secrets',
    'get /configmaps',
    'create /pods/exec',
    'get /nodes/proxy',
    'watch /pods',
    'list */*',
  ])
    expect(bad).toMatch(forbidden);
});

it('the Role names what it may write: its own state', () => {
  const { configMaps, lease } = stateObjectNames('state');
  const maps = configMaps.flatMap((name) => [`get /configmaps ${name}`, `update /configmaps ${name}`]);
  const leases = ['create', 'get', 'update'].map((verb) => `${verb} coordination.k8s.io/leases ${lease}`);
  expect(flat(baseObject('state.yaml', 'Role').rules)).toEqual([...maps, ...leases].toSorted());
});

it('every binding gives one role to the one account', () => {
  const bindings = [
    baseObject('cluster-role-binding.yaml', 'ClusterRoleBinding'),
    baseObject('state.yaml', 'RoleBinding'),
    ...COMPONENTS.flatMap(roleOf).filter(({ kind }) => kind === 'ClusterRoleBinding'),
  ];
  const account = { kind: 'ServiceAccount', name: 'k8s-monitor', namespace: 'k8s-monitor' };
  for (const { metadata, roleRef, subjects } of bindings) {
    expect(roleRef).toMatchObject({ name: metadata.name });
    expect(subjects).toEqual([account]);
  }
  expect(bindings.map(({ metadata }) => metadata.name)).toEqual([
    'k8s-monitor',
    'k8s-monitor-state',
    'k8s-monitor-config-times',
    'k8s-monitor-kubelet-volume-figures',
  ]);
});

it('GitOps tools are told to leave the state alone, and its objects say nothing about their content', () => {
  const state = manifests('k8s/base/state.yaml').filter(({ kind }) => kind === 'ConfigMap' || kind === 'Lease');
  const { configMaps, lease } = stateObjectNames('state');
  expect(state.map(({ metadata }) => metadata.name)).toEqual([...configMaps, lease]);
  for (const { metadata, data, binaryData, spec = {} } of state) {
    expect(metadata['annotations']).toEqual({
      'argocd.argoproj.io/sync-options': 'Replace=false',
      'kustomize.toolkit.fluxcd.io/ssa': 'IfNotPresent',
    });
    expect([data, binaryData, spec]).toEqual([undefined, undefined, {}]);
  }
});

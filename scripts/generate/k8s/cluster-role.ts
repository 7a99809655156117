import { type Component, type Permission, permissions } from '../../../src/kinds/permissions.ts';
import { yamlFile } from './yaml.ts';

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/** One rule per API group and set of verbs, in the order of the permissions. */
function rulesOf(wanted: readonly Permission[]): readonly Rule[] {
  const rules = new Map<string, { apiGroups: string[]; resources: string[]; verbs: string[] }>();
  for (const { group, resource, verbs } of wanted) {
    const key = `${group} ${verbs.join()}`;
    const rule = rules.get(key) ?? { apiGroups: [group], resources: [], verbs: [...verbs] };
    rule.resources.push(resource);
    rules.set(key, rule);
  }
  return [...rules.values()];
}

const RBAC = 'rbac.authorization.k8s.io';

/** k8s/base/cluster-role.yaml. */
export function clusterRole(): string {
  const wanted = permissions().filter(({ component }) => component === null);
  return yamlFile(
    [
      'All that the monitor reads, from src/kinds/permissions.ts, which says what each is good for. No Secrets, no exec, no proxy,',
      'no watch, nothing to write. Kinds that your cluster does not serve cost nothing.',
    ],
    [role('k8s-monitor', wanted)],
  );
}

/** k8s/components/<component>/role.yaml. */
export function componentRole(component: Component): string {
  const name = `k8s-monitor-${component}`;
  const wanted = permissions().filter((one) => one.component === component);
  const binding = {
    apiVersion: `${RBAC}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name },
    roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name },
    subjects: [{ kind: 'ServiceAccount', name: 'k8s-monitor', namespace: 'k8s-monitor' }],
  };
  return yamlFile([], [role(name, wanted), binding]);
}

function role(name: string, wanted: readonly Permission[]): object {
  return { apiVersion: `${RBAC}/v1`, kind: 'ClusterRole', metadata: { name }, rules: rulesOf(wanted) };
}

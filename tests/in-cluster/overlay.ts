// Overlays of k8s/base as people write them, in a folder that goes away with the tests.
import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type Cluster, kubectl } from '../e2e/cluster.ts';

export const K8S = join(import.meta.dirname, '..', '..', 'k8s');
export const BASE = join(K8S, 'base');
export const NAMESPACE = 'k8s-monitor';
/** Of schedule.test.ts, which runs beside the others. */
export const CLOCK = 'k8s-monitor-clock';

export interface OverlayOptions {
  /** Names below k8s/components. */
  readonly components?: readonly string[];
  /** Settings that differ from those of the base. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Another namespace than k8s-monitor; the roles for the whole cluster are named after it too. */
  readonly namespace?: string;
  /** The small cluster's services.txt instead of the homelab's. */
  readonly services?: boolean;
}

/** Writes it below `dir` and returns its folder, for `kubectl apply -k`. */
export function overlay(dir: string, { components = [], settings = {}, namespace, services }: OverlayOptions): string {
  mkdirSync(dir, { recursive: true });
  const folder = mkdtempSync(join(dir, 'overlay-'));
  const options = { disableNameSuffixHash: true };
  const literals = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  if (services) cpSync(join(import.meta.dirname, 'manifests', 'services.txt'), join(folder, 'services.txt'));
  const kustomization = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: [relative(folder, BASE)],
    components: components.map((name) => relative(folder, join(K8S, 'components', name))),
    ...(namespace === undefined ? {} : { namespace, patches: renamed(namespace) }),
    configMapGenerator: [
      ...(literals.length === 0 ? [] : [{ name: 'k8s-monitor-settings', behavior: 'merge', options, literals }]),
      ...(services ? [{ name: 'k8s-monitor-services', behavior: 'replace', options, files: ['services.txt'] }] : []),
    ],
  };
  writeFileSync(join(folder, 'kustomization.yaml'), JSON.stringify(kustomization, null, 2));
  return folder;
}

/** Two of them may stand beside each other in one cluster. */
function renamed(name: string): readonly object[] {
  const replace = (path: string) => ({ op: 'replace', path, value: name });
  const patch = (kind: string, ...paths: readonly string[]) => ({
    target: { kind, name: 'k8s-monitor' },
    options: { allowNameChange: true },
    patch: JSON.stringify(paths.map(replace)),
  });
  return [patch('ClusterRole', '/metadata/name'), patch('ClusterRoleBinding', '/metadata/name', '/roleRef/name')];
}

export const applied = (cluster: Cluster, folder: string, ...flags: readonly string[]): Promise<string> =>
  kubectl(cluster, 'apply', '-k', folder, ...flags);

/** Returns when nothing of it is left. */
export async function deleted(cluster: Cluster, folder: string): Promise<void> {
  await kubectl(cluster, 'delete', '-k', folder, '--ignore-not-found', '--wait=true', '--timeout=90s');
}

// The parts of the homelab that are easier made than written: nodes, namespaces, volumes, Argo CD's Applications.
import { nodeManifest } from '../../control-plane/nodes.ts';

/** The kinds that tests write; every one of them goes to kubectl as JSON, which is YAML. */
export type Manifest = Readonly<Record<string, unknown>>;

/** Argo CD app → namespace. */
export const APPS = {
  'chores-tracker-backend': 'chores-tracker-backend',
  'chores-tracker-frontend': 'chores-tracker-frontend',
  mysql: 'mysql',
  n8n: 'n8n',
  postgresql: 'postgresql',
  'nginx-ingress': 'ingress-nginx',
  'oncall-agent': 'oncall-agent',
  vault: 'vault',
  'external-secrets': 'external-secrets',
  'cert-manager': 'cert-manager',
  'ecr-auth': 'ecr-auth',
  crossplane: 'crossplane-system',
  'crossplane-aws-provider': 'crossplane-system',
  'loki-aws-infrastructure': 'crossplane-system',
  'whoami-test': 'whoami-test',
} as const;

/** The commit that everything is synced to. */
export const REVISION = '4be2d9c07a51f3e86d19b0c5a7f4432e9d6081ba';

/** The commit after it. */
export const NEXT_REVISION = 'c81f0a64e2b7935d10cf48ba9be3d6a27f5512d0';

/** Chart versions of the apps that are Helm charts; the others are folders of manifests. */
const CHARTS: ReadonlyMap<string, readonly [repo: string, version: string]> = new Map([
  ['external-secrets', ['https://charts.external-secrets.io', '0.14.4']],
  ['cert-manager', ['https://charts.jetstack.io', 'v1.16.2']],
  ['crossplane', ['https://charts.crossplane.io/stable', '1.20.0']],
  ['nginx-ingress', ['https://kubernetes.github.io/ingress-nginx', '4.12.1']],
]);

const CLAIMS = [
  ['mysql', 'data-mysql-0', '20Gi'],
  ['n8n', 'n8n-data', '5Gi'],
  ['postgresql', 'postgresql-data', '10Gi'],
  ['vault', 'data-vault-0', '1Gi'],
] as const;

/** One server that also runs workloads, and two agents. */
export function nodes(): string {
  const room = { cpu: '4', memory: '16Gi', pods: '110', 'ephemeral-storage': '100Gi' };
  const server = { 'node-role.kubernetes.io/control-plane': 'true', 'node.kubernetes.io/workload': 'infrastructure' };
  const agent = { 'node.kubernetes.io/workload': 'application' };
  return [
    nodeManifest('k3s-server-1', { labels: server, annotations: { 'node-ip': '192.168.20.11' }, capacity: room }),
    nodeManifest('k3s-agent-1', { labels: agent, annotations: { 'node-ip': '192.168.20.21' }, capacity: room }),
    nodeManifest('k3s-agent-2', { labels: agent, annotations: { 'node-ip': '192.168.20.22' }, capacity: room }),
  ].join('\n---\n');
}

export function namespaces(): readonly Manifest[] {
  const names = new Set<string>([...Object.values(APPS), 'argo-cd']);
  return [...names].map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }));
}

/** No provisioner runs, so each claim finds a volume that waits for it. */
export function volumes(): readonly Manifest[] {
  return CLAIMS.map(([namespace, name, storage]) => ({
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: `pvc-${namespace}-${name}` },
    spec: {
      storageClassName: 'local-path',
      capacity: { storage },
      accessModes: ['ReadWriteOnce'],
      persistentVolumeReclaimPolicy: 'Delete',
      claimRef: { namespace, name },
      hostPath: { path: `/var/lib/rancher/k3s/storage/${namespace}-${name}` },
    },
  }));
}

export function applications(): readonly Manifest[] {
  return Object.entries(APPS).map(([name, namespace]) => ({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, namespace: 'argo-cd' },
    spec: {
      project: 'default',
      source: sourceOf(name),
      destination: { server: 'https://kubernetes.default.svc', namespace },
      syncPolicy: { automated: { prune: true, selfHeal: true } },
    },
  }));
}

function sourceOf(app: string): Manifest {
  const chart = CHARTS.get(app);
  if (chart !== undefined) return { repoURL: chart[0], chart: app, targetRevision: chart[1] };
  return { repoURL: 'https://github.com/example/homelab', path: `base-apps/${app}`, targetRevision: 'main' };
}

/** Any number of manifests as one text for kubectl. */
export function manifestText(manifests: readonly Manifest[]): string {
  return `${manifests.map((manifest) => JSON.stringify(manifest)).join('\n---\n')}\n`;
}

// The command lines of the servers.
import { generateKeyPairSync } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

export type Ports = { etcd: number; etcdPeer: number; apiserver: number; kwok: number };

/** Ports that were free a moment ago; all held open together so that they differ. */
export async function freePorts(): Promise<Ports> {
  const open = () =>
    new Promise<{ port: number; close: () => void }>((resolve, reject) => {
      const server = createServer();
      server.on('error', reject);
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        if (address === null || typeof address === 'string') reject(new Error('no port'));
        else resolve({ port: address.port, close: () => server.close() });
      });
    });
  const [etcd, etcdPeer, apiserver, kwok] = await Promise.all([open(), open(), open(), open()]);
  for (const { close } of [etcd, etcdPeer, apiserver, kwok]) close();
  return { etcd: etcd.port, etcdPeer: etcdPeer.port, apiserver: apiserver.port, kwok: kwok.port };
}

export const etcdArgs = (dir: string, ports: Ports): string[] => {
  const client = `http://127.0.0.1:${ports.etcd}`;
  const peer = `http://127.0.0.1:${ports.etcdPeer}`;
  return [
    '--name=test',
    `--data-dir=${join(dir, 'etcd')}`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=test=${peer}`,
    '--log-level=warn',
    // The data lives as long as the run.
    '--unsafe-no-fsync',
  ];
};

/** The service account tokens' key pair. */
export function writeServiceAccountKey(dir: string): string {
  const path = join(dir, 'service-account.key');
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  writeFileSync(path, privateKey.export({ type: 'pkcs1', format: 'pem' }), { mode: 0o600 });
  return path;
}

export type ApiserverOptions = {
  dir: string;
  ports: Ports;
  tokenFile: string;
  keyFile: string;
  controllers: boolean;
  eventTtl: string;
};

export const apiserverArgs = ({
  dir,
  ports,
  tokenFile,
  keyFile,
  controllers,
  eventTtl,
}: ApiserverOptions): string[] => [
  `--etcd-servers=http://127.0.0.1:${ports.etcd}`,
  '--bind-address=127.0.0.1',
  `--secure-port=${ports.apiserver}`,
  `--cert-dir=${join(dir, 'certs')}`,
  `--service-account-issuer=https://127.0.0.1:${ports.apiserver}`,
  `--service-account-key-file=${keyFile}`,
  `--service-account-signing-key-file=${keyFile}`,
  `--token-auth-file=${tokenFile}`,
  '--authorization-mode=RBAC',
  '--service-cluster-ip-range=10.96.0.0/16',
  '--allow-privileged',
  `--event-ttl=${eventTtl}`,
  '--enable-priority-and-fairness=true',
  // See stages/node-status.yaml: the address at which kwok plays the kubelet.
  '--kubelet-preferred-address-types=ExternalDNS,InternalIP',
  // Without its controller no namespace gets the account that this plug-in insists on.
  ...(controllers ? [] : ['--disable-admission-plugins=ServiceAccount']),
];

/** Rates that a cluster of thousands of pods comes up with in seconds. */
const rates = ['--kube-api-qps=500', '--kube-api-burst=800', '--leader-elect=false', '--secure-port=0'];

/** `caFile` goes into the ConfigMap kube-root-ca.crt of each namespace, from which pods know the API server. */
export const controllerManagerArgs = (
  kubeconfig: string,
  keyFile: string,
  caFile: string,
  graceSeconds: number,
): string[] => [
  `--kubeconfig=${kubeconfig}`,
  `--service-account-private-key-file=${keyFile}`,
  `--root-ca-file=${caFile}`,
  '--use-service-account-credentials',
  `--node-monitor-grace-period=${graceSeconds}s`,
  `--node-monitor-period=${Math.max(1, Math.min(5, Math.floor(graceSeconds / 4)))}s`,
  '--concurrent-deployment-syncs=20',
  '--concurrent-replicaset-syncs=20',
  '--concurrent-endpoint-syncs=20',
  ...rates,
];

export const schedulerArgs = (kubeconfig: string): string[] => [`--kubeconfig=${kubeconfig}`, ...rates];

/** Writes the stages into one file and names it, with the rest of kwok's options. */
export function kwokArgs(dir: string, kubeconfig: string, ports: Ports, graceSeconds: number): string[] {
  const source = join(import.meta.dirname, 'stages');
  const stages = readdirSync(source)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => readFileSync(join(source, name), 'utf8'));
  const config = join(dir, 'stages.yaml');
  writeFileSync(config, stages.join('\n---\n').replaceAll('"HEARTBEAT"', `"${graceSeconds / 3}s"`));
  return [
    `--kubeconfig=${kubeconfig}`,
    `--config=${config}`,
    '--manage-all-nodes',
    '--cidr=10.244.0.0/16',
    '--node-ip=127.0.0.1',
    `--node-port=${ports.kwok}`,
    `--server-address=127.0.0.1:${ports.kwok}`,
    // Heartbeats go by the node's status: leases would keep a node alive whose stage has stopped.
    '--node-lease-duration-seconds=0',
    '--enable-crds=Logs,ClusterLogs',
  ];
}

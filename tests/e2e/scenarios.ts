// What goes wrong in a homelab. Each returns when the API server shows it; `recover` mends them all.
import { type Cluster, kubectl } from './cluster.ts';
import { breakPods, marks, patchWorkload, settled, type Target, untilPrints, type Workload } from './faults.ts';
import { unsyncedSecrets } from './homelab/statuses.ts';
import { minutesBefore } from './homelab/times.ts';

export const BACKEND: Target = { namespace: 'chores-tracker-backend', selector: 'app=chores-tracker-backend' };
const N8N: Target = { namespace: 'n8n', selector: 'app=n8n' };
const MYSQL: Target = { namespace: 'mysql', selector: 'app=mysql' };
const POSTGRESQL: Target = { namespace: 'postgresql', selector: 'app=postgresql' };
const VAULT: Target = { namespace: 'vault', selector: 'component=server' };
const INGRESS: Target = { namespace: 'ingress-nginx', selector: 'app.kubernetes.io/component=controller' };
const EXPORTER: Target = { namespace: 'mysql', selector: 'app=mysql-exporter' };

const backend: Workload = ['deployment', 'chores-tracker-backend', 'chores-tracker-backend'];
const whoami: Workload = ['deployment', 'whoami-test', 'whoami-test'];
const mysql: Workload = ['statefulset', 'mysql', 'mysql'];
const exporter: Workload = ['deployment', 'mysql', 'mysql-exporter'];
const ingress: Workload = ['daemonset', 'ingress-nginx', 'ingress-nginx-controller'];

const READY = '{.status.readyReplicas}';

const OOM_LOG = [
  'INFO:     Application startup complete.',
  'INFO:     Uvicorn running on http://0.0.0.0:8000',
  'INFO:     cache warm-up: loading 184320 chores into memory',
  'WARNING:  memory 61 MiB of 64 MiB',
  'WARNING:  memory 63 MiB of 64 MiB',
].join('\n');

/** A rollout that cut the memory limit: the new pods come up, then both die of it. */
export async function backendOom(cluster: Cluster, minutes = 6, log = OOM_LOG): Promise<void> {
  await backendCut(cluster);
  await backendKilled(cluster, minutes, log);
}

export async function backendCut(cluster: Cluster): Promise<void> {
  const memory = { requests: { memory: '64Mi' }, limits: { memory: '64Mi' } };
  const container = { name: 'chores-tracker-backend', resources: memory };
  await patchWorkload(cluster, backend, { template: { spec: { containers: [container] } } });
  await kubectl(cluster, 'rollout', 'status', 'deployment/chores-tracker-backend', '-n', BACKEND.namespace);
  await settled(cluster);
}

export async function backendKilled(cluster: Cluster, minutes: number, previous = OOM_LOG): Promise<void> {
  await breakPods(cluster, BACKEND, { fault: 'oom', since: minutes });
  const logs = { container: 'chores-tracker-backend', current: 'INFO:     starting', previous };
  await cluster.setLogs({ ...BACKEND, ...logs });
  await untilPrints(cluster, backend, READY, '');
  await settled(cluster);
}

export async function backendHalf(cluster: Cluster): Promise<void> {
  await breakPods(cluster, BACKEND, { fault: 'crash-loop', since: 5 }, 1);
  await untilPrints(cluster, backend, READY, '1');
  await settled(cluster);
}

/** Both pods started so many minutes ago and aren't ready yet. */
export async function backendStarting(cluster: Cluster, minutes: number): Promise<void> {
  await breakPods(cluster, BACKEND, { fault: 'not-ready', since: minutes });
  await untilPrints(cluster, backend, READY, '');
  await settled(cluster);
}

/** Vault restarted so many minutes ago, and nobody has unsealed it. */
export async function vaultSealed(cluster: Cluster, minutes: number): Promise<void> {
  await breakPods(cluster, VAULT, { fault: 'sealed', since: minutes });
  await unsyncedSecrets(cluster, minutesBefore(minutes - 1));
  await untilPrints(cluster, ['statefulset', 'vault', 'vault'], READY, '');
  await settled(cluster);
}

/** n8n was rescheduled and finds no secret. */
export async function n8nWithoutSecret(cluster: Cluster, minutes: number): Promise<void> {
  const message = 'secret "n8n-secrets" not found';
  await breakPods(cluster, N8N, { fault: 'config-error', since: minutes, message });
  await untilPrints(cluster, ['deployment', 'n8n', 'n8n'], READY, '');
  await settled(cluster);
}

/** Its request is more than any node has. */
export async function mysqlPending(cluster: Cluster): Promise<void> {
  const resources = { requests: { memory: '64Gi' }, limits: { memory: '64Gi' } };
  await patchWorkload(cluster, mysql, { template: { spec: { containers: [{ name: 'mysql', resources }] } } });
  await untilPrints(cluster, mysql, READY, '');
  await settled(cluster);
}

export async function ingressDown(cluster: Cluster): Promise<void> {
  await breakPods(cluster, INGRESS, { fault: 'crash-loop', since: 5 });
  await untilPrints(cluster, ingress, '{.status.numberReady}', '0');
  await settled(cluster);
}

export async function threeDown(cluster: Cluster): Promise<void> {
  for (const target of [MYSQL, POSTGRESQL, N8N]) await breakPods(cluster, target, { fault: 'crash-loop', since: 5 });
  await untilPrints(cluster, ['deployment', 'n8n', 'n8n'], READY, '');
  await settled(cluster);
}

/** Somebody typed the tag wrong. */
export async function whoamiDown(cluster: Cluster, minutes = 9): Promise<void> {
  const containers = [{ name: 'whoami', image: 'traefik/whoami:v1.100' }];
  const metadata = marks({ fault: 'image-pull', since: minutes });
  await patchWorkload(cluster, whoami, { template: { metadata, spec: { containers } } });
  await untilPrints(cluster, whoami, READY, '');
  await settled(cluster);
}

export async function exporterFails(cluster: Cluster): Promise<void> {
  await breakPods(cluster, EXPORTER, { fault: 'crash-loop', since: 5 });
  await untilPrints(cluster, exporter, READY, '');
  await settled(cluster);
}

/** The new version crashes; the old pods go on serving. */
export async function rolloutBlocked(cluster: Cluster): Promise<void> {
  const image = '123456789012.dkr.ecr.us-east-2.amazonaws.com/chores-tracker:5.9.0';
  const containers = [{ name: 'chores-tracker-backend', image }];
  const metadata = marks({ fault: 'crash-loop', since: 8 });
  await patchWorkload(cluster, backend, { template: { metadata, spec: { containers } } });
  await untilPrints(cluster, backend, `${READY}/{.status.updatedReplicas}/{.status.replicas}`, '2/1/3');
  await settled(cluster);
}

/** Another deploy, which has the same fault: every pod is new. */
export async function redeployBackend(cluster: Cluster): Promise<void> {
  const image = '123456789012.dkr.ecr.us-east-2.amazonaws.com/chores-tracker:5.8.1';
  const containers = [{ name: 'chores-tracker-backend', image }];
  const template = { metadata: marks({ fault: 'oom', since: 1 }), spec: { containers } };
  await patchWorkload(cluster, backend, { strategy: { type: 'Recreate', rollingUpdate: null }, template });
  await untilPrints(cluster, backend, '{.status.updatedReplicas}/{.status.unavailableReplicas}', '2/2');
  await settled(cluster);
}

/** Takes a node out for maintenance. Where one pod per node is the rule, the second one waits. */
export async function drain(cluster: Cluster): Promise<void> {
  const options = ['--ignore-daemonsets', '--delete-emptydir-data', '--timeout=60s'];
  await kubectl(cluster, 'drain', 'k3s-agent-2', ...options);
  await untilPrints(cluster, backend, READY, '1');
  await untilPrints(cluster, ['deployment', 'oncall-agent', 'oncall-agent'], READY, '1');
  await settled(cluster);
}

/** The pods of a workload run again, restarted in place so many minutes ago (negative: from now). */
export async function restarted(cluster: Cluster, target: Target, restarts: number, minutes: number): Promise<void> {
  await breakPods(cluster, target, { restarts, since: minutes });
  await settled(cluster);
}

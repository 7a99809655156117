// `npm run bench -- cluster [pods]`: a whole `run --once` on a real API server, beside the raw lists of the same objects.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { nodeManifests } from '../tests/control-plane/nodes.ts';
import { crdsDir, startControlPlane } from '../tests/control-plane/start.ts';
import type { ControlPlane } from '../tests/control-plane/types.ts';
import { inPairs, runNode } from './measure.ts';

const MAIN = join(import.meta.dirname, '../dist/k8s-monitor.js');

export async function benchCluster(pods: number): Promise<string> {
  const cluster = await startControlPlane();
  const state = await mkdtemp(join(tmpdir(), 'k8s-monitor-bench-state-'));
  try {
    await fill(cluster, pods);
    const run = ['run', '--once', '--no-model', '--output', 'json', '--state', state];
    const [ours, floor] = await inPairs(
      5,
      () => runNode(['--max-semi-space-size=4', MAIN, ...run], { KUBECONFIG: cluster.kubeconfig }),
      () => runNode([join(import.meta.dirname, 'raw-list.ts'), cluster.url, cluster.adminToken, cluster.caFile]),
    );
    const objects = await cluster.kubectl(['get', 'pods', '-A', '--no-headers', '-o', 'name']);
    return [
      `real API server, ${objects.stdout.trim().split('\n').length} pods, whole processes, medians of 5 pairs`,
      `  run --once   ${row(ours)}`,
      `  raw LIST     ${row(floor)}`,
      `  ratio        ${(ours.wallS / floor.wallS).toFixed(2)} x wall (wanted <= 2); peak ${ours.peakMb.toFixed(0)} MB (wanted <= 150)`,
    ].join('\n');
  } finally {
    await cluster.stop();
    await rm(state, { recursive: true });
  }
}

function row(m: { readonly wallS: number; readonly cpuS: number; readonly peakMb: number }): string {
  return `${m.wallS.toFixed(2)} s wall  ${m.cpuS.toFixed(2)} s CPU  ${m.peakMb.toFixed(0)} MB peak`;
}

/** Ten Deployments per hundred pods, all ready. */
async function fill(cluster: ControlPlane, pods: number): Promise<void> {
  await cluster.apply(crdsDir);
  await cluster.apply(nodeManifests(Math.max(3, Math.ceil(pods / 40))));
  const names = Array.from({ length: Math.ceil(pods / 10) }, (_, i) => `load-${i}`);
  await cluster.apply(names.map(deployment).join('---\n'));
  for (;;) {
    const { stdout } = await cluster.kubectl(['get', 'deployments', '-o', 'jsonpath={.items[*].status.readyReplicas}']);
    const ready = stdout.split(' ').reduce((sum, n) => sum + Number(n || 0), 0);
    if (ready >= names.length * 10) return;
    await sleep(1000);
  }
}

function deployment(name: string): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, labels: { app: ${name} } }
spec:
  replicas: 10
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name}, team: bench } }
    spec:
      containers:
      - name: app
        image: registry.example/${name}:1.0
        ports: [{ name: http, containerPort: 8080 }]
        env: [{ name: DATABASE, value: 'db:5432' }, { name: LEVEL, value: info }]
        readinessProbe: { httpGet: { path: /health, port: http } }
        resources: { requests: { cpu: 10m, memory: 16Mi }, limits: { memory: 64Mi } }
`;
}

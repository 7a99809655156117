// By hand: starts everything, plays healthy and failing workloads, prints timings, leaves nothing.
//   node tests/control-plane/prove.ts [pods]     e.g. 2000, on 50 nodes
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureBinaries } from './binaries.ts';
import { nodeManifests } from './nodes.ts';
import { crdsDir, startControlPlane } from './start.ts';
import type { ControlPlane } from './types.ts';

const pods = Number(process.argv[2] ?? 0);

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const result = await work();
  console.log(`${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s  ${what}`);
  return result;
}

async function get(cluster: ControlPlane, args: string): Promise<string> {
  const { stdout, stderr, code } = await cluster.kubectl(args.split(' '));
  if (code !== 0) throw new Error(`kubectl ${args}: ${stderr}`);
  return stdout.trim();
}

async function until(cluster: ControlPlane, args: string, expected: RegExp): Promise<void> {
  const deadline = Date.now() + 300_000;
  for (;;) {
    const { stdout } = await cluster.kubectl(args.split(' '));
    if (expected.test(stdout)) return;
    if (Date.now() > deadline) throw new Error(`kubectl ${args} never matched ${expected}: ${stdout}`);
    await sleep(250);
  }
}

const deployment = (name: string, replicas: number): string => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, labels: { ${name.split('-')[0]}: '' } }
spec:
  replicas: ${replicas}
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { containers: [{ name: app, image: 'registry.example/${name}:1.0' }] }
---
`;

const patchTemplate = (label: string): string =>
  `patch deployment web -p {"spec":{"template":{"metadata":{"labels":{"fault":${label}}}}}}`;
const readyOf = 'get deployment web -o jsonpath={.status.readyReplicas}/{.status.updatedReplicas}/{.status.replicas}';

async function small(cluster: ControlPlane): Promise<void> {
  await timed('3 nodes Ready', async () => {
    await cluster.apply(nodeManifests(3));
    await get(cluster, 'wait node --all --for=condition=Ready --timeout=60s');
  });
  await cluster.apply(join(import.meta.dirname, 'prove-jobs.yaml'));
  await timed('Deployment of 3 ready', async () => {
    await cluster.apply(deployment('web', 3));
    await until(cluster, readyOf, /^3\/3\/3$/);
  });
  await timed('a bad rollout crash-loops beside the old pods', async () => {
    await get(cluster, patchTemplate('"crash-loop"'));
    await until(cluster, 'get pods -l fault=crash-loop', /CrashLoopBackOff/);
    await until(cluster, readyOf, /^3\/1\/4$/);
  });
  await timed('logs, and those of the run before', async () => {
    await cluster.setLogs({
      namespace: 'default',
      selector: 'fault=crash-loop',
      container: 'app',
      current: 'starting',
      previous: 'panic: no database',
    });
    const pod = await get(cluster, 'get pods -l fault=crash-loop -o name');
    assert.equal(await get(cluster, `logs ${pod}`), 'starting');
    assert.equal(await get(cluster, `logs ${pod} --previous`), 'panic: no database');
  });
  await timed('the rollout mended', async () => {
    await get(cluster, patchTemplate('null'));
    await until(cluster, readyOf, /^3\/3\/3$/);
  });
  await timed('one running pod fails and recovers by its label', async () => {
    const pod = (await get(cluster, 'get pods -l app=web -o name')).split('\n')[0] ?? '';
    await get(cluster, `label ${pod} fault=oom`);
    await until(cluster, readyOf, /^2\/3\/3$/);
    await get(cluster, `label ${pod} fault-`);
    await until(cluster, readyOf, /^3\/3\/3$/);
  });
  await timed('a status written by hand stays', async () => {
    const pod = (await get(cluster, 'get pods -l app=web -o name')).split('\n')[0] ?? '';
    await get(cluster, `label ${pod} stage=manual`);
    await get(cluster, `patch ${pod} --subresource=status -p {"status":{"message":"by-hand"}}`);
    await sleep(1500);
    assert.equal(await get(cluster, `get ${pod} -o jsonpath={.status.message}`), 'by-hand');
  });
  await timed('a Job completes, another fails', async () => {
    await get(cluster, 'wait job/good --for=condition=Complete --timeout=60s');
    await get(cluster, 'wait job/bad --for=condition=Failed --timeout=60s');
  });
  await timed('a node under disk pressure, another lost and back', async () => {
    await get(cluster, 'label node node-1 fault=disk-pressure');
    await get(cluster, 'label node node-2 fault=lost');
    await until(cluster, 'get node node-1 -o jsonpath={.status.conditions[?(@.type=="DiskPressure")].status}', /True/);
    await until(cluster, 'get node node-2 -o jsonpath={.status.conditions[?(@.type=="Ready")].status}', /Unknown/);
    await get(cluster, 'label node node-1 node-2 fault-');
    await get(cluster, 'wait node --all --for=condition=Ready --timeout=60s');
  });
  await timed('the custom kinds are served', async () => {
    await cluster.apply(crdsDir);
    await get(cluster, 'wait crd --all --for=condition=Established');
    await get(cluster, 'get certificates,externalsecrets,applications,rollouts,kustomizations,helmreleases -A');
  });
  await timed('the user "monitor" may do nothing yet', async () => {
    const as = await cluster.kubectl(['--kubeconfig', cluster.kubeconfigFor('monitor'), 'get', 'pods']);
    assert.match(as.stderr, /User "monitor" cannot list resource "pods"/);
  });
  await timed('the CronJob ran', () =>
    until(cluster, 'get cronjob tick -o jsonpath={.status.lastSuccessfulTime}', /Z/),
  );
}

async function large(cluster: ControlPlane): Promise<void> {
  await cluster.apply(nodeManifests(50, 'big-'));
  await timed(`${pods} pods ready on 50 nodes`, async () => {
    const names = Array.from({ length: pods / 20 }, (_, index) => `many-${index}`);
    await cluster.apply(names.map((name) => deployment(name, 20)).join(''));
    const ready = new RegExp(`^(20 ?){${names.length}}$`);
    await until(cluster, 'get deployments -l many -o jsonpath={.items[*].status.readyReplicas}', ready);
  });
}

const binaries = await timed('the programs', () => ensureBinaries());
if ('unavailable' in binaries) throw new Error(binaries.unavailable);
const cluster = await timed('control plane up', () => startControlPlane({ binaries, nodeGraceSeconds: 6 }));
try {
  await small(cluster);
  if (pods > 0) await large(cluster);
} finally {
  await timed('stopped', cluster.stop);
}

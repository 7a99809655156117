// Back to the healthy homelab, whatever a test did.
import { z } from 'zod';
import { type Cluster, kubectl } from './cluster.ts';
import { settled } from './faults.ts';
import { untilHealthy } from './homelab/health.ts';
import { manifestsDir } from './homelab/homelab.ts';
import { syncedSecrets } from './homelab/statuses.ts';

const Marks = z.object({
  labels: z.record(z.string(), z.string()).default({}),
  annotations: z.record(z.string(), z.string()).default({}),
});
type Marks = z.infer<typeof Marks>;
const Items = z.object({
  items: z.array(
    z.object({
      kind: z.string(),
      metadata: Marks.extend({ name: z.string(), namespace: z.string() }),
      spec: z.object({ template: z.object({ metadata: Marks }).optional() }),
      status: z.object({ phase: z.string().optional() }),
    }),
  ),
});
type Item = z.infer<typeof Items>['items'][number];

const NO_FAULT = {
  labels: { fault: null },
  annotations: { 'fault-since': null, 'fault-restarts': null, 'fault-message': null, 'fault-reason': null },
};

export async function recover(cluster: Cluster): Promise<void> {
  await Promise.all([
    kubectl(cluster, 'uncordon', 'k3s-server-1', 'k3s-agent-1', 'k3s-agent-2'),
    mendTemplates(cluster),
    syncedSecrets(cluster),
  ]);
  await cluster.apply(manifestsDir);
  await replacePods(cluster);
  await untilHealthy(cluster);
  await settled(cluster);
}

async function mendTemplates(cluster: Cluster): Promise<void> {
  const patch = JSON.stringify({ spec: { template: { metadata: NO_FAULT } } });
  for (const { kind, metadata, spec } of await list(cluster, 'deployments,statefulsets,daemonsets')) {
    if (spec.template === undefined || !isMarked(spec.template.metadata)) continue;
    await kubectl(cluster, 'patch', kind, metadata.name, '-n', metadata.namespace, '--type=merge', '-p', patch);
  }
}

/** Fresh pods have no past. One that waits for room is not replaced by its StatefulSet on its own. */
async function replacePods(cluster: Cluster): Promise<void> {
  const pods = await list(cluster, 'pods');
  const broken = pods.filter(({ metadata, status }) => isMarked(metadata) || status.phase === 'Pending');
  const flags = ['--ignore-not-found', '--wait=false'];
  await Promise.all(
    broken.map(({ metadata: { name, namespace } }) =>
      kubectl(cluster, 'delete', 'pod', name, '-n', namespace, ...flags),
    ),
  );
}

async function list(cluster: Cluster, kinds: string): Promise<readonly Item[]> {
  return Items.parse(JSON.parse(await kubectl(cluster, 'get', kinds, '-A', '-o', 'json'))).items;
}

function isMarked({ labels, annotations }: Marks): boolean {
  const keys = [...Object.keys(labels), ...Object.keys(annotations)];
  return keys.some((key) => key === 'fault' || key.startsWith('fault-'));
}

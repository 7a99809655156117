// When is the homelab well: the same question as the monitor's, asked in the plainest way.
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type Cluster, kubectl } from '../cluster.ts';

const Meta = z.object({
  name: z.string(),
  namespace: z.string().optional(),
  generation: z.number().optional(),
  deletionTimestamp: z.string().optional(),
});

const Item = z.object({
  kind: z.string(),
  metadata: Meta,
  spec: z.object({ replicas: z.number().optional() }).optional(),
  status: z
    .object({
      observedGeneration: z.number().optional(),
      replicas: z.number().optional(),
      readyReplicas: z.number().optional(),
      updatedReplicas: z.number().optional(),
      desiredNumberScheduled: z.number().optional(),
      numberReady: z.number().optional(),
      updatedNumberScheduled: z.number().optional(),
      phase: z.string().optional(),
      conditions: z.array(z.object({ type: z.string(), status: z.string() })).optional(),
    })
    .optional(),
});
type Item = z.infer<typeof Item>;
const List = z.object({ items: z.array(Item) });

const KINDS = 'nodes,deployments,statefulsets,daemonsets,persistentvolumeclaims,pods';

/** What is not well, in words; empty when all is. */
async function unwell(cluster: Cluster): Promise<readonly string[]> {
  const list = List.parse(JSON.parse(await kubectl(cluster, 'get', KINDS, '-A', '-o', 'json')));
  return list.items
    .filter((object) => !isWell(object))
    .map(({ kind, metadata: { namespace, name } }) => `${kind} ${namespace ?? ''}/${name}`);
}

function isWell({ kind, metadata, spec, status = {} }: Item): boolean {
  if (status.observedGeneration !== undefined && status.observedGeneration < (metadata.generation ?? 0)) return false;
  const wanted = spec?.replicas ?? 1;
  switch (kind) {
    case 'DaemonSet': {
      const all = status.desiredNumberScheduled ?? 0;
      return all > 0 && status.numberReady === all && status.updatedNumberScheduled === all;
    }
    case 'Deployment':
      return status.readyReplicas === wanted && status.updatedReplicas === wanted && status.replicas === wanted;
    // With OnDelete the pods of an older revision stay on purpose.
    case 'StatefulSet':
      return status.readyReplicas === wanted && status.replicas === wanted;
    case 'PersistentVolumeClaim':
      return status.phase === 'Bound';
    default: {
      if (metadata.deletionTimestamp !== undefined) return false;
      return status.phase === 'Succeeded' || isReady(status.conditions ?? []);
    }
  }
}

function isReady(conditions: readonly { readonly type: string; readonly status: string }[]): boolean {
  return conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
}

export async function untilHealthy(cluster: Cluster, seconds = 60): Promise<void> {
  await until(`the homelab healthy`, async () => (await unwell(cluster)).join(', '), seconds);
}

/** Waits until `missing` says nothing; what it said last is in the error. */
export async function until(what: string, missing: () => Promise<string>, seconds = 60): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const still = await missing();
    if (still === '') return;
    if (Date.now() > deadline) throw new Error(`${what}: not within ${seconds} s: ${still}`);
    await sleep(300);
  }
}

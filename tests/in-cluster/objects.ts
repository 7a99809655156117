// What is in the cluster, by name, and whether it was written.
import { z } from 'zod';
import { type Cluster, kubectl } from '../e2e/cluster.ts';
import { CLOCK } from './overlay.ts';

/** What comes and goes by itself: events, and what runs. */
const PASSING: readonly string[] = ['events', 'events.events.k8s.io', 'pods', 'pods.metrics.k8s.io', 'jobs.batch'];

/** Every object of every kind, but those that come and go by themselves. */
export async function everything(cluster: Cluster): Promise<readonly string[]> {
  const kinds = (await kubectl(cluster, 'api-resources', '--verbs=list', '-o', 'name')).trim().split('\n');
  const wanted = kinds.filter((kind) => !PASSING.includes(kind)).join(',');
  const columns = 'custom-columns=KIND:.kind,IN:.metadata.namespace,NAME:.metadata.name';
  const text = await kubectl(cluster, 'get', wanted, '-A', '--no-headers', '-o', columns);
  return text
    .split('\n')
    .map((line) => line.trim().split(/\s+/).join(' '))
    .filter((line) => line !== '' && !line.includes(CLOCK))
    .sort();
}

const Metadata = z.looseObject({
  name: z.string(),
  namespace: z.string().default(''),
  resourceVersion: z.string(),
  generation: z.number().optional(),
  labels: z.unknown().optional(),
  annotations: z.unknown().optional(),
});
const Objects = z.object({ items: z.array(z.object({ kind: z.string(), metadata: Metadata })) });

/** Of each object of a folder for kustomize what changes when somebody writes it. A CronJob's status is written as time goes by. */
export async function marksOf(cluster: Cluster, folder: string): Promise<Readonly<Record<string, unknown>>> {
  const { items } = Objects.parse(JSON.parse(await kubectl(cluster, 'get', '-k', folder, '-o', 'json')));
  return Object.fromEntries(
    items.map(({ kind, metadata: { name, namespace, resourceVersion, generation, labels, annotations } }) => [
      `${kind} ${namespace}/${name}`,
      kind === 'CronJob' ? { generation, labels, annotations } : resourceVersion,
    ]),
  );
}

// The environment of a pod's container, as the kubelet puts it together.
import type { Cluster } from '../e2e/cluster.ts';
import { contentOf, type EnvFrom, fieldOf, type Pod } from './pod.ts';

export async function envOf(cluster: Cluster, pod: Pod, server: URL): Promise<Readonly<Record<string, string>>> {
  const [container] = pod.spec.containers;
  const all: Record<string, string> = {
    // Only these two: enableServiceLinks is about the other Services.
    KUBERNETES_SERVICE_HOST: server.hostname,
    KUBERNETES_SERVICE_PORT: server.port,
    HOSTNAME: pod.metadata.name,
  };
  // Of two that name the same the later one counts, and `env` counts more than all of them.
  for (const from of container.envFrom) Object.assign(all, await fromObject(cluster, pod, from));
  for (const { name, value, valueFrom } of container.env) {
    all[name] = valueFrom === undefined ? plain(value ?? '') : fieldOf(pod.metadata, valueFrom.fieldRef.fieldPath);
  }
  return all;
}

function plain(value: string): string {
  if (value.includes('$(')) throw new Error(`the player does not fill in ${value}`);
  return value;
}

async function fromObject(cluster: Cluster, { metadata }: Pod, { configMapRef, secretRef }: EnvFrom) {
  const ref = configMapRef ?? secretRef;
  if (ref === undefined) throw new Error('an envFrom without a reference');
  const kind = configMapRef === undefined ? 'secret' : 'configmap';
  const content = await contentOf(cluster, kind, metadata.namespace, ref.name);
  if (content === null && !ref.optional) throw new Error(`CreateContainerConfigError: ${kind} "${ref.name}" not found`);
  return Object.fromEntries([...(content ?? [])].map(([key, value]) => [key, value.toString()]));
}

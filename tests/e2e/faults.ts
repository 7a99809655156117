// How tests break and mend things: labels and annotations that the fake kubelet plays (see ../control-plane/README.md).
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type Cluster, kubectl } from './cluster.ts';
import { until } from './homelab/health.ts';
import { minutesBefore } from './homelab/times.ts';

export type Target = { readonly namespace: string; readonly selector: string };
export type Fault = {
  readonly fault?: string;
  /** Minutes ago. */
  readonly since?: number;
  readonly restarts?: number;
  readonly message?: string;
  readonly reason?: string;
};
export type Workload = readonly [kind: 'deployment' | 'statefulset' | 'daemonset', namespace: string, name: string];

const Pods = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string(), annotations: z.record(z.string(), z.string()).default({}) }),
      status: z.object({ phase: z.string().optional() }),
    }),
  ),
});

async function podsOf(cluster: Cluster, { namespace, selector }: Target): Promise<z.infer<typeof Pods>['items']> {
  const text = await kubectl(cluster, 'get', 'pods', '-n', namespace, '-l', selector, '-o', 'json');
  return Pods.parse(JSON.parse(text)).items;
}

/** The labels and annotations of a fault, for a pod or for a workload's template. */
export function marks({ fault, since, restarts, message, reason }: Fault): {
  labels: Record<string, string | null>;
  annotations: Record<string, string | null>;
} {
  return {
    labels: { fault: fault ?? null },
    annotations: {
      'fault-since': since === undefined ? null : minutesBefore(since),
      'fault-restarts': restarts === undefined ? null : String(restarts),
      'fault-message': message ?? null,
      'fault-reason': reason ?? null,
    },
  };
}

/** Breaks running pods (all that match, or the first ones by name) and waits until their statuses say so. */
export async function breakPods(cluster: Cluster, target: Target, fault: Fault, most = Infinity): Promise<void> {
  const pods = (await podsOf(cluster, target)).slice(0, most).map(({ metadata }) => metadata.name);
  if (pods.length === 0) throw new Error(`no pod matches ${target.selector} in ${target.namespace}`);
  const patch = JSON.stringify({ metadata: marks(fault) });
  for (const pod of pods) {
    await kubectl(cluster, 'patch', 'pod', pod, '-n', target.namespace, '--type=merge', '-p', patch);
  }
  await until(`${target.selector} played`, async () => {
    const now = await podsOf(cluster, target);
    const waiting = now.filter(({ metadata: { name, annotations } }) => {
      return pods.includes(name) && !(annotations['fault-applied'] ?? '').startsWith(`${fault.fault ?? ''}|`);
    });
    return waiting.map(({ metadata }) => metadata.name).join(' ');
  });
}

/** Changes a workload as a deploy does. */
export async function patchWorkload(cluster: Cluster, workload: Workload, spec: object): Promise<void> {
  const [kind, namespace, name] = workload;
  await kubectl(cluster, 'patch', kind, name, '-n', namespace, '-p', JSON.stringify({ spec }));
}

/** Waits for what `kubectl get … -o jsonpath=…` prints. */
export async function untilPrints(cluster: Cluster, workload: Workload, path: string, wanted: string): Promise<void> {
  const [kind, namespace, name] = workload;
  await until(`${kind} ${name} ${path} ${wanted}`, async () => {
    const is = await kubectl(cluster, 'get', kind, name, '-n', namespace, '-o', `jsonpath=${path}`);
    return is === wanted ? '' : `is ${is}`;
  });
}

const WATCHED = 'pods,deployments,statefulsets,daemonsets,replicasets,endpointslices,jobs';

/** Waits until the controllers have nothing left to do. */
export async function settled(cluster: Cluster): Promise<void> {
  let last = '';
  await until(
    'the controllers at rest',
    async () => {
      const path = 'jsonpath={range .items[*]}{.metadata.uid}={.metadata.resourceVersion} {end}';
      const text = await kubectl(cluster, 'get', WATCHED, '-A', '-o', path);
      const now = createHash('sha256').update(text).digest('hex');
      const rested = now === last;
      last = now;
      if (rested) return '';
      await sleep(500);
      return 'still moving';
    },
    60,
  );
}

// Jobs that the CronJob controller or a person makes of the monitor's CronJob, and the pods they make.
import { z } from 'zod';
import { type Cluster, kubectl } from '../e2e/cluster.ts';
import { until } from '../e2e/homelab/health.ts';

const Owner = z.object({ kind: z.string(), name: z.string(), controller: z.boolean().optional() });
const JobObject = z.object({
  metadata: z.object({
    name: z.string(),
    annotations: z.record(z.string(), z.string()).default({}),
    ownerReferences: z.array(Owner).default([]),
  }),
  spec: z.looseObject({}),
  status: z.object({
    succeeded: z.number().default(0),
    failed: z.number().default(0),
    conditions: z.array(z.object({ type: z.string(), status: z.string() })).default([]),
  }),
});
export type JobObject = z.infer<typeof JobObject>;
const Jobs = z.object({ items: z.array(JobObject) });
const Names = z.object({ items: z.array(z.object({ metadata: z.object({ name: z.string() }) })) });

export async function jobsOf(cluster: Cluster, namespace: string): Promise<readonly JobObject[]> {
  return Jobs.parse(JSON.parse(await kubectl(cluster, 'get', 'jobs', '-n', namespace, '-o', 'json'))).items;
}

/** A CronJob's next tick is at most a minute away. */
export async function nextJob(cluster: Cluster, namespace: string, seen: readonly string[]): Promise<JobObject> {
  const fresh = async () => (await jobsOf(cluster, namespace)).find(({ metadata }) => !seen.includes(metadata.name));
  let job: JobObject | undefined;
  await until(
    `a Job besides ${seen.join(', ')}`,
    async () => {
      job = await fresh();
      return job === undefined ? 'none yet' : '';
    },
    90,
  );
  if (job === undefined) throw new Error('no Job');
  return job;
}

/** The pod that a Job made, other than those named. */
export async function podOf(
  cluster: Cluster,
  namespace: string,
  job: string,
  seen: readonly string[] = [],
): Promise<string> {
  let pod: string | undefined;
  await until(
    `a pod of ${job}`,
    async () => {
      const args = ['get', 'pods', '-n', namespace, '-l', `batch.kubernetes.io/job-name=${job}`, '-o', 'json'];
      const { items } = Names.parse(JSON.parse(await kubectl(cluster, ...args)));
      pod = items.map(({ metadata }) => metadata.name).find((name) => !seen.includes(name));
      return pod === undefined ? 'none yet' : '';
    },
    90,
  );
  if (pod === undefined) throw new Error('no pod');
  return pod;
}

export async function ended(cluster: Cluster, namespace: string, job: string, how: 'Complete' | 'Failed') {
  await kubectl(cluster, 'wait', `job/${job}`, '-n', namespace, `--for=condition=${how}`, '--timeout=60s');
}

const Draft = z.looseObject({
  spec: z.looseObject({
    template: z.looseObject({
      metadata: z.looseObject({ labels: z.record(z.string(), z.string()) }),
      spec: z.looseObject({ containers: z.tuple([z.looseObject({})]) }),
    }),
  }),
});

/** A Job as a person makes it from the CronJob, with other arguments, and left to our player. */
export async function jobLike(cluster: Cluster, namespace: string, name: string, args: readonly string[]) {
  const from = ['create', 'job', name, '--from=cronjob/k8s-monitor', '-n', namespace, '--dry-run=client', '-o', 'json'];
  const draft = Draft.parse(JSON.parse(await kubectl(cluster, ...from)));
  const { template } = draft.spec;
  template.metadata.labels['stage'] = 'manual';
  template.spec.containers[0]['args'] = args;
  return `${JSON.stringify(draft)}\n`;
}

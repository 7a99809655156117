// What looks like trouble and is none: old restarts, and events about faults that are over.
import { z } from 'zod';
import { type Cluster, kubectl } from './cluster.ts';
import { type Manifest, manifestText } from './homelab/objects.ts';
import { minutesBefore } from './homelab/times.ts';
import { restarted } from './scenarios.ts';

const Pods = z.object({
  items: z.array(z.object({ metadata: z.object({ name: z.string(), namespace: z.string(), uid: z.string() }) })),
});
type Pod = z.infer<typeof Pods>['items'][number]['metadata'];

/** 170 restarts, the last one three days ago. */
export async function manyOldRestarts(cluster: Cluster): Promise<void> {
  const target = { namespace: 'external-secrets', selector: 'app.kubernetes.io/name=external-secrets' };
  await restarted(cluster, target, 170, 3 * 24 * 60);
}

/** The kubelet's words about pods that have long been well. */
export async function staleEvents(cluster: Cluster): Promise<void> {
  const text = await kubectl(cluster, 'get', 'pods', '-n', 'oncall-agent', '-l', 'app=oncall-agent', '-o', 'json');
  const pods = Pods.parse(JSON.parse(text)).items.map(({ metadata }) => metadata);
  const events = pods.flatMap((pod) => [
    event(pod, 'BackOff', 'Back-off restarting failed container oncall-agent in pod oncall-agent', 41),
    event(pod, 'BackOff', 'Back-off pulling image "oncall-agent:v0.0.1"', 39),
    event(
      pod,
      'FailedToRetrieveImagePullSecret',
      'Unable to retrieve some image pull secrets (ecr-registry); attempting to pull the image may not succeed.',
      38,
    ),
  ]);
  await cluster.apply(manifestText(events));
}

function event({ namespace, name, uid }: Pod, reason: string, message: string, minutes: number): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { namespace, name: `${name}.${reason.toLowerCase()}-${minutes}` },
    involvedObject: { apiVersion: 'v1', kind: 'Pod', namespace, name, uid },
    type: 'Warning',
    reason,
    message,
    source: { component: 'kubelet' },
    firstTimestamp: minutesBefore(minutes + 10),
    lastTimestamp: minutesBefore(minutes),
    count: 17,
  };
}

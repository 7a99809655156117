// Faults that an event tells of as well: each pod, claim and workload with what the API says of it besides.
import { app } from '../../support/cycles-objects.ts';
import { job } from '../../support/job.ts';
import { node } from '../../support/node.ts';
import { ended, pod, waiting } from '../../support/pod.ts';
import { ago, NOW } from '../../support/view.ts';
import { condition, eventAbout, workload } from '../../support/workload.ts';

/** A Thursday, in business hours: the time of everything in here. */
export const AT = NOW.toISOString();

const about = (kind: string, name: string, reason: string, message: string) => eventAbout(kind, name, reason, message);
const pending = { phase: 'Pending', notReady: '30m' } as const;
const unscheduled = {
  type: 'PodScheduled',
  status: 'False',
  reason: 'Unschedulable',
  message: '0/1 nodes are available: 1 Insufficient memory.',
  lastTransitionTime: ago('30m'),
};

/** What is listed, and well. */
export const CALM: readonly object[] = [
  { kind: 'Namespace', metadata: { name: 'kube-system', uid: 'cluster-1' } },
  ...app('shop-api', ['ok'], new Date(ago('1d'))),
];

export const STATES: readonly object[] = [
  ...CALM,
  pod({
    name: 'crashes',
    api: { restartCount: 6, state: waiting('CrashLoopBackOff'), lastState: ended(1, 'Error', '5m') },
  }),
  pod({
    name: 'pulls',
    ...pending,
    api: { state: waiting('ImagePullBackOff', 'Back-off pulling image "acme/api:9"') },
  }),
  pod({
    name: 'waits',
    ...pending,
    spec: { nodeName: undefined },
    api: {},
    status: { conditions: [unscheduled], containerStatuses: [] },
  }),
  pod({ name: 'mounts', ...pending, api: { state: waiting('ContainerCreating') } }),
  pod({ name: 'probes', notReady: '30m', api: { state: { running: { startedAt: ago('40m') } } } }),
  pod({
    name: 'killed',
    notReady: null,
    api: { restartCount: 4, state: { running: { startedAt: ago('3m') } }, lastState: ended(137, 'OOMKilled', '3m') },
  }),
  workload('StatefulSet', {
    name: 'refused',
    wanted: 2,
    ready: 0,
    status: { replicas: 0, currentReplicas: 0, observedGeneration: 1 },
  }),
  workload('ReplicaSet', {
    name: 'quota',
    wanted: 2,
    ready: 0,
    status: {
      replicas: 0,
      conditions: [
        condition('ReplicaFailure', 'True', 'FailedCreate', '20m', 'pods "quota-" is forbidden: exceeded quota'),
      ],
    },
  }),
  {
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data', namespace: 'shop', creationTimestamp: ago('1d') },
    spec: { storageClassName: 'fast' },
    status: { phase: 'Pending' },
  },
  job('Failed', '20m'),
  node([{ type: 'Ready', status: 'Unknown', reason: 'NodeStatusUnknown', lastTransitionTime: ago('20m') }]),
];

export const EVENTS: readonly object[] = [
  about('Pod', 'crashes', 'BackOff', 'Back-off restarting failed container api in pod crashes'),
  about('Pod', 'pulls', 'Failed', 'Failed to pull image "acme/api:9": pull access denied, repository does not exist'),
  about('Pod', 'waits', 'FailedScheduling', '0/1 nodes are available: 1 Insufficient memory.'),
  about('Pod', 'mounts', 'FailedMount', 'MountVolume.SetUp failed for volume "keys": secret "api-keys" not found'),
  about('Pod', 'probes', 'Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 503'),
  about(
    'StatefulSet',
    'refused',
    'FailedCreate',
    'create Pod refused-0 failed: pods "refused-0" is forbidden: exceeded quota',
  ),
  about('ReplicaSet', 'quota', 'FailedCreate', 'pods "quota-" is forbidden: exceeded quota'),
  about('PersistentVolumeClaim', 'data', 'ProvisioningFailed', 'storageclass.storage.k8s.io "fast" not found'),
  about('Job', 'migrate', 'BackoffLimitExceeded', 'Job has reached the specified backoff limit'),
  about('Node', 'node-a', 'NodeNotReady', 'Node node-a status is now: NodeNotReady'),
];

import { ago } from './view.ts';

/** A Deployment `name` in namespace `name` with one pod that does not come up; say how. */
export interface Trouble {
  readonly age?: string;
  readonly image?: string;
  readonly nodeName?: string;
  readonly waiting?: { readonly reason: string; readonly message?: string };
  /** A second container that waits for something else. */
  readonly beside?: { readonly reason: string; readonly message?: string };
  readonly unschedulable?: string;
  readonly claim?: string;
  /** Its pods can't be made. */
  readonly refused?: string;
  readonly sandbox?: string;
  readonly evicted?: string;
}

export function deployed(name: string, trouble: Trouble): readonly object[] {
  const labels = { app: name };
  const replicas = trouble.refused === undefined ? 1 : 0;
  const deployment = {
    kind: 'Deployment',
    metadata: { name, namespace: name, creationTimestamp: ago('30d'), generation: 1 },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: podSpec(trouble) },
    },
    status: { observedGeneration: 1, replicas, updatedReplicas: replicas },
  };
  return [
    deployment,
    ...(trouble.refused === undefined ? [podOf(name, trouble)] : [refusedSet(name, trouble)]),
    ...events(name, trouble),
  ];
}

/** The same objects in one namespace. */
export function inNamespace(namespace: string, objects: readonly object[]): readonly object[] {
  return objects.map((object) => {
    const meta = 'metadata' in object && typeof object.metadata === 'object' ? object.metadata : {};
    return { ...object, metadata: { ...meta, namespace } };
  });
}

export function pendingClaim(name: string, namespace: string, storageClassName: string): readonly object[] {
  return [
    {
      kind: 'PersistentVolumeClaim',
      metadata: { name, namespace, creationTimestamp: ago('30m') },
      spec: { storageClassName },
      status: { phase: 'Pending' },
    },
  ];
}

export function quota(name: string, namespace: string): object {
  return {
    kind: 'ResourceQuota',
    metadata: { name, namespace },
    status: { hard: { 'requests.cpu': '4' }, used: { 'requests.cpu': '4' } },
  };
}

function podSpec({ image = 'app:1', nodeName = 'node-a', unschedulable, claim, beside }: Trouble) {
  const volumes = claim === undefined ? [] : [{ name: 'data', persistentVolumeClaim: { claimName: claim } }];
  const more = beside === undefined ? [] : [{ name: 'more', image }];
  const containers = [{ name: 'app', image }, ...more];
  return { ...(unschedulable === undefined ? { nodeName } : {}), containers, volumes };
}

function podOf(name: string, trouble: Trouble) {
  const { age = '20m', waiting, beside, unschedulable, sandbox, evicted } = trouble;
  const at = ago(age);
  const said = { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: unschedulable };
  const status = (container: string, wait: { readonly reason: string } | undefined) =>
    wait === undefined
      ? []
      : [
          {
            name: container,
            ready: false,
            restartCount: wait.reason === 'CrashLoopBackOff' ? 9 : 0,
            state: { waiting: wait },
          },
        ];
  const stuck = sandbox === undefined ? waiting : { reason: 'ContainerCreating' };
  return {
    kind: 'Pod',
    metadata: {
      name: `${name}-1`,
      namespace: name,
      uid: `${name}-1`,
      labels: { app: name },
      creationTimestamp: ago('5d'),
      ownerReferences: [{ kind: 'Deployment', name, controller: true }],
    },
    spec: podSpec(trouble),
    status: {
      phase: evicted === undefined ? 'Pending' : 'Failed',
      ...(evicted === undefined ? {} : { reason: 'Evicted', message: evicted, startTime: at }),
      conditions:
        unschedulable === undefined
          ? [
              { type: 'PodScheduled', status: 'True', lastTransitionTime: at },
              { type: 'Ready', status: 'False', lastTransitionTime: at },
            ]
          : [{ ...said, lastTransitionTime: at }],
      containerStatuses: [...status('app', stuck), ...status('more', beside)],
    },
  };
}

function refusedSet(name: string, { refused, age = '20m' }: Trouble): object {
  const failure = { type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: refused };
  return {
    kind: 'ReplicaSet',
    metadata: {
      name: `${name}-1`,
      namespace: name,
      creationTimestamp: ago('30d'),
      ownerReferences: [{ kind: 'Deployment', name, controller: true }],
    },
    spec: { replicas: 1 },
    status: { replicas: 0, conditions: [{ ...failure, lastTransitionTime: ago(age) }] },
  };
}

function events(name: string, { sandbox }: Trouble): readonly object[] {
  if (sandbox === undefined) return [];
  return [
    {
      kind: 'Event',
      metadata: { name: `${name}-1.sandbox`, namespace: name },
      involvedObject: { kind: 'Pod', namespace: name, name: `${name}-1` },
      type: 'Warning',
      reason: 'FailedCreatePodSandBox',
      message: sandbox,
      lastTimestamp: ago('1m'),
    },
  ];
}

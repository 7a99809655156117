// The shop serves in full with its old version, while the new one can't be pulled: as raw objects.
import type { FakeApiOptions } from './fake-api.ts';
import { CLUSTER } from './shops.ts';

const SINCE = '2026-11-18T09:54:00Z';
const BORN = '2026-01-01T00:00:00Z';
const labels = { app: 'shop-api' };
const name = 'shop-api';
const meta = { namespace: name };

const specOf = (image: string) => ({ containers: [{ name: 'api', image }] });

/** `rolledAt`: when the new version came; its image is first missed at 09:54. */
export function blockedRollout(rolledAt = '2026-11-18T09:44:00Z'): Pick<FakeApiOptions, 'objects'> {
  const broken = 'shop-api:5.9.0';
  return {
    objects: [
      CLUSTER,
      { kind: 'Namespace', metadata: { name } },
      deployment(broken, rolledAt),
      replicaSet('6c6c', '6', '2026-11-01T00:00:00Z', 'shop-api:5.8.0', 2, 2),
      replicaSet('7d7d', '7', rolledAt, broken, 1, 0),
      ...['a', 'b'].map((one) =>
        pod('6c6c', one, 'shop-api:5.8.0', '2026-11-01T00:00:00Z', {
          conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: '2026-11-01T00:00:20Z' }],
          containerStatuses: [
            {
              name: 'api',
              ready: true,
              restartCount: 0,
              image: 'shop-api:5.8.0',
              state: { running: { startedAt: '2026-11-01T00:00:10Z' } },
            },
          ],
        }),
      ),
      pod('7d7d', 'c', broken, rolledAt, {
        phase: 'Pending',
        conditions: [{ type: 'Ready', status: 'False', reason: 'ContainersNotReady', lastTransitionTime: SINCE }],
        containerStatuses: [
          {
            name: 'api',
            ready: false,
            restartCount: 0,
            image: broken,
            state: {
              waiting: { reason: 'ImagePullBackOff', message: `Back-off pulling image "${broken}": not found` },
            },
          },
        ],
      }),
    ],
  };
}

function deployment(image: string, rolledAt: string): object {
  return {
    kind: 'Deployment',
    metadata: { name, ...meta, generation: 7, creationTimestamp: BORN },
    spec: { replicas: 2, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: specOf(image) } },
    status: {
      observedGeneration: 7,
      replicas: 3,
      updatedReplicas: 1,
      readyReplicas: 2,
      availableReplicas: 2,
      unavailableReplicas: 1,
      conditions: [
        { type: 'Available', status: 'True', reason: 'MinimumReplicasAvailable', lastTransitionTime: BORN },
        {
          type: 'Progressing',
          status: 'True',
          reason: 'ReplicaSetUpdated',
          lastTransitionTime: rolledAt,
          lastUpdateTime: rolledAt,
        },
      ],
    },
  };
}

function replicaSet(
  hash: string,
  revision: string,
  creationTimestamp: string,
  image: string,
  replicas: number,
  readyReplicas: number,
): object {
  const hashed = { ...labels, 'pod-template-hash': hash };
  return {
    kind: 'ReplicaSet',
    metadata: {
      name: `${name}-${hash}`,
      ...meta,
      labels: hashed,
      creationTimestamp,
      annotations: { 'deployment.kubernetes.io/revision': revision },
      ownerReferences: [{ kind: 'Deployment', name, controller: true, apiVersion: 'apps/v1', uid: 'd' }],
    },
    spec: {
      replicas,
      selector: { matchLabels: hashed },
      template: { metadata: { labels: hashed }, spec: specOf(image) },
    },
    status: { replicas, readyReplicas },
  };
}

function pod(hash: string, suffix: string, image: string, creationTimestamp: string, status: object): object {
  return {
    kind: 'Pod',
    metadata: {
      name: `${name}-${hash}-${suffix}`,
      uid: `${name}-${hash}-${suffix}`,
      ...meta,
      labels: { ...labels, 'pod-template-hash': hash },
      creationTimestamp,
      ownerReferences: [
        { kind: 'ReplicaSet', name: `${name}-${hash}`, controller: true, apiVersion: 'apps/v1', uid: 'r' },
      ],
    },
    spec: { nodeName: 'worker-1', ...specOf(image) },
    status: { phase: 'Running', startTime: creationTimestamp, ...status },
  };
}

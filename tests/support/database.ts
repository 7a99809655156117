// A database, one StatefulSet pod, that does not come up after a new image: as raw objects.
import type { FakeApiOptions } from './fake-api.ts';
import { CLUSTER } from './shops.ts';

const name = 'shop-db';
const labels = { app: name };
const SINCE = '2026-11-18T09:54:00Z';
const BORN = '2026-01-01T00:00:00Z';
const ROLLED_AT = '2026-11-18T09:44:00Z';

export function databaseDown(image: string): Pick<FakeApiOptions, 'objects'> {
  const spec = { containers: [{ name: 'db', image }] };
  return {
    objects: [
      CLUSTER,
      { kind: 'Namespace', metadata: { name } },
      {
        kind: 'StatefulSet',
        metadata: { name, namespace: name, generation: 2, creationTimestamp: BORN },
        spec: {
          replicas: 1,
          serviceName: name,
          selector: { matchLabels: labels },
          template: { metadata: { labels }, spec },
        },
        status: { observedGeneration: 2, replicas: 1, currentRevision: `${name}-2`, updateRevision: `${name}-2` },
      },
      {
        kind: 'Pod',
        metadata: {
          name: `${name}-0`,
          namespace: name,
          uid: `${name}-0`,
          labels: { ...labels, 'controller-revision-hash': `${name}-2` },
          creationTimestamp: ROLLED_AT,
          ownerReferences: [{ kind: 'StatefulSet', name, controller: true, apiVersion: 'apps/v1', uid: 's' }],
        },
        spec: { nodeName: 'worker-1', ...spec },
        status: {
          phase: 'Running',
          startTime: ROLLED_AT,
          conditions: [{ type: 'Ready', status: 'False', reason: 'ContainersNotReady', lastTransitionTime: SINCE }],
          containerStatuses: [
            {
              name: 'db',
              image,
              ready: false,
              restartCount: 5,
              state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 5m0s restarting failed container' } },
              lastState: { terminated: { exitCode: 1, reason: 'Error', startedAt: SINCE, finishedAt: SINCE } },
            },
          ],
        },
      },
    ],
  };
}

// Whole judgements that a review found wrong once.
import { expect, it } from 'vitest';
import { monitor } from '../../tests/support/cycles.ts';
import { service } from '../../tests/support/service.ts';
import { ago, NOW } from '../../tests/support/view.ts';
import { condition, workload } from '../../tests/support/workload.ts';

const api = service('api', { namespaces: ['shop'] });

function crashing(name: string): object {
  return {
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'shop',
      uid: name,
      labels: { app: 'api', 'pod-template-hash': '7d9f' },
      ownerReferences: [{ kind: 'ReplicaSet', name: 'api-7d9f', controller: true }],
    },
    spec: { containers: [{ name: 'api', image: 'api:1' }] },
    status: {
      phase: 'Running',
      conditions: [condition('Ready', 'False', 'ContainersNotReady')],
      containerStatuses: [
        {
          name: 'api',
          ready: false,
          restartCount: 7,
          state: { waiting: { reason: 'CrashLoopBackOff' } },
          lastState: { terminated: { exitCode: 1, reason: 'Error', startedAt: ago('3m'), finishedAt: ago('2m') } },
        },
      ],
    },
  };
}

it('a P0 whose Deployment may not be read is down all the same when its pods crash', () => {
  const { lines } = monitor([api])({
    at: NOW,
    objects: [crashing('api-7d9f-a'), crashing('api-7d9f-b')],
    coverage: { Deployment: 'partial', ReplicaSet: 'partial' },
    gaps: [{ verb: 'list', resource: 'deployments.apps', namespace: null, cause: 'forbidden', detail: 'forbidden' }],
  });
  expect(lines[0]).toMatch(/^SEV-1 .* notify new #crit/);
});

it('a CronJob that failed once is over its tolerance from its last success on', () => {
  const ecr = service('ecr-auth', { tier: 'P1', toleranceMs: 12 * 3_600_000 });
  const labels = { app: 'ecr' };
  const { lines } = monitor([ecr])({
    at: NOW,
    objects: [
      {
        kind: 'CronJob',
        metadata: { name: 'ecr-auth', namespace: 'ecr-auth', creationTimestamp: ago('90d') },
        spec: { schedule: '0 */6 * * *' },
        status: { lastScheduleTime: ago('1h'), lastSuccessfulTime: ago('33h') },
      },
      {
        kind: 'Job',
        metadata: {
          name: 'ecr-auth-1',
          namespace: 'ecr-auth',
          labels,
          creationTimestamp: ago('1h'),
          ownerReferences: [{ kind: 'CronJob', name: 'ecr-auth', controller: true }],
        },
        spec: { backoffLimit: 1 },
        status: {
          failed: 2,
          startTime: ago('1h'),
          conditions: [condition('Failed', 'True', 'BackoffLimitExceeded', '50m')],
        },
      },
    ],
  });
  expect(lines[0]).toMatch(/^SEV-2 .* notify new/);
});

it('a P0 that was never seen and is scaled to zero is drift, whatever Service stands in front of it', () => {
  const { lines } = monitor([api])({
    at: NOW,
    objects: [
      workload('Deployment', { wanted: 0, ready: 0 }),
      {
        kind: 'Service',
        metadata: { name: 'api', namespace: 'shop' },
        spec: { selector: { app: 'api' }, ports: [{ port: 80 }] },
      },
    ],
  });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^SEV-3 /);
});

it('while pods may not be read, a slow start is not taken for an outage', () => {
  const slow = service('api', {
    namespaces: ['shop'],
    knownIssues: [{ kind: 'slow-start', upToMs: 360_000, text: 'slow' }],
  });
  const starting = workload('Deployment', {
    wanted: 2,
    ready: 1,
    status: { conditions: [condition('Available', 'False', 'MinimumReplicasUnavailable', '4m')] },
  });
  const late = workload('Deployment', {
    wanted: 2,
    ready: 1,
    status: { conditions: [condition('Available', 'False', 'MinimumReplicasUnavailable', '9m')] },
  });
  expect(monitor([slow])({ at: NOW, objects: [starting], coverage: { Pod: 'partial' } }).lines).toEqual([]);
  expect(monitor([slow])({ at: NOW, objects: [late], coverage: { Pod: 'partial' } }).lines[0]).toMatch(/^SEV-2 /);
});

it('a thousand incidents get a thousand ids', () => {
  const pods = Array.from({ length: 1000 }, (_, i) => ({
    ...crashing(`solo-${i}`),
    metadata: { name: `solo-${i}`, namespace: 'shop', uid: `solo-${i}` },
  }));
  const { ledger } = monitor([])({ at: NOW, objects: pods });
  expect(new Set(ledger.incidents.map((i) => i.id)).size).toBe(1000);
});

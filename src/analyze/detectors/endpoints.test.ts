import { expect, test } from 'vitest';
import { JOB_OWNER, pod, waiting } from '../../../tests/support/pod.ts';
import { proven } from '../../../tests/support/proven.ts';
import { service as listed } from '../../../tests/support/service.ts';
import { ago } from '../../../tests/support/view.ts';
import { ownedBy, workload } from '../../../tests/support/workload.ts';
import { endpoints } from './endpoints.ts';

function service(spec: object = {}, metadata: object = {}): object {
  return {
    kind: 'Service',
    metadata: { name: 'api', namespace: 'shop', creationTimestamp: ago('9d'), ...metadata },
    spec: { selector: { app: 'api' }, ...spec },
  };
}

function slice(ready: readonly boolean[], metadata: object = {}): object {
  return {
    kind: 'EndpointSlice',
    metadata: { name: 'api-x', namespace: 'shop', labels: { 'kubernetes.io/service-name': 'api' }, ...metadata },
    endpoints: ready.map((r) => ({ conditions: { ready: r } })),
  };
}

const deployment = workload('Deployment');
const bad = (name: string, age: string, more: object = {}) =>
  pod({ name, notReady: age, metadata: ownedBy('Deployment', more), api: { state: waiting('CrashLoopBackOff') } });

test('a service none of whose pods is ready is told since the last of them went, on their workload', () => {
  const [found, ...more] = proven(endpoints, [
    service(),
    slice([false, false]),
    deployment,
    bad('api-1', '30m'),
    bad('api-2', '9m'),
  ]);
  expect(more).toEqual([]);
  expect(found?.message).toBe('no endpoint is ready behind the service: none of its 2 pods is ready');
  expect(found).toMatchObject({
    code: 'endpoints-missing',
    since: new Date(ago('9m')),
    owner: { kind: 'Deployment', name: 'api' },
  });
  expect(proven(endpoints, [service(), deployment, bad('api-1', '30m')])[0]?.message).toBe(
    'no endpoint is ready behind the service: its only pod is not ready',
  );
});

test('a workload without any pod leaves its service empty', () => {
  const [found] = proven(endpoints, [service(), slice([]), deployment]);
  expect(found?.message).toBe('no endpoint is ready behind the service: Deployment api has no pods');
  expect(found).toMatchObject({ code: 'endpoints-missing', owner: { kind: 'Deployment' } });
});

test('a workload at zero counts only when somebody listed it', () => {
  const objects = [service(), slice([]), workload('Deployment', { wanted: 0 })];
  expect(proven(endpoints, objects)).toEqual([]);
  expect(proven(endpoints, objects, { services: [listed('api', { namespaces: ['shop'] })] })[0]?.message).toBe(
    'no endpoint is ready behind the service: Deployment api is scaled to zero',
  );
});

test('a selector that picks nothing is a wrong reference', () => {
  const [found] = proven(endpoints, [service({ selector: { app: 'apj' } }), slice([]), deployment, bad('api-1', '9m')]);
  expect(found?.message).toBe(
    'no endpoint is ready behind the service: nothing in its namespace makes pods with app=apj',
  );
  expect(found).toMatchObject({
    code: 'endpoints-unmatched',
    owner: { kind: 'Service', name: 'api' },
    evidence: [{ field: 'spec.selector.app' }],
  });
});

const young = pod({
  notReady: '30s',
  metadata: ownedBy('Deployment'),
  api: { state: { running: { startedAt: ago('30s') } } },
});
const jobTemplate = { spec: { template: { metadata: { labels: { app: 'api' } } } } };
test.each([
  ['has one not-ready endpoint of many', [service(), slice([true, false]), deployment, bad('api-1', '9m')]],
  ['has no selector', [service({ selector: null }), slice([])]],
  ['is an ExternalName', [service({ type: 'ExternalName', externalName: 'db.example.com' })]],
  [
    'is headless with all pods fine',
    [service({ clusterIP: 'None' }), slice([]), pod({ notReady: null, metadata: ownedBy('StatefulSet') })],
  ],
  [
    'is the lock of a leader election',
    [
      service(),
      slice([], {
        labels: { 'kubernetes.io/service-name': 'api' },
        annotations: { 'control-plane.alpha.kubernetes.io/leader': '{}' },
      }),
    ],
  ],
  ['has only pods that are starting', [service(), slice([false]), deployment, young]],
  [
    'has a pod that just makes room for the next',
    [service(), slice([]), deployment, bad('api-1', '1m', { deletionTimestamp: ago('3s') })],
  ],
  [
    'picks the completed pods of a job',
    [
      service(),
      slice([]),
      pod({ phase: 'Succeeded', metadata: { labels: { app: 'api' }, ...JOB_OWNER } }),
      { kind: 'CronJob', metadata: { name: 'api', namespace: 'shop' }, spec: { jobTemplate } },
    ],
  ],
  [
    'picks the replicas of a database that has none',
    [service({ selector: { app: 'api', role: 'replica' } }), slice([]), deployment],
  ],
  ['was made a moment ago', [service({}, { creationTimestamp: ago('30s') }), slice([])]],
])('a service that %s is fine', (_, objects) => {
  expect(proven(endpoints, objects)).toEqual([]);
});

test('what could not be read proves nothing', () => {
  const objects = [service(), slice([]), deployment];
  expect(proven(endpoints, objects, { coverage: { EndpointSlice: 'partial' } })).toEqual([]);
  expect(proven(endpoints, objects, { coverage: { Pod: 'partial' } })).toEqual([]);
  expect(proven(endpoints, [service(), slice([])], { coverage: { StatefulSet: 'not-read' } })).toEqual([]);
});

test('where nobody knows what makes pods, the empty slice of the endpoint controller says that there are none', () => {
  const unread = { coverage: { Pod: 'not-read', Rollout: 'not-read', StatefulSet: 'partial' } } as const;
  const kept = (age: string, by = 'endpointslice-controller.k8s.io') => {
    const labels = { 'kubernetes.io/service-name': 'api', 'endpointslice.kubernetes.io/managed-by': by };
    return slice([], { labels, creationTimestamp: ago(age) });
  };
  expect(proven(endpoints, [service(), kept('9d')], unread).map((one) => one.message)).toEqual([
    'no endpoint is ready behind the service: its namespace has no pod with app=api',
  ]);
  expect(proven(endpoints, [service(), kept('1m')], unread)).toEqual([]);
  expect(proven(endpoints, [service(), kept('9d', 'somebody')], unread)).toEqual([]);
  expect(proven(endpoints, [service(), kept('9d'), slice([false], { name: 'api-y' })], unread)).toEqual([]);
});

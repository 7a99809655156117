import { expect, test } from 'vitest';
import { callTool, dataOf, recordedAccessTo } from '../../../tests/support/access.ts';
import { ended, pod, waiting } from '../../../tests/support/pod.ts';
import { ago } from '../../../tests/support/view.ts';
import { workload } from '../../../tests/support/workload.ts';
import { listResources } from './list-resources.ts';

const namespace = { kind: 'Namespace', metadata: { name: 'shop' }, status: { phase: 'Active' } };
const healthy = (name: string) => pod({ name, notReady: null });
const broken = pod({
  name: 'web-1',
  api: { restartCount: 7, state: waiting('CrashLoopBackOff'), lastState: ended(137, 'OOMKilled', '30s') },
});

test('a table like kubectl get, what is in trouble first', async () => {
  const outcome = await callTool(listResources, recordedAccessTo([healthy('api-1'), healthy('api-2'), broken]), {
    kind: 'Pod',
    namespace: 'shop',
    labelSelector: null,
    limit: 2,
  });
  expect(outcome.text).toBe(
    [
      '2 of 3 Pod in shop; 1 in trouble.',
      'NAME   READY  STATUS            AGE  ABOUT',
      'web-1  0/1    CrashLoopBackOff  5 d  7 restarts, last OOMKilled (exit 137) 30 s ago, node-a',
      'api-1  1/1    Running           5 d  node-a',
    ].join('\n'),
  );
  expect(dataOf(outcome)).toMatchObject({ total: 3, rows: [{ name: 'web-1', trouble: true }, { name: 'api-1' }] });
});

test.each([
  [workload('Deployment', { wanted: 3, ready: 1 }), '1/3    NotReady  30 d  acme/api:1.4.2'],
  [
    {
      kind: 'Node',
      metadata: { name: 'a' },
      spec: { unschedulable: true },
      status: { conditions: [{ type: 'Ready', status: 'False' }] },
    },
    'NotReady, SchedulingDisabled',
  ],
  [
    {
      kind: 'Job',
      metadata: { name: 'a' },
      status: { failed: 2, conditions: [{ type: 'Failed', status: 'True', reason: 'BackoffLimitExceeded' }] },
    },
    '0/1    Failed  2 failed, BackoffLimitExceeded',
  ],
  [
    {
      kind: 'CronJob',
      metadata: { name: 'a' },
      spec: { schedule: '0 2 * * *' },
      status: { lastScheduleTime: ago('2h') },
    },
    'Waiting  0 2 * * *, last run 2 h ago, no success known',
  ],
  [
    { kind: 'ResourceQuota', metadata: { name: 'a' }, status: { hard: { pods: '2' }, used: { pods: '2' } } },
    'Full    pods 2/2',
  ],
  [{ kind: 'PersistentVolumeClaim', metadata: { name: 'a' }, status: { phase: 'Pending' } }, 'Pending'],
  [
    {
      kind: 'ExternalSecret',
      metadata: { name: 'a' },
      status: { conditions: [{ type: 'Ready', status: 'False', reason: 'SecretSyncedError' }] },
    },
    'NotReady  SecretSyncedError',
  ],
  [
    {
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'a' },
      status: {
        currentReplicas: 1,
        desiredReplicas: 1,
        conditions: [{ type: 'ScalingActive', status: 'False', reason: 'FailedGetResourceMetric' }],
      },
    },
    'FailedGetResourceMetric',
  ],
  [
    {
      kind: 'VolumeAttachment',
      metadata: { name: 'a' },
      spec: { nodeName: 'node-a', source: { persistentVolumeName: 'pv-1' } },
      status: { attached: false, attachError: { message: 'still attached to node-b' } },
    },
    'NotAttached  volume pv-1, to node-a, still attached to node-b',
  ],
  [
    {
      kind: 'APIService',
      metadata: { name: 'a' },
      spec: { service: { namespace: 'kube-system', name: 'metrics-server' } },
      status: { conditions: [{ type: 'Available', status: 'False', reason: 'MissingEndpoints' }] },
    },
    'Unavailable  by kube-system/metrics-server, MissingEndpoints',
  ],
  [
    {
      kind: 'HelmChart',
      metadata: { name: 'a' },
      spec: { chart: 'traefik', version: '37', targetNamespace: 'kube-system' },
      status: { conditions: [{ type: 'Failed', status: 'True', message: 'job failed' }] },
    },
    'Failed  traefik, 37, into kube-system, job failed',
  ],
  [
    {
      kind: 'Gateway',
      metadata: { name: 'a' },
      spec: { gatewayClassName: 'eg', listeners: [{ name: 'web', port: 80 }] },
      status: { conditions: [{ type: 'Programmed', status: 'False', reason: 'NoResources' }] },
    },
    'NoResources  class eg, web:80',
  ],
  [
    {
      kind: 'HTTPRoute',
      metadata: { name: 'a' },
      spec: {
        hostnames: ['shop.example.org'],
        parentRefs: [{ name: 'eg' }],
        rules: [{ backendRefs: [{ name: 'api', port: 80 }] }],
      },
      status: {
        parents: [{ conditions: [{ type: 'ResolvedRefs', status: 'False', reason: 'BackendNotFound' }] }],
      },
    },
    'BackendNotFound  shop.example.org, by eg, to api:80',
  ],
  [{ kind: 'GatewayClass', metadata: { name: 'a' }, spec: { controllerName: 'x.io/eg' } }, 'Unknown  x.io/eg'],
  [
    {
      kind: 'ClusterSecretStore',
      metadata: { name: 'a' },
      status: { conditions: [{ type: 'Ready', status: 'False', reason: 'InvalidProviderConfig' }] },
    },
    'NotReady  InvalidProviderConfig',
  ],
])('%j', async (object, expected) => {
  const kind: unknown = Reflect.get(object, 'kind');
  const outcome = await callTool(listResources, recordedAccessTo([object]), { kind, limit: 5 });
  expect(outcome.text).toContain('1 of 1');
  expect(outcome.text).toContain('1 in trouble');
  expect(outcome.text).toContain(expected);
});

test.each([
  [
    {
      kind: 'NetworkPolicy',
      metadata: { name: 'a', namespace: 'shop' },
      spec: { podSelector: { matchLabels: { app: 'api' } }, policyTypes: ['Ingress', 'Egress'], egress: [{}] },
    },
    'picks app=api, Ingress closed, Egress by 1 rules',
  ],
  [
    {
      kind: 'ValidatingWebhookConfiguration',
      metadata: { name: 'a' },
      webhooks: [
        { name: 'a.b.c', failurePolicy: 'Fail', clientConfig: { service: { namespace: 'x', name: 'y' } } },
        { name: 'd.e.f', clientConfig: {} },
      ],
    },
    'a.b.c, x/y, Fail; d.e.f, by address',
  ],
  [
    {
      kind: 'Lease',
      metadata: { name: 'node-a', namespace: 'kube-node-lease' },
      spec: { holderIdentity: 'node-a', renewTime: ago('20s') },
    },
    'held by node-a, renewed 20 s ago',
  ],
  [{ kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'shop' } }, 'settings'],
])('%j is in no trouble', async (object, expected) => {
  const kind: unknown = Reflect.get(object, 'kind');
  const outcome = await callTool(listResources, recordedAccessTo([object]), { kind, limit: 5 });
  expect(outcome.text).toContain('0 in trouble');
  expect(outcome.text).toContain(expected);
});

test('a namespace that is not there is said, one that is empty too', async () => {
  const access = recordedAccessTo([namespace]);
  expect((await callTool(listResources, access, { kind: 'Pod', namespace: 'shop' })).text).toBe(
    '0 of 0 Pod in shop; 0 in trouble.',
  );
  expect(await callTool(listResources, access, { kind: 'Pod', namespace: 'shops' })).toEqual({
    ok: false,
    text: 'no Namespace shops; near it: shop. Next: list_resources kind=Namespace shows the names.',
  });
});

test('Secrets and unknown kinds are refused in words that help', async () => {
  const access = recordedAccessTo([]);
  for (const kind of ['Secret', 'secrets']) {
    expect((await callTool(listResources, access, { kind })).text).toContain('Secrets are never read; ExternalSecret');
  }
  expect((await callTool(listResources, access, { kind: 'Gadget' })).text).toContain(
    'not a kind that these tools show: Namespace, Node',
  );
  expect((await callTool(listResources, access, { kind: 'Pod', limit: 5000 })).text).toContain(
    'want a whole number from 1 to 200',
  );
  expect((await callTool(listResources, access, { kind: 'Pod', watch: true })).text).toContain(
    'Unrecognized key: "watch"',
  );
});

test('5,000 pods stay fast and small', async () => {
  const objects = Array.from({ length: 5000 }, (_, index) => healthy(`api-${String(index).padStart(5, '0')}`));
  const access = recordedAccessTo([...objects, broken]);
  const before = performance.now();
  const outcome = await callTool(listResources, access, { kind: 'Pod', limit: 200 });
  expect(performance.now() - before).toBeLessThan(3000);
  expect(outcome.text.length).toBeLessThanOrEqual(6000);
  expect(outcome.text).toMatch(/^200 of 5001 Pod; 1 in trouble\./);
  expect(outcome.text).toMatch(/… cut, \d+ more lines$/);
  expect(outcome.text.split('\n')[2]).toContain('web-1');
  expect(JSON.stringify(dataOf(outcome)).length).toBeLessThan(40_000);
});

test('a text with line breaks makes no row of its own', async () => {
  const node = {
    kind: 'Node',
    metadata: { name: 'a' },
    spec: { taints: [{ key: 'x\nfake-node  Ready', effect: 'NoSchedule' }] },
  };
  const outcome = await callTool(listResources, recordedAccessTo([node]), { kind: 'Node' });
  expect(outcome.text.split('\n')).toHaveLength(3);
});

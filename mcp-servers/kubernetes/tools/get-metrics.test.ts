import { expect, test } from 'vitest';
import { callTool, dataOf, recordedAccessTo } from '../../../tests/support/access.ts';
import { pod } from '../../../tests/support/pod.ts';
import { getMetrics } from './get-metrics.ts';

const metrics = (name: string, cpu: string, memory: string) => ({
  kind: 'PodMetrics',
  metadata: { name, namespace: 'shop' },
  containers: [{ name: 'api', usage: { cpu, memory } }],
});
const limited = (name: string, memory: string) =>
  pod({ name, container: { resources: { requests: { memory: '32Mi' }, limits: { memory, cpu: '500m' } } } });
const OBJECTS = [
  limited('api-1', '1Gi'),
  limited('api-2', '64Mi'),
  pod({ name: 'web-1' }),
  metrics('api-1', '250000000n', '102400Ki'),
  metrics('api-2', '5m', '61Mi'),
  metrics('web-1', '2', '1Gi'),
];
const usage = (args: object, access = recordedAccessTo(OBJECTS)) => callTool(getMetrics, access, args);

test('use beside requests and limits, the nearest to its limit first', async () => {
  const outcome = await usage({ namespace: 'shop', name: null });
  expect(outcome.text.split('\n').slice(1)).toEqual([
    'POD    CONTAINER  MEMORY              %LIMIT  CPU              %LIMIT',
    'api-2  api        61Mi / 32Mi / 64Mi  95 %    5m / - / 500m    1 %',
    'api-1  api        100Mi / 32Mi / 1Gi  10 %    250m / - / 500m  50 %',
    'web-1  api        1Gi / - / -         -       2000m / - / -    -',
  ]);
  expect(dataOf(outcome)).toMatchObject({
    total: 3,
    containers: [{ pod: 'api-2', memory: { used: 61 * 2 ** 20, limit: 64 * 2 ** 20 } }, {}, {}],
  });
});

test('of pods whose names begin so; of none it says why', async () => {
  expect((await usage({ namespace: 'shop', name: 'api' })).text).toMatch(/^2 of 2 containers/);
  expect((await usage({ name: 'web-2' })).text).toBe(
    'no figures of a pod web-2; near it: web-1; a pod that is not running has none. Next: get_metrics name=null shows all of a namespace.',
  );
});

test('a cluster without metrics-server', async () => {
  const outcome = await usage({}, recordedAccessTo([], { coverage: { PodMetrics: 'not-served' } }));
  expect(outcome).toEqual({
    ok: false,
    text: 'the cluster has no figures of use: metrics-server is not installed or does not answer (the recorded cluster does not serve pods.metrics.k8s.io). Next: get_resource kind=Pod shows limits and how containers ended; say that usage was not checked.',
  });
});

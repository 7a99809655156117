import { expect, test } from 'vitest';
import { unheldEvidence } from '../../../tests/support/evidence.ts';
import { ended, event, JOB_OWNER, pod } from '../../../tests/support/pod.ts';
import { service } from '../../../tests/support/service.ts';
import { ago, detect, type SceneOptions } from '../../../tests/support/view.ts';
import { notReady } from './not-ready.ts';

function run(objects: readonly object[], options: SceneOptions = {}) {
  const found = detect(notReady, objects, options);
  expect(unheldEvidence(objects, found)).toEqual([]);
  return found;
}

function started(age: string, more: object = {}): object {
  return { ready: false, state: { running: { startedAt: ago(age) } }, ...more };
}

function node(status: string): object {
  return {
    kind: 'Node',
    metadata: { name: 'node-a' },
    status: { conditions: [{ type: 'Ready', status, lastTransitionTime: ago('6m') }] },
  };
}

const probed = { readinessProbe: { httpGet: { port: 8000 } } };

test('a container that runs past its allowance is told with what its probe said', () => {
  const unhealthy = event('Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 503');
  const [found] = run([pod({ notReady: '20m', api: started('19m') }), unhealthy]);
  expect(found?.message).toBe(
    'container api runs but is not ready, past its startup allowance of 2 min: its readiness probe fails: HTTP probe failed with statuscode: 503',
  );
  expect(found).toMatchObject({ reason: 'ContainersNotReady', since: new Date(ago('19m')) });
});

test('without events the state is told', () => {
  expect(run([pod({ container: probed, api: started('5m') })])[0]?.message).toBe(
    'container api runs but is not ready, past its startup allowance of 2 min: its readiness probe does not succeed',
  );
  const startupProbe = { httpGet: { port: 8000 }, periodSeconds: 10, failureThreshold: 18 };
  expect(run([pod({ container: { startupProbe }, api: started('5m', { started: false }) })])[0]?.message).toBe(
    'container api runs but is not ready, past its startup allowance of 3 min: its startup probe has not succeeded',
  );
  expect(run([pod({ api: started('5m') })])[0]?.message).toBe(
    'container api runs but is not ready, past its startup allowance of 2 min: the kubelet does not say why',
  );
});

test('a container that was ready counts from when the pod stopped being ready', () => {
  expect(run([pod({ notReady: '3m', api: started('2d') })])[0]?.since.toISOString()).toBe(ago('3m'));
  const again = started('5m', { restartCount: 1, lastState: ended(1, 'Error', '6m') });
  expect(run([pod({ notReady: '6m', api: again })])[0]?.since.toISOString()).toBe(ago('6m'));
});

test('inside its allowance it is no finding: the probe and the known issue count', () => {
  expect(run([pod({ api: started('119s') })])).toEqual([]);
  const slow = { readinessProbe: { initialDelaySeconds: 300 } };
  expect(run([pod({ container: slow, api: started('359s') })])).toEqual([]);
  expect(run([pod({ container: slow, api: started('361s') })])).toHaveLength(1);
  const knownIssues = [{ kind: 'slow-start', upToMs: 360_000, text: '5-6 minutes' }] as const;
  const services = [service('api', { namespaces: ['shop'], knownIssues })];
  const bare = (age: string) => pod({ name: 'api', api: started(age) });
  expect(run([bare('4m')], { services })).toEqual([]);
  expect(run([bare('9m')], { services })).toHaveLength(1);
});

test('a container that was killed or restarted, runs again and serves nobody is told', () => {
  const oom = started('5m', { restartCount: 1, lastState: ended(137, 'OOMKilled', '6m') });
  const growing = started('5m', { restartCount: 3, lastState: ended(1, 'Error', '6m') });
  expect(run([pod({ api: oom }), pod({ name: 'api-2', api: growing })])).toHaveLength(2);
  expect(run([pod({ api: { ...oom, state: { running: { startedAt: ago('1m') } } } })])).toEqual([]);
});

test('what crashes, ends, is deleted or belongs to a Job is told elsewhere', () => {
  const loop = { ready: false, restartCount: 7, state: { waiting: { reason: 'CrashLoopBackOff' } } };
  expect(run([pod({ api: loop })])).toEqual([]);
  expect(run([pod({ phase: 'Succeeded', api: { ready: false, state: ended(0, 'Completed', '1h') } })])).toEqual([]);
  expect(run([pod({ metadata: { deletionTimestamp: ago('1m') }, api: started('1h') })])).toEqual([]);
  expect(run([pod({ metadata: JOB_OWNER, api: started('1h') })])).toEqual([]);
});

test('a pod of a lost node is told, though the API still shows its containers ready', () => {
  const api = { ready: true, state: { running: { startedAt: ago('2d') } } };
  expect(run([pod({ notReady: '6m', api }), node('Unknown')]).map((one) => one.message)).toEqual([
    'the pod runs but is not ready, past its startup allowance of 2 min: its node node-a does not answer',
  ]);
  expect(run([pod({ notReady: '6m', api: started('2d') }), node('False')]).map((one) => one.message)).toEqual([
    'container api runs but is not ready, past its startup allowance of 2 min: its node node-a is not ready',
  ]);
  expect(run([pod({ notReady: null, api }), node('Unknown')])).toEqual([]);
  expect(run([pod({ notReady: '6m', api }), node('True')])).toEqual([]);
});

test('what every node runs is not missed on a node that was cordoned and switched off', () => {
  const api = { ready: true, state: { running: { startedAt: ago('2d') } } };
  const off = { ...node('Unknown'), spec: { unschedulable: true } };
  const agent = pod({ notReady: '6m', api, metadata: { ownerReferences: [{ kind: 'DaemonSet', name: 'agent' }] } });
  expect(run([agent, off])).toEqual([]);
  expect(run([agent, node('Unknown')])).toHaveLength(1);
  expect(run([pod({ notReady: '6m', api }), off])).toHaveLength(1);
});

test('a readiness gate that stays closed is named', () => {
  const spec = { readinessGates: [{ conditionType: 'target-health.elbv2.k8s.aws/tg' }] };
  const api = { ready: true, state: { running: { startedAt: ago('30m') } } };
  expect(run([pod({ spec, api })]).map((one) => one.message)).toEqual([
    'the pod runs but is not ready, past its startup allowance of 2 min: its readiness gate target-health.elbv2.k8s.aws/tg is closed',
  ]);
  expect(run([pod({ spec, api, notReady: '1m' })])).toEqual([]);
});

test('a sidecar that has not started holds up a pod that does not run yet', () => {
  const sidecar = { init: [{ name: 'proxy', restartPolicy: 'Always' }], phase: 'Pending' };
  const proxy = (age: string, isStarted: boolean) => ({ name: 'proxy', ...started(age, { started: isStarted }) });
  expect(run([pod({ ...sidecar, initStatus: [proxy('5m', false)] })]).map((one) => one.message)).toEqual([
    'sidecar container proxy runs but is not ready, past its startup allowance of 2 min: the kubelet does not say why',
  ]);
  expect(run([pod({ ...sidecar, initStatus: [proxy('5m', true)] })])).toEqual([]);
});

test('a condition of somebody else’s is no readiness: only a gate of the pod makes it one', () => {
  const api = { ready: true, state: { running: { startedAt: ago('30m') } } };
  const conditions = (status: string) => [
    { type: 'Ready', status: 'True', lastTransitionTime: ago('1d') },
    { type: 'example.com/CacheReady', status, lastTransitionTime: ago('1h') },
    { type: 'NetworkReady', status, lastTransitionTime: ago('1h') },
  ];
  expect(run([pod({ api, status: { conditions: conditions('False') } })])).toEqual([]);
  expect(run([pod({ api, status: { conditions: conditions('True') } })])).toEqual([]);
});

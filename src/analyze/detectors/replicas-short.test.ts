import { expect, test } from 'vitest';
import { pod, waiting } from '../../../tests/support/pod.ts';
import { proven } from '../../../tests/support/proven.ts';
import { service } from '../../../tests/support/service.ts';
import { ago } from '../../../tests/support/view.ts';
import { condition, daemonSet, ownedBy, workload } from '../../../tests/support/workload.ts';
import { MINUTE } from '../../domain/duration.ts';
import { replicasShort } from './replicas-short.ts';

const unavailable = condition('Available', 'False', 'MinimumReplicasUnavailable', '40m');
const mine = (more: object = {}) => ownedBy('Deployment', more);
const ready = pod({ name: 'api-0', notReady: null, metadata: mine() });
const failing = pod({ notReady: '12m', metadata: mine(), api: { state: waiting('CrashLoopBackOff') } });

function starting(age: string, more: object = {}): object {
  return pod({ notReady: age, metadata: mine(), api: { state: { running: { startedAt: ago(age) } }, ...more } });
}

test('a deployment with none ready is short since it became unavailable', () => {
  const [found, ...more] = proven(replicasShort, [
    workload('Deployment', { ready: 0, status: { conditions: [unavailable] } }),
    failing,
  ]);
  expect(more).toEqual([]);
  expect(found?.message).toBe('0 of 2 replicas are ready');
  expect(found).toMatchObject({
    reason: 'MinimumReplicasUnavailable',
    since: new Date(ago('40m')),
    subject: { kind: 'Deployment', name: 'api' },
  });
});

test('with some ready it is short since its pod went unready', () => {
  const [found] = proven(replicasShort, [workload('Deployment', { ready: 1 }), ready, failing]);
  expect(found?.message).toBe('1 of 2 replicas are ready');
  expect(found).toMatchObject({ reason: 'ReplicasShort', since: new Date(ago('12m')) });
});

test('a drain that left no room is a finding, though the rollout is long done', () => {
  const homeless = pod({
    metadata: mine(),
    spec: { nodeName: undefined },
    phase: 'Pending',
    status: {
      conditions: [{ type: 'PodScheduled', status: 'False', lastTransitionTime: ago('7m') }],
      containerStatuses: [],
    },
  });
  const done = condition('Progressing', 'True', 'NewReplicaSetAvailable', '9d');
  const [found] = proven(replicasShort, [
    workload('Deployment', { ready: 1, status: { conditions: [done] } }),
    ready,
    homeless,
  ]);
  expect(found).toMatchObject({ message: '1 of 2 replicas are ready', since: new Date(ago('7m')) });
});

test('a gated pod and a starting one count as fine; one past its allowance does not', () => {
  const gate = { nodeName: undefined, schedulingGates: [{ name: 'x' }] };
  const gated = pod({ metadata: mine(), spec: gate, status: { conditions: [], containerStatuses: [] } });
  expect(proven(replicasShort, [workload('Deployment', { ready: 1 }), ready, gated])).toEqual([]);
  expect(proven(replicasShort, [workload('Deployment', { ready: 1 }), ready, starting('1m')])).toEqual([]);
  expect(proven(replicasShort, [workload('Deployment', { ready: 1 }), ready, starting('3m')])).toHaveLength(1);
});

test('the known slow start of a listed service stretches the allowance', () => {
  const slow = service('api', {
    namespaces: ['shop'],
    knownIssues: [{ kind: 'slow-start', upToMs: 6 * MINUTE, text: '' }],
  });
  const options = { services: [slow] };
  expect(proven(replicasShort, [workload('Deployment', { ready: 1 }), ready, starting('4m')], options)).toEqual([]);
  expect(proven(replicasShort, [workload('Deployment', { ready: 1 }), ready, starting('9m')], options)).toHaveLength(1);
});

test('a rollout inside its deadline that still serves is fine; one that does not serve enough is short', () => {
  const rolling = { status: { conditions: [condition('Progressing', 'True', 'ReplicaSetUpdated', '4m')] } };
  expect(proven(replicasShort, [workload('Deployment', { wanted: 4, ready: 3, ...rolling }), failing])).toEqual([]);
  expect(proven(replicasShort, [workload('Deployment', { wanted: 4, ready: 2, ...rolling }), failing])).toHaveLength(1);
  const late = { status: { conditions: [condition('Progressing', 'True', 'ReplicaSetUpdated', '30m')] } };
  expect(proven(replicasShort, [workload('Deployment', { wanted: 4, ready: 3, ...late }), failing])).toHaveLength(1);
});

test.each([
  ['wants none', workload('Deployment', { wanted: 0 })],
  ['is made just now', workload('Deployment', { ready: 0, metadata: { creationTimestamp: ago('30s') } })],
  [
    'is scaled up and not seen by its controller yet',
    workload('Deployment', {
      wanted: 5,
      ready: 2,
      metadata: { generation: 4 },
      status: { replicas: 2, observedGeneration: 3 },
    }),
  ],
  ['is being deleted', workload('Deployment', { ready: 0, metadata: { deletionTimestamp: ago('5s') } })],
  ['belongs to a deployment', workload('ReplicaSet', { ready: 0, metadata: ownedBy('Deployment') })],
])('nothing is missing of one that %s', (_, object) => {
  expect(proven(replicasShort, [object])).toEqual([]);
});

test('a replica set of its own and an Argo rollout count like a deployment', () => {
  for (const kind of ['ReplicaSet', 'Rollout', 'StatefulSet']) {
    expect(proven(replicasShort, [workload(kind, { ready: 0 })])[0]?.message).toBe('0 of 2 replicas are ready');
  }
});

test('a stateful pod that ends in good order makes room for its successor', () => {
  const leaving = (since: string) =>
    pod({ notReady: '1m', metadata: ownedBy('StatefulSet', { deletionTimestamp: ago(since) }) });
  const set = workload('StatefulSet', { wanted: 1, ready: 0 });
  expect(proven(replicasShort, [set, leaving('5s')])).toEqual([]);
  expect(proven(replicasShort, [set, leaving('8m')])).toHaveLength(1);
});

test('pods of a DaemonSet may be missing on nodes that were drained on purpose, nowhere else', () => {
  const node = (name: string, unschedulable: boolean) => ({
    kind: 'Node',
    metadata: { name },
    spec: { unschedulable },
  });
  const nodes = [node('node-a', false), node('node-b', true)];
  const here = pod({ name: 'api-a', notReady: null, metadata: ownedBy('DaemonSet') });
  expect(proven(replicasShort, [daemonSet(2, 1), here, ...nodes])).toEqual([]);
  const broken = pod({ metadata: ownedBy('DaemonSet'), api: { state: waiting('CrashLoopBackOff') } });
  const [found] = proven(replicasShort, [daemonSet(1, 0), broken, ...nodes]);
  expect(found?.message).toBe('0 of 1 replicas are ready');
});

test('where pods could not be read the conditions must have stood for two minutes', () => {
  const options = { coverage: { Pod: 'partial' } } as const;
  const short = (age: string) =>
    workload('Deployment', {
      ready: 0,
      status: { conditions: [condition('Available', 'False', 'MinimumReplicasUnavailable', age)] },
    });
  expect(proven(replicasShort, [short('1m')], options)).toEqual([]);
  expect(proven(replicasShort, [short('5m')], options)[0]).toMatchObject({ since: new Date(ago('5m')) });
});

import { expect, test } from 'vitest';
import { node } from '../../../tests/support/node.ts';
import { JOB_OWNER, pod } from '../../../tests/support/pod.ts';
import { proven } from '../../../tests/support/proven.ts';
import { ago } from '../../../tests/support/view.ts';
import { ownedBy, workload } from '../../../tests/support/workload.ts';
import { pdbBlocksDrain } from './pdb-blocks-drain.ts';

function budget(status: object = {}, parts: { metadata?: object; spec?: object } = {}): object {
  return {
    kind: 'PodDisruptionBudget',
    metadata: { name: 'api', namespace: 'shop', ...parts.metadata },
    spec: { minAvailable: 2, selector: { matchLabels: { app: 'api' } }, ...parts.spec },
    status: { disruptionsAllowed: 0, currentHealthy: 2, desiredHealthy: 2, ...status },
  };
}

function cordoned(age: string | null, name = 'node-a'): object {
  const taint = {
    key: 'node.kubernetes.io/unschedulable',
    effect: 'NoSchedule',
    ...(age ? { timeAdded: ago(age) } : {}),
  };
  return node([], { metadata: { name }, spec: { unschedulable: true, taints: [taint] } });
}

const api = (name: string, on = 'node-a', more: object = {}) =>
  pod({ name, notReady: null, metadata: ownedBy('Deployment', more), spec: { nodeName: on } });
const deployment = workload('Deployment');

test('a budget that keeps pods on a node that is to be emptied is told since the node was cordoned', () => {
  const [found, ...more] = proven(pdbBlocksDrain, [budget(), cordoned('40m'), deployment, api('api-1'), api('api-2')]);
  expect(more).toEqual([]);
  expect(found?.message).toBe(
    'the disruption budget keeps 2 pods on the cordoned node node-a: 2 are healthy and 2 must stay',
  );
  expect(found).toMatchObject({
    since: new Date(ago('40m')),
    subject: { kind: 'PodDisruptionBudget', name: 'api' },
    owner: { kind: 'Deployment', name: 'api' },
  });
});

test('several nodes make one finding', () => {
  const objects = [
    budget(),
    cordoned('40m'),
    cordoned('3h', 'node-b'),
    deployment,
    api('api-1'),
    api('api-2', 'node-b'),
  ];
  const [found, ...more] = proven(pdbBlocksDrain, objects);
  expect(more).toEqual([]);
  expect(found?.message).toContain('keeps 2 pods on the cordoned node node-a and node-b');
  expect(found?.since).toEqual(new Date(ago('3h')));
});

const finished = pod({ phase: 'Succeeded', metadata: { labels: { app: 'api' } } });
const ofJob = pod({ metadata: { labels: { app: 'api' }, ...JOB_OWNER } });
const mirror = pod({ metadata: { labels: { app: 'api' }, ownerReferences: [{ kind: 'Node', name: 'node-a' }] } });
test.each([
  ['no node is cordoned', [budget(), node([]), api('api-1')]],
  ['the drain has just begun', [budget(), cordoned('14m'), api('api-1')]],
  ['nobody knows since when the node is cordoned', [budget(), cordoned(null), api('api-1')]],
  ['a pod may go', [budget({ disruptionsAllowed: 1 }), cordoned('1h'), api('api-1')]],
  ['nobody has counted yet', [budget({ disruptionsAllowed: null }), cordoned('1h'), api('api-1')]],
  ['its pods are on other nodes', [budget(), cordoned('1h'), api('api-1', 'node-b')]],
  [
    'it is about other pods',
    [budget({}, { spec: { selector: { matchLabels: { app: 'db' } } } }), cordoned('1h'), api('api-1')],
  ],
  ['it is in another namespace', [budget({}, { metadata: { namespace: 'front' } }), cordoned('1h'), api('api-1')]],
  ['its pods are of a DaemonSet', [budget(), cordoned('1h'), pod({ metadata: ownedBy('DaemonSet') })]],
  ['its pod is going already', [budget(), cordoned('1h'), api('api-1', 'node-a', { deletionTimestamp: ago('1m') })]],
  [
    'its pods have finished, or belong to a job or to the node',
    [budget(), cordoned('1h'), finished, { ...ofJob }, mirror],
  ],
  ['it is being deleted', [budget({}, { metadata: { deletionTimestamp: ago('1m') } }), cordoned('1h'), api('api-1')]],
])('no finding when %s', (_, objects) => {
  expect(proven(pdbBlocksDrain, [...objects, deployment])).toEqual([]);
});

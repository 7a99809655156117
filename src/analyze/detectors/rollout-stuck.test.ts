import { expect, test } from 'vitest';
import { pod } from '../../../tests/support/pod.ts';
import { proven } from '../../../tests/support/proven.ts';
import { ago } from '../../../tests/support/view.ts';
import { condition, daemonSet, ownedBy, workload } from '../../../tests/support/workload.ts';
import { rolloutStuck } from './rollout-stuck.ts';

const exceeded = condition('Progressing', 'False', 'ProgressDeadlineExceeded', '25m');

test('a deployment past its deadline is told', () => {
  const [found] = proven(rolloutStuck, [
    workload('Deployment', { wanted: 3, status: { updatedReplicas: 1, conditions: [exceeded] } }),
  ]);
  expect(found?.message).toBe('the rollout does not get on: 1 of 3 replicas are updated after 10 min');
  expect(found).toMatchObject({ reason: 'ProgressDeadlineExceeded', since: new Date(ago('25m')) });
});

test('with all pods replaced it is the new ones that fail', () => {
  const spec = { progressDeadlineSeconds: 300 };
  const [found] = proven(rolloutStuck, [
    workload('Deployment', { spec, status: { updatedReplicas: 2, conditions: [exceeded] } }),
  ]);
  expect(found?.message).toBe(
    'the rollout does not get on: 2 of 2 replicas are updated but were not all ready within 5 min',
  );
});

test('a deployment that progresses, is done or wants no pods is fine', () => {
  const going = condition('Progressing', 'True', 'ReplicaSetUpdated', '5m');
  const done = condition('Progressing', 'True', 'NewReplicaSetAvailable', '5d');
  const paused = condition('Progressing', 'Unknown', 'DeploymentPaused', '5d');
  for (const one of [going, done, paused]) {
    expect(proven(rolloutStuck, [workload('Deployment', { status: { conditions: [one] } })])).toEqual([]);
  }
  expect(proven(rolloutStuck, [workload('Deployment', { wanted: 0, status: { conditions: [exceeded] } })])).toEqual([]);
});

const revisions = { currentRevision: 'api-old', updateRevision: 'api-new', updatedReplicas: 1 };
const newest = (age: string, revision = 'api-new') =>
  pod({ notReady: age, metadata: ownedBy('StatefulSet', { labels: { 'controller-revision-hash': revision } }) });

test('a stateful set that waits for its new pod is told', () => {
  const [found] = proven(rolloutStuck, [workload('StatefulSet', { wanted: 3, status: revisions }), newest('12m')]);
  expect(found?.message).toBe(
    'the rollout does not get on: 1 of 3 replicas are updated and pod api-1 has not been ready for 12 min',
  );
  expect(found?.since).toEqual(new Date(ago('12m')));
});

test.each([
  ['whose new pod is young', workload('StatefulSet', { status: revisions }), newest('8m')],
  [
    'with one revision',
    workload('StatefulSet', { status: { ...revisions, currentRevision: 'api-new' } }),
    newest('30m'),
  ],
  [
    'updated by hand',
    workload('StatefulSet', { status: revisions, spec: { updateStrategy: { type: 'OnDelete' } } }),
    newest('30m'),
  ],
  [
    'that is done above its partition, though an old pod fails',
    workload('StatefulSet', { status: revisions, spec: { updateStrategy: { rollingUpdate: { partition: 1 } } } }),
    newest('30m', 'api-old'),
  ],
  [
    'that waits for a pod of another revision',
    workload('StatefulSet', { status: revisions }),
    newest('30m', 'api-old'),
  ],
])('a stateful set %s is fine', (_, set, failing) => {
  expect(proven(rolloutStuck, [set, failing])).toEqual([]);
});

const daemon = (name: string, generation: string, age: string | null) =>
  pod({ name, notReady: age, metadata: ownedBy('DaemonSet', { labels: { 'pod-template-generation': generation } }) });
const updating = (updated: number, spec: object = {}) => {
  const set = daemonSet(3, 2, { status: { updatedNumberScheduled: updated } });
  return { ...set, spec };
};

test('a daemon set that waits for its new pod is told', () => {
  const [found] = proven(rolloutStuck, [updating(1), daemon('a', '4', null), daemon('b', '5', '12m')]);
  expect(found?.message).toBe(
    'the rollout does not get on: 1 of 3 replicas are updated and pod b has not been ready for 12 min',
  );
  expect(found).toMatchObject({ since: new Date(ago('12m')), subject: { kind: 'DaemonSet' } });
});

test.each([
  ['whose new pod is young', updating(1), daemon('b', '5', '8m')],
  ['whose old pod fails', updating(1), daemon('b', '4', '30m')],
  ['that is done', updating(3), daemon('b', '5', '30m')],
  ['updated by hand', updating(1, { updateStrategy: { type: 'OnDelete' } }), daemon('b', '5', '30m')],
])('a daemon set %s is fine', (_, set, failing) => {
  expect(proven(rolloutStuck, [set, daemon('a', '5', null), failing])).toEqual([]);
});

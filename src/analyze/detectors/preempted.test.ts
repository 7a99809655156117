import { expect, test } from 'vitest';
import { JOB_OWNER, pod, waiting } from '../../../tests/support/pod.ts';
import { proven } from '../../../tests/support/proven.ts';
import { ago } from '../../../tests/support/view.ts';
import { eventAbout, ownedBy, workload } from '../../../tests/support/workload.ts';
import { preempted } from './preempted.ts';

const UID = '3c1f0a52-0f5e-4a39-9b1e-0c4d5f6a7b8c';
const mine = ownedBy('Deployment');
function gone(age = '5m', metadata: object = mine, more: object = {}, name = 'api-1'): object {
  const target = {
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'PreemptionByScheduler',
    message: 'default-scheduler: preempting to accommodate a higher priority pod',
    lastTransitionTime: ago(age),
  };
  return pod({
    name,
    metadata: { ...metadata, deletionTimestamp: ago('1s') },
    status: { conditions: [target], ...more },
  });
}
const short = workload('Deployment', { ready: 1 });
const told = (...objects: readonly object[]) => proven(preempted, objects).map((f) => f.message);

test('a pod that made room while its owner still misses it', () => {
  const [found, ...more] = proven(preempted, [short, gone()]);
  expect(more).toEqual([]);
  expect(found?.message).toBe('the pod was preempted: the scheduler gave its place to a pod of a higher priority');
  expect(found).toMatchObject({
    reason: 'PreemptionByScheduler',
    since: new Date(ago('5m')),
    owner: { kind: 'Deployment', name: 'api' },
  });
});

test('an event names the pod that took its place', () => {
  const winner = pod({ name: 'batch-7', uid: UID, notReady: null });
  const by = eventAbout('Pod', 'api-1', 'Preempted', `Preempted by pod ${UID} on node node-a`);
  expect(told(short, gone(), winner, by)).toEqual([
    'the pod was preempted: the scheduler gave its place to pod shop/batch-7',
  ]);
  expect(told(short, gone(), by)[0]).toMatch(/to a pod of a higher priority$/);
});

test('a node makes room for a pod of the system; a bare pod has nobody who replaces it', () => {
  const status = {
    phase: 'Failed',
    reason: 'Preempting',
    message: 'Preempted in order to admit critical pod',
    conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: ago('20m') }],
  };
  const [found] = proven(preempted, [pod({ status })]);
  expect(found).toMatchObject({
    message: 'the pod was preempted: Preempted in order to admit critical pod',
    reason: 'Preempting',
    since: new Date(ago('20m')),
  });
});

test('one finding for each owner', () => {
  expect(told(workload('Deployment', { wanted: 5, ready: 1 }), gone(), gone('6m', mine, {}, 'api-2'))).toHaveLength(1);
});

test.each([
  ['was replaced', [workload('Deployment'), gone()]],
  ['was preempted a moment ago', [short, gone('90s')]],
  ['was preempted long ago', [short, gone('61m')]],
  ['belongs to a Job', [gone('5m', JOB_OWNER)]],
  [
    'has a successor on its way up',
    [
      short,
      gone(),
      pod({
        name: 'api-9',
        notReady: '1m',
        metadata: mine,
        api: { state: waiting('ContainerCreating') },
        status: {
          startTime: ago('1m'),
          conditions: [{ type: 'PodScheduled', status: 'True', lastTransitionTime: ago('1m') }],
        },
      }),
    ],
  ],
  [
    'was drained',
    [
      short,
      pod({
        metadata: { ...mine, deletionTimestamp: ago('1s') },
        status: {
          conditions: [
            {
              type: 'DisruptionTarget',
              status: 'True',
              reason: 'EvictionByEvictionAPI',
              lastTransitionTime: ago('5m'),
            },
          ],
        },
      }),
    ],
  ],
  [
    'still runs',
    [
      short,
      pod({
        metadata: mine,
        status: {
          conditions: [
            {
              type: 'DisruptionTarget',
              status: 'True',
              reason: 'PreemptionByScheduler',
              lastTransitionTime: ago('5m'),
            },
          ],
        },
      }),
    ],
  ],
])('one that %s is fine', (_, objects) => {
  expect(proven(preempted, objects)).toEqual([]);
});

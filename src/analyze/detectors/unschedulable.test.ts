import { expect, test } from 'vitest';
import { unheldEvidence } from '../../../tests/support/evidence.ts';
import { pod } from '../../../tests/support/pod.ts';
import { ago, detect } from '../../../tests/support/view.ts';
import { unschedulable } from './unschedulable.ts';

function run(condition: object, more: object = {}) {
  const scheduled = { type: 'PodScheduled', status: 'False', lastTransitionTime: ago('5m'), ...condition };
  const objects = [
    pod({ phase: 'Pending', spec: { nodeName: undefined }, status: { conditions: [scheduled] }, ...more }),
  ];
  const found = detect(unschedulable, objects);
  expect(unheldEvidence(objects, found)).toEqual([]);
  return found;
}

const FULL = { reason: 'Unschedulable', message: '0/3 nodes are available: 3 Insufficient cpu.' };

test('a pod no node can take is told with the cause in words', () => {
  const [found] = run(FULL);
  expect(found?.message).toBe('no node can take the pod: too little cpu free (all 3 nodes)');
  expect(found).toMatchObject({ code: 'unschedulable', reason: 'Unschedulable', since: new Date(ago('5m')) });
});

test('a scheduling gate is another matter', () => {
  const spec = { nodeName: undefined, schedulingGates: [{ name: 'kueue.x-k8s.io/admission' }] };
  const [found] = run({ reason: 'SchedulingGated' }, { spec });
  expect(found?.code).toBe('scheduling-gated');
  expect(found?.message).toBe('the pod waits for the scheduling gate kueue.x-k8s.io/admission');
});

test('without a message it is told all the same', () => {
  expect(run({ reason: 'Unschedulable' })[0]?.message).toBe('no node can take the pod: the scheduler gives no cause');
});

test('the first minute, a scheduled pod and a deleted one are no findings', () => {
  expect(run({ ...FULL, lastTransitionTime: ago('59s') })).toEqual([]);
  expect(run({ ...FULL, status: 'True' })).toEqual([]);
  expect(run(FULL, { spec: { nodeName: 'node-a' } })).toEqual([]);
  expect(run(FULL, { metadata: { deletionTimestamp: ago('1s') } })).toEqual([]);
});

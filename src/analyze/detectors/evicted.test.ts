import { expect, test } from 'vitest';
import { unheldEvidence } from '../../../tests/support/evidence.ts';
import { JOB_OWNER, pod } from '../../../tests/support/pod.ts';
import { ago, detect } from '../../../tests/support/view.ts';
import { evicted } from './evicted.ts';

const MEMORY = 'The node was low on resource: memory. Threshold quantity: 100Mi, available: 40Mi.';
const OWNED = { ownerReferences: [{ kind: 'StatefulSet', name: 'api', controller: true }] };

function gone(age: string, more: object = {}, metadata: object = OWNED, name = 'api-1'): object {
  const conditions = [
    { type: 'DisruptionTarget', status: 'True', reason: 'TerminationByKubelet', lastTransitionTime: ago(age) },
  ];
  const status = { phase: 'Failed', reason: 'Evicted', message: MEMORY, conditions, containerStatuses: [], ...more };
  return pod({ name, metadata, status });
}

function owner(ready: number): object {
  return {
    kind: 'StatefulSet',
    metadata: { name: 'api', namespace: 'shop' },
    spec: { replicas: 2 },
    status: { readyReplicas: ready },
  };
}

function run(...objects: readonly object[]) {
  const found = detect(evicted, objects);
  expect(unheldEvidence(objects, found)).toEqual([]);
  return found;
}

test('an evicted pod whose owner still misses it', () => {
  const [found] = run(gone('10m'), owner(1));
  expect(found?.message).toBe('the pod was evicted: the node was short of memory');
  expect(found).toMatchObject({ reason: 'Evicted', since: new Date(ago('10m')), owner: { kind: 'StatefulSet' } });
});

test('of many evicted pods of one owner the newest is told', () => {
  const found = run(gone('30m'), gone('10m', {}, OWNED, 'api-2'), gone('20m', {}, OWNED, 'api-3'), owner(1));
  expect(found.map((one) => one.subject.name)).toEqual(['api-2']);
});

test('a bare pod has nobody who replaces it', () => {
  expect(run(gone('60m', {}, {}))).toHaveLength(1);
});

test('replaced, long ago, of a Job, or failed otherwise: no finding', () => {
  expect(run(gone('10m'), owner(2))).toEqual([]);
  expect(run(gone('61m'), owner(1))).toEqual([]);
  expect(run(gone('10m', {}, JOB_OWNER))).toEqual([]);
  expect(run(gone('10m', { reason: 'NodeShutdown' }), owner(1))).toEqual([]);
});

test('an owner that was not read is complete if another pod of it is ready', () => {
  expect(run(gone('10m'))).toHaveLength(1);
  expect(run(gone('10m'), pod({ name: 'api-2', metadata: OWNED, notReady: null }))).toEqual([]);
});

test('without a time only a young pod is news', () => {
  expect(run(gone('10m', { conditions: [], startTime: ago('30m') }), owner(1))).toHaveLength(1);
  expect(run(gone('10m', { conditions: [], startTime: ago('3h') }), owner(1))).toEqual([]);
});

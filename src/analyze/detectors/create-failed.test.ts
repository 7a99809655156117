import { expect, test } from 'vitest';
import { proven } from '../../../tests/support/proven.ts';
import { ago } from '../../../tests/support/view.ts';
import { condition, daemonSet, eventAbout, ownedBy, workload } from '../../../tests/support/workload.ts';
import { createFailed } from './create-failed.ts';

const QUOTA =
  'pods "api-7c9-x" is forbidden: exceeded quota: memory, requested: memory=300Mi, used: memory=900Mi, limited: memory=1Gi';
const IN_WORDS =
  'its pods cannot be created: quota memory is used up: it asks for memory=300Mi, used are memory=900Mi of memory=1Gi';

function refused(kind: string, replicas: number, reason = 'FailedCreate', message = QUOTA): object {
  const conditions = [condition('ReplicaFailure', 'True', reason, '62m', message)];
  return workload(kind, {
    metadata: kind === 'ReplicaSet' ? ownedBy('Deployment') : {},
    status: { replicas, conditions },
  });
}

test('a replica set that hits a quota is told with the quota, on its deployment', () => {
  const [found, ...more] = proven(createFailed, [refused('ReplicaSet', 0)]);
  expect(more).toEqual([]);
  expect(found?.message).toBe(IN_WORDS);
  expect(found).toMatchObject({
    reason: 'FailedCreate',
    since: new Date(ago('62m')),
    subject: { kind: 'ReplicaSet' },
    owner: { kind: 'Deployment' },
  });
});

test('any other reason counts as well, also without words', () => {
  expect(proven(createFailed, [refused('ReplicaSet', 1, 'RandomError', '')])[0]).toMatchObject({
    reason: 'RandomError',
    message: 'its pods cannot be created: the API server refuses them without a cause',
  });
});

test('a replica set that has all its pods is fine, whatever it says', () => {
  expect(proven(createFailed, [refused('ReplicaSet', 2)])).toEqual([]);
});

test('the deployment is asked only where its replica sets could not be read', () => {
  const deployment = refused('Deployment', 0);
  expect(proven(createFailed, [deployment])).toEqual([]);
  expect(proven(createFailed, [deployment], { coverage: { ReplicaSet: 'partial' } })[0]?.message).toBe(IN_WORDS);
});

const failed = (kind: string, last = '2m') =>
  eventAbout(kind, 'api', 'FailedCreate', `create Pod api-0 failed error: ${QUOTA}`, '50m', last);
const short = workload('StatefulSet', { status: { replicas: 1 } });

test('a stateful set, a daemon set and a job say it by event only', () => {
  const job = { kind: 'Job', metadata: { name: 'api', namespace: 'shop' }, spec: {}, status: {} };
  const daemons = daemonSet(3, 2, { status: { currentNumberScheduled: 2 } });
  for (const [kind, object] of [
    ['StatefulSet', short],
    ['DaemonSet', daemons],
    ['Job', job],
  ] as const) {
    expect(proven(createFailed, [object, failed(kind)])[0]).toMatchObject({
      message: IN_WORDS,
      since: new Date(ago('50m')),
      reason: 'FailedCreate',
    });
  }
});

test.each([
  ['has all its pods', [workload('StatefulSet'), failed('StatefulSet')]],
  ['failed long ago', [short, failed('StatefulSet', '40m')]],
  [
    'could make a pod since',
    [short, failed('StatefulSet', '9m'), eventAbout('StatefulSet', 'api', 'SuccessfulCreate', 'ok', '1m', '1m')],
  ],
  ['has no event', [short]],
])('a stateful set that %s is fine', (_, objects) => {
  expect(proven(createFailed, objects)).toEqual([]);
});

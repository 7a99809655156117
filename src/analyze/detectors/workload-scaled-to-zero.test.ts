import { expect, test } from 'vitest';
import { proven } from '../../../tests/support/proven.ts';
import { service } from '../../../tests/support/service.ts';
import { ago, NOW } from '../../../tests/support/view.ts';
import { daemonSet, eventAbout, workload } from '../../../tests/support/workload.ts';
import { workloadScaledToZero } from './workload-scaled-to-zero.ts';

const listed = { services: [service('api', { namespaces: ['shop'] })] };

test.each([['Deployment'], ['StatefulSet'], ['Rollout']])('a listed %s at zero is told', (kind) => {
  const [found] = proven(workloadScaledToZero, [workload(kind, { wanted: 0 })], listed);
  expect(found).toMatchObject({
    message: 'is scaled to zero',
    since: NOW,
    subject: { kind, name: 'api' },
    reason: 'ScaledToZero',
  });
});

test('a DaemonSet that fits no node is at zero', () => {
  const [found] = proven(workloadScaledToZero, [daemonSet(0, 0)], listed);
  expect(found?.evidence).toMatchObject([{ field: 'status.desiredNumberScheduled', value: '0' }]);
});

test('the event tells when', () => {
  const event = eventAbout(
    'Deployment',
    'api',
    'ScalingReplicaSet',
    'Scaled down replica set api-7c9 from 2 to 0',
    '12m',
    '12m',
  );
  expect(proven(workloadScaledToZero, [workload('Deployment', { wanted: 0 }), event], listed)[0]?.since).toEqual(
    new Date(ago('12m')),
  );
});

test('nobody misses what nobody listed', () => {
  expect(proven(workloadScaledToZero, [workload('Deployment', { wanted: 0 })])).toEqual([]);
});

test('a parked second workload, a new DaemonSet and a workload with replicas are fine', () => {
  const alias = { services: [service('shop', { namespaces: ['shop'], aliases: ['api', 'canary'] })] };
  expect(
    proven(
      workloadScaledToZero,
      [workload('Deployment'), workload('Deployment', { name: 'canary', wanted: 0 })],
      alias,
    ),
  ).toEqual([]);
  expect(
    proven(workloadScaledToZero, [{ kind: 'DaemonSet', metadata: { name: 'api', namespace: 'shop' } }], listed),
  ).toEqual([]);
  expect(proven(workloadScaledToZero, [workload('Deployment')], listed)).toEqual([]);
});

import { expect, test } from 'vitest';
import { node } from '../../../tests/support/node.ts';
import { proven } from '../../../tests/support/proven.ts';
import { ago } from '../../../tests/support/view.ts';
import { condition } from '../../../tests/support/workload.ts';
import { nodeLeaseStale } from './node-lease-stale.ts';

const ready = condition('Ready', 'True', 'KubeletReady', '9d');

function named(name: string, conditions: readonly object[] = [ready], metadata: object = {}): object {
  return node(conditions, { metadata: { name, ...metadata } });
}

function lease(name: string, age: string, seconds = 40): object {
  return {
    kind: 'Lease',
    metadata: { name, namespace: 'kube-node-lease' },
    spec: { holderIdentity: name, renewTime: ago(age), leaseDurationSeconds: seconds },
  };
}

const well = [named('b'), lease('b', '5s')];

test('a kubelet that has been silent while its node counts as ready is told', () => {
  const [found, ...more] = proven(nodeLeaseStale, [named('a'), lease('a', '12m'), ...well]);
  expect(more).toEqual([]);
  expect(found?.message).toBe('the node says it is ready, but its kubelet has been silent for 12 min');
  expect(found).toMatchObject({ since: new Date(ago('12m')), subject: { kind: 'Node', name: 'a' } });
});

test.each([
  ['renews now and then', [named('a'), lease('a', '199s')]],
  ['has a lease that holds for long', [named('a'), lease('a', '12m', 300)]],
  ['renews short leases late', [named('a'), lease('a', '170s', 10)]],
  ['is not ready, which is told', [named('a', [condition('Ready', 'Unknown', 'x', '5m')]), lease('a', '12m')]],
  ['is being deleted', [named('a', [ready], { deletionTimestamp: ago('1m') }), lease('a', '12m')]],
  ['has just joined', [named('a', [ready], { creationTimestamp: ago('1m') }), lease('a', '12m')]],
  ['has no lease', [named('a')]],
  ['is gone', [lease('a', '12m')]],
])('a node that %s is fine', (_, objects) => {
  expect(proven(nodeLeaseStale, [...objects, ...well])).toEqual([]);
});

test('when all leases are old the clock is, and nobody is told a hundred times', () => {
  const all = ['a', 'b', 'c'].flatMap((name) => [named(name), lease(name, '2h')]);
  expect(proven(nodeLeaseStale, all)).toEqual([]);
  expect(proven(nodeLeaseStale, [named('a'), lease('a', '2h')])).toEqual([]);
});

import { expect, test } from 'vitest';
import { node } from '../../../tests/support/node.ts';
import { pod } from '../../../tests/support/pod.ts';
import { proven } from '../../../tests/support/proven.ts';
import { ago } from '../../../tests/support/view.ts';
import { condition, ownedBy } from '../../../tests/support/workload.ts';
import { nodeNotReady } from './node-not-ready.ts';

const silent = condition('Ready', 'Unknown', 'NodeStatusUnknown', '9m', 'Kubelet stopped posting node status.');
const broken = condition('Ready', 'False', 'KubeletNotReady', '9m', 'cni plugin not initialized');
const daemon = pod({ notReady: null, metadata: ownedBy('DaemonSet') });
const cordoned = { spec: { unschedulable: true } };

test.each([
  [silent, 'NodeStatusUnknown', 'Kubelet stopped posting node status'],
  [broken, 'KubeletNotReady', 'cni plugin not initialized'],
])('a node that is not ready is told with what its kubelet says', (ready, reason, words) => {
  const [found] = proven(nodeNotReady, [node([ready])]);
  expect(found).toMatchObject({ message: `the node is not ready: ${words}`, reason, since: new Date(ago('9m')) });
  expect(found?.evidence[0]?.field).toBe('status.conditions[Ready].status');
});

test('a cordoned node counts as long as pods sit on it, or nobody could look', () => {
  expect(proven(nodeNotReady, [node([silent], cordoned), pod()])).toHaveLength(1);
  expect(proven(nodeNotReady, [node([silent], cordoned)], { coverage: { Pod: 'not-read' } })).toHaveLength(1);
});

test.each([
  ['that was drained on purpose', [node([silent], cordoned), daemon]],
  ['that is ready', [node([condition('Ready', 'True', 'KubeletReady')])]],
  ['that has just joined', [node([broken], { metadata: { creationTimestamp: ago('50s') } })]],
  ['the autoscaler takes away', [node([silent], { spec: { taints: [{ key: 'ToBeDeletedByClusterAutoscaler' }] } })]],
  [
    'with conditions nobody knows',
    [node([condition('Ready', 'True', 'KubeletReady'), condition('KernelDeadlock', 'True', 'Deadlock')])],
  ],
])('a node %s is fine', (_, objects) => {
  expect(proven(nodeNotReady, objects)).toEqual([]);
});

import { expect, test } from 'vitest';
import { node } from '../../../tests/support/node.ts';
import { pod } from '../../../tests/support/pod.ts';
import { proven } from '../../../tests/support/proven.ts';
import { ago } from '../../../tests/support/view.ts';
import { nodePodsFull } from './node-pods-full.ts';

const small = { status: { allocatable: { pods: '2' } } };
const here = [pod({ name: 'api-1', notReady: null }), pod({ name: 'api-2', notReady: null })];

function waits(message: string): object {
  const scheduled = {
    type: 'PodScheduled',
    status: 'False',
    reason: 'Unschedulable',
    message,
    lastTransitionTime: ago('7m'),
  };
  return pod({
    name: 'api-3',
    spec: { nodeName: undefined },
    phase: 'Pending',
    status: { conditions: [scheduled], containerStatuses: [] },
  });
}

test('a full node is told while pods wait for its room', () => {
  const [found] = proven(nodePodsFull, [node([], small), ...here, waits('0/1 nodes are available: 1 Too many pods.')]);
  expect(found?.message).toBe('the node runs 2 of at most 2 pods, and pods wait for room');
  expect(found).toMatchObject({
    reason: 'TooManyPods',
    since: new Date(ago('7m')),
    subject: { kind: 'Node', name: 'node-a' },
  });
});

test.each([
  ['nobody waits for', [node([], small), ...here]],
  [
    'is waited for because of its memory',
    [node([], small), ...here, waits('0/1 nodes are available: 1 Insufficient memory.')],
  ],
  ['has room', [node([]), ...here, waits('1 Too many pods')]],
  [
    'has only completed pods beside',
    [node([], small), pod({ phase: 'Succeeded' }), pod({ name: 'api-2' }), waits('1 Too many pods')],
  ],
  ['is cordoned', [node([], { ...small, spec: { unschedulable: true } }), ...here, waits('1 Too many pods')]],
  ['does not say how many it takes', [node([], { status: { allocatable: {} } }), ...here, waits('1 Too many pods')]],
])('a node that %s is fine', (_, objects) => {
  expect(proven(nodePodsFull, objects)).toEqual([]);
});

import { expect, test } from 'vitest';
import { node } from '../../../tests/support/node.ts';
import { pod } from '../../../tests/support/pod.ts';
import { proven } from '../../../tests/support/proven.ts';
import { ago } from '../../../tests/support/view.ts';
import { nodeCordoned } from './node-cordoned.ts';

const HERE = '0/2 nodes are available: 1 node(s) were unschedulable, 1 Insufficient memory.';

function waits(message: string, age = '20m', parts: { name?: string; spec?: object; metadata?: object } = {}): object {
  const scheduled = { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message };
  return pod({
    ...parts,
    spec: { nodeName: undefined, ...parts.spec },
    phase: 'Pending',
    status: { conditions: [{ ...scheduled, lastTransitionTime: ago(age) }], containerStatuses: [] },
  });
}

function cordoned(name = 'node-a', labels: object = {}, more: object = {}): object {
  return node([], { metadata: { name, labels, ...more }, spec: { unschedulable: true } });
}

const open = node([], { metadata: { name: 'node-b' } });

test('a cordoned node is told while pods could run nowhere else', () => {
  const objects = [cordoned(), open, waits(HERE), waits(HERE, '1h', { name: 'api-2' })];
  const [found, ...more] = proven(nodeCordoned, objects);
  expect(more).toEqual([]);
  expect(found?.message).toBe('the node is cordoned, and 2 pods could run nowhere else');
  expect(found).toMatchObject({ since: new Date(ago('1h')), subject: { kind: 'Node', name: 'node-a' } });
});

test('of several cordoned nodes the one that the pod asks for is told', () => {
  const local = waits('0/3 nodes are available: 1 node(s) were unschedulable.', '20m', {
    spec: { nodeSelector: { disk: 'local' } },
  });
  const found = proven(nodeCordoned, [cordoned(), cordoned('node-c', { disk: 'local' }), open, local]);
  expect(found.map((f) => f.subject.name)).toEqual(['node-c']);
});

test.each([
  ['nobody waits for', [cordoned(), open]],
  ['pods wait beside, for other causes', [cordoned(), open, waits('0/2 nodes are available: 2 Insufficient cpu.')]],
  ['is being drained', [cordoned(), open, waits(HERE, '4m')]],
  ['is being deleted', [cordoned('node-a', {}, { deletionTimestamp: ago('1m') }), open, waits(HERE)]],
  ['is open again', [node([]), open, waits(HERE)]],
  ['a leaving pod waited for', [cordoned(), open, waits(HERE, '20m', { metadata: { deletionTimestamp: ago('1m') } })]],
  ['is one of many', [...['1', '2', '3', '4'].map((n) => cordoned(`node-${n}`)), waits(HERE)]],
])('a node that %s is fine', (_, objects) => {
  expect(proven(nodeCordoned, objects)).toEqual([]);
});

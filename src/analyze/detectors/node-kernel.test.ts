import { expect, test } from 'vitest';
import { node } from '../../../tests/support/node.ts';
import { proven } from '../../../tests/support/proven.ts';
import { ago } from '../../../tests/support/view.ts';
import { condition } from '../../../tests/support/workload.ts';
import { nodeKernel } from './node-kernel.ts';

const deadlock = condition('KernelDeadlock', 'True', 'DockerHung', '9m', 'task docker:7 blocked for more than 120 s.');
const readOnly = condition('ReadonlyFilesystem', 'True', 'FilesystemIsReadOnly', '30m');

test.each([
  [deadlock, 'a deadlock in its kernel: task docker:7 blocked for more than 120 s', 'DockerHung'],
  [readOnly, 'a file system that turned read-only: no cause is given', 'FilesystemIsReadOnly'],
  [
    condition('FrequentKubeletRestart', 'True', '', '9m', 'found 6 restarts'),
    'a kubelet that restarts again and again: found 6 restarts',
    'FrequentKubeletRestart',
  ],
])('a node whose kernel or runtime has a fault is told', (bad, words, reason) => {
  expect(proven(nodeKernel, [node([bad])])[0]).toMatchObject({ message: `the node has ${words}`, reason });
});

test('two faults are one finding since the first', () => {
  const [found, ...more] = proven(nodeKernel, [node([readOnly, deadlock])]);
  expect(more).toEqual([]);
  expect(found?.message).toContain('a deadlock in its kernel and a file system that turned read-only');
  expect(found).toMatchObject({ since: new Date(ago('30m')), subject: { kind: 'Node', name: 'node-a' } });
});

test.each([
  ['fine', node([condition('KernelDeadlock', 'False', 'KernelHasNoDeadlock')])],
  ['silent about it', node([condition('KernelDeadlock', 'Unknown', 'NoData')])],
  [
    'well by conditions of other makers',
    node([condition('KernelReady', 'True', 'x'), condition('GPUReady', 'True', 'x')]),
  ],
  ['told with a condition nobody knows', node([condition('MaintenanceScheduled', 'True', 'x')])],
  ['short of memory: told elsewhere', node([condition('MemoryPressure', 'True', 'x')])],
  ['young', node([deadlock], { metadata: { creationTimestamp: ago('1m') } })],
  ['leaving', node([deadlock], { metadata: { deletionTimestamp: ago('1m') } })],
])('a node that is %s is no finding', (_, one) => {
  expect(proven(nodeKernel, [one])).toEqual([]);
});

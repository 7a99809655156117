import { expect, test } from 'vitest';
import { node } from '../../../tests/support/node.ts';
import { proven } from '../../../tests/support/proven.ts';
import { ago } from '../../../tests/support/view.ts';
import { condition } from '../../../tests/support/workload.ts';
import { nodePressure } from './node-pressure.ts';

const disk = condition('DiskPressure', 'True', 'KubeletHasDiskPressure', '9m', 'kubelet has disk pressure');
const memory = condition('MemoryPressure', 'True', 'KubeletHasInsufficientMemory', '30m');

test.each([
  [disk, 'disk pressure: kubelet has disk pressure', 'KubeletHasDiskPressure'],
  [memory, 'memory pressure: its kubelet gives no cause', 'KubeletHasInsufficientMemory'],
  [
    condition('PIDPressure', 'True', 'KubeletHasInsufficientPID', '9m', 'few left'),
    'too many processes: few left',
    'KubeletHasInsufficientPID',
  ],
  [
    condition('NetworkUnavailable', 'True', 'NoRouteCreated', '9m', 'no route'),
    'no network: no route',
    'NoRouteCreated',
  ],
])('a node that is short of something is told', (bad, words, reason) => {
  expect(proven(nodePressure, [node([bad])])[0]).toMatchObject({ message: `the node has ${words}`, reason });
});

test('two pressures are one finding since the first', () => {
  const [found, ...more] = proven(nodePressure, [node([memory, disk])]);
  expect(more).toEqual([]);
  expect(found?.message).toBe(
    'the node has disk pressure and memory pressure: kubelet has disk pressure and its kubelet gives no cause',
  );
  expect(found?.since).toEqual(new Date(ago('30m')));
});

test('no pressure, an unknown one, and conditions of unknown polarity are fine', () => {
  const others = [
    condition('KernelDeadlock', 'True', 'x'),
    condition('CorruptDockerReady', 'True', 'x'),
    condition('Ready', 'False', 'x'),
  ];
  const unknown = condition('MemoryPressure', 'Unknown', 'NodeStatusUnknown');
  expect(proven(nodePressure, [node([condition('DiskPressure', 'False', 'x'), unknown, ...others])])).toEqual([]);
  expect(proven(nodePressure, [node([disk], { metadata: { creationTimestamp: ago('1m') } })])).toEqual([]);
});

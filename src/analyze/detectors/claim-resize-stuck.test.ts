import { expect, test } from 'vitest';
import { pod } from '../../../tests/support/pod.ts';
import { proven } from '../../../tests/support/proven.ts';
import { ago, NOW } from '../../../tests/support/view.ts';
import { condition, eventAbout } from '../../../tests/support/workload.ts';
import { claimResizeStuck } from './claim-resize-stuck.ts';

function claim(status: object = {}, wanted = '20Gi', metadata: object = {}): object {
  return {
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data', namespace: 'shop', creationTimestamp: ago('9d'), ...metadata },
    spec: { volumeName: 'pv-1', resources: { requests: { storage: wanted } } },
    status: { phase: 'Bound', capacity: { storage: '10Gi' }, ...status },
  };
}

const resizing = (age: string) => ({ conditions: [condition('Resizing', 'True', '', age)] });
const pending = (age: string) => ({ conditions: [condition('FileSystemResizePending', 'True', '', age)] });
const user = pod({
  notReady: null,
  spec: { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] },
});
const failed = (age: string) =>
  eventAbout('PersistentVolumeClaim', 'data', 'VolumeResizeFailed', 'rpc error: quota exceeded.', age);

test('a driver that gave up is told at once', () => {
  const status = { allocatedResourceStatuses: { storage: 'ControllerResizeInfeasible' } };
  const [found, ...more] = proven(claimResizeStuck, [claim(status), failed('2m')]);
  expect(more).toEqual([]);
  expect(found?.message).toBe('the volume claim does not grow to 20Gi: rpc error: quota exceeded');
  expect(found).toMatchObject({ reason: 'ControllerResizeInfeasible', since: new Date(ago('2m')) });
  expect(proven(claimResizeStuck, [claim(status)])[0]?.message).toContain(': its driver gives no cause');
});

test('an error that stays is told, by its condition or by its event', () => {
  const error = condition('NodeResizeError', 'True', '', '9m', 'resize2fs failed');
  expect(proven(claimResizeStuck, [claim({ conditions: [error] })])[0]).toMatchObject({
    reason: 'NodeResizeError',
    message: 'the volume claim does not grow to 20Gi: resize2fs failed',
  });
  expect(proven(claimResizeStuck, [claim(), failed('9m')])[0]).toMatchObject({
    reason: 'VolumeResizeFailed',
    since: new Date(ago('9m')),
  });
});

test('one that takes longer than half an hour is told since then', () => {
  expect(proven(claimResizeStuck, [claim(resizing('31m'))])[0]).toMatchObject({
    reason: 'Resizing',
    message: 'the volume claim does not grow to 20Gi: its driver is not done with it',
    since: new Date(ago('31m')),
  });
  expect(proven(claimResizeStuck, [claim(pending('31m')), user])[0]?.message).toContain('its file system has not');
});

test('when nobody says anything, nobody resizes it', () => {
  expect(proven(claimResizeStuck, [claim()])[0]).toMatchObject({ reason: 'ResizePending', since: NOW });
  expect(proven(claimResizeStuck, [claim()], { coverage: { Event: 'partial' } })).toEqual([]);
});

test.each([
  ['has what it asks for', [claim({}, '10Gi')]],
  ['has more than it asks for', [claim({}, '8Gi')]],
  ['is being resized', [claim(resizing('29m'))]],
  ['waits for a pod that mounts it', [claim(pending('9d'))]],
  ['failed once a moment ago', [claim(), failed('2m')]],
  ['is not bound', [claim({ phase: 'Pending' })]],
  ['was made a moment ago', [claim({}, '20Gi', { creationTimestamp: ago('5m') })]],
  ['is being deleted', [claim(resizing('9d'), '20Gi', { deletionTimestamp: ago('5m') })]],
  ['has an event of another kind', [claim(), eventAbout('PersistentVolumeClaim', 'data', 'Backup', 'done')]],
])('a claim that %s is fine', (_, objects) => {
  expect(proven(claimResizeStuck, objects)).toEqual([]);
});

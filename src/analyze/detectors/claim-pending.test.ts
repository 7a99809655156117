import { expect, test } from 'vitest';
import { pod } from '../../../tests/support/pod.ts';
import { proven } from '../../../tests/support/proven.ts';
import { ago } from '../../../tests/support/view.ts';
import { eventAbout } from '../../../tests/support/workload.ts';
import { claimPending } from './claim-pending.ts';

function claim(spec: object = { storageClassName: 'fast' }, phase = 'Pending', age = '1h'): object {
  return {
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data', namespace: 'shop', creationTimestamp: ago(age) },
    spec,
    status: { phase },
  };
}

function storageClass(provisioner: string, more: object = {}): object {
  return { kind: 'StorageClass', metadata: { name: 'fast', ...more }, provisioner, volumeBindingMode: 'Immediate' };
}

const fast = storageClass('ebs.csi.aws.com');
const late = { ...fast, volumeBindingMode: 'WaitForFirstConsumer' };
const failed = (message: string) => eventAbout('PersistentVolumeClaim', 'data', 'ProvisioningFailed', message, '50m');

function consumer(message: string): object {
  const scheduled = {
    type: 'PodScheduled',
    status: 'False',
    reason: 'Unschedulable',
    message,
    lastTransitionTime: ago('25m'),
  };
  const spec = { nodeName: undefined, volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] };
  return pod({ spec, phase: 'Pending', status: { conditions: [scheduled], containerStatuses: [] } });
}

test('what the provisioner says is told, since the claim was made', () => {
  const [found, ...more] = proven(claimPending, [claim(), fast, failed('rpc error: quota exceeded.')]);
  expect(more).toEqual([]);
  expect(found?.message).toBe('the volume claim is not bound: rpc error: quota exceeded');
  expect(found).toMatchObject({ reason: 'ProvisioningFailed', since: new Date(ago('1h')) });
});

test('a failure without a message counts all the same', () => {
  expect(proven(claimPending, [claim(), fast, failed('')])[0]).toMatchObject({
    reason: 'ProvisioningFailed',
    message: 'the volume claim is not bound: provisioner ebs.csi.aws.com failed and gives no cause',
  });
});

const volume = (spec: object) => ({ kind: 'PersistentVolume', metadata: { name: 'pv-1' }, spec });
test.each([
  ['StorageClassNotFound', 'storage class fast does not exist', [claim()]],
  [
    'FailedBinding',
    'no free volume of class fast fits its size, access mode and selector',
    [claim(), volume({ storageClassName: 'fast' })],
  ],
  [
    'FailedBinding',
    'no free volume of class fast fits its size, access mode and selector',
    [claim(), storageClass('kubernetes.io/no-provisioner')],
  ],
  ['FailedBinding', 'it names no storage class and the cluster has no default one', [claim({}), fast]],
  [
    'FailedBinding',
    'no free volume without a class fits its size, access mode and selector, and it wants none to be made',
    [claim({ storageClassName: '' })],
  ],
  [
    'VolumeNotFound',
    'volume pv-1, which it asks for, does not exist',
    [claim({ volumeName: 'pv-1', storageClassName: '' })],
  ],
  [
    'FailedBinding',
    'volume pv-1 belongs to claim other',
    [claim({ volumeName: 'pv-1', storageClassName: '' }), volume({ claimRef: { namespace: 'shop', name: 'other' } })],
  ],
  ['ExternalProvisioning', 'provisioner ebs.csi.aws.com has not made a volume', [claim(), fast]],
  [
    'ExternalProvisioning',
    'provisioner ebs.csi.aws.com has not made a volume',
    [claim(), fast, eventAbout('PersistentVolumeClaim', 'data', 'ExternalProvisioning', 'waiting')],
  ],
])('without such an event the state says why: %s, %s', (reason, cause, objects) => {
  expect(proven(claimPending, objects)[0]).toMatchObject({
    reason,
    message: `the volume claim is not bound: ${cause}`,
  });
});

const ASKS = { accessModes: ['ReadWriteMany'], resources: { requests: { storage: '10Gi' } } };
const manual = storageClass('kubernetes.io/no-provisioner');
const disk = (storage: string, modes: readonly string[], more: object = {}, status: object = {}) => ({
  ...volume({ storageClassName: 'fast', capacity: { storage }, accessModes: modes, ...more }),
  status,
});
const BOTH = ['ReadWriteOnce', 'ReadWriteMany'];
test.each([
  ['the largest free volume of class fast has 5Gi, and it asks for 10Gi', disk('5Gi', BOTH)],
  ['no free volume of class fast can be mounted as ReadWriteMany', disk('20Gi', ['ReadWriteOnce'])],
  ['the only volume of class fast is taken', disk('20Gi', BOTH, { claimRef: { namespace: 'shop', name: 'other' } })],
  ['the only volume of class fast is taken', disk('20Gi', BOTH, {}, { phase: 'Released' })],
  ['no free volume of class fast fits its size, access mode and selector', disk('20Gi', BOTH)],
])('volumes made by hand say why none will do: %s', (cause, one) => {
  const [found] = proven(claimPending, [claim({ storageClassName: 'fast', ...ASKS }), manual, one]);
  expect(found).toMatchObject({ reason: 'FailedBinding', message: `the volume claim is not bound: ${cause}` });
});

test.each([
  ['volume pv-1 is of class fast, and it asks for class ""', { storageClassName: '' }, disk('20Gi', BOTH)],
  ['volume pv-1 has 5Gi, and it asks for 10Gi', {}, disk('5Gi', BOTH)],
  ['volume pv-1 cannot be mounted as ReadWriteMany', {}, disk('20Gi', ['ReadWriteOnce'])],
  [
    'volume pv-1 still belongs to an earlier claim of its name',
    {},
    disk('20Gi', BOTH, { claimRef: { namespace: 'shop', name: 'data' } }, { phase: 'Released' }),
  ],
])('a volume asked for by name says why it will not do: %s', (cause, spec, one) => {
  const [found] = proven(claimPending, [
    claim({ storageClassName: 'fast', volumeName: 'pv-1', ...ASKS, ...spec }),
    manual,
    one,
  ]);
  expect(found).toMatchObject({ reason: 'FailedBinding', message: `the volume claim is not bound: ${cause}` });
});

test('a claim that waits for its first consumer is a finding once the volume keeps that pod from a node', () => {
  const [found] = proven(claimPending, [
    claim(),
    late,
    consumer("0/3 nodes are available: 3 node(s) didn't find available persistent volumes to bind."),
  ]);
  expect(found?.message).toBe(
    "the volume claim is not bound: 0/3 nodes are available: 3 node(s) didn't find available persistent volumes to bind",
  );
  expect(found).toMatchObject({ reason: 'Unschedulable', since: new Date(ago('25m')) });
  expect(proven(claimPending, [claim(), late, consumer('binding volumes'), failed('disk full')])[0]).toMatchObject({
    reason: 'ProvisioningFailed',
    since: new Date(ago('50m')),
  });
});

test.each([
  ['no pod uses yet', [claim(), late]],
  ['waits for a pod that lacks memory', [claim(), late, consumer('0/3 nodes are available: 3 Insufficient memory.')]],
  ['is bound', [claim(undefined, 'Bound')]],
  ['nobody has looked at', [claim({}, '')]],
  ['was made a minute ago', [claim(undefined, 'Pending', '1m')]],
])('a claim that %s is fine', (_, objects) => {
  expect(proven(claimPending, objects)).toEqual([]);
});

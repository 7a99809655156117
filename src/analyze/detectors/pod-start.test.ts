import { expect, test } from 'vitest';
import { unheldEvidence } from '../../../tests/support/evidence.ts';
import { ended, event, type PodParts, pod, waiting } from '../../../tests/support/pod.ts';
import { ago, detect } from '../../../tests/support/view.ts';
import { podStart } from './pod-start.ts';

function run(parts: PodParts, ...others: readonly object[]) {
  const objects = [pod({ phase: 'Pending', api: { state: waiting('ContainerCreating') }, ...parts }), ...others];
  const found = detect(podStart, objects);
  expect(unheldEvidence(objects, found)).toEqual([]);
  return found;
}

const MOUNT = event('FailedMount', 'MountVolume.SetUp failed for volume "config" : configmap "app-config" not found');

test('an event names the cause', () => {
  const [found] = run({ notReady: '3m' }, MOUNT);
  expect(found?.message).toBe('the pod does not start: ConfigMap app-config does not exist (volume config)');
  expect(found).toMatchObject({ reason: 'FailedMount', since: new Date(ago('3m')) });
});

test('an event that says more than "timed out" is preferred', () => {
  const slow = event('FailedMount', 'Unable to attach or mount volumes: unmounted volumes=[data]: timed out waiting', {
    age: '1m',
  });
  const why = event(
    'FailedAttachVolume',
    'Multi-Attach error for volume "pvc-1" Volume is already exclusively attached',
  );
  expect(run({}, slow, why)[0]?.message).toBe('the pod does not start: volume pvc-1 is still attached to another node');
  expect(run({}, slow)[0]?.message).toBe('the pod does not start: volume data was not mounted in time');
});

test('without events the state is told after five minutes', () => {
  expect(run({ notReady: '7m' }).map(({ message, reason }) => [message, reason])).toEqual([
    ['the pod does not start: ContainerCreating for 7 min, and no event says why', 'ContainerCreating'],
  ]);
  expect(run({ notReady: '4m' })).toEqual([]);
  expect(run({ notReady: '119s' }, MOUNT)).toEqual([]);
});

test('an event older than the fault explains nothing', () => {
  expect(run({ notReady: '3m' }, event('FailedMount', 'x', { age: '50m' }))).toEqual([]);
});

test('init containers that took their time are counted out', () => {
  const initStatus = [{ name: 'migrate', state: ended(0, 'Completed', '1m') }];
  expect(run({ init: [{ name: 'migrate' }], initStatus, api: { state: waiting('PodInitializing') } })).toEqual([]);
});

test('a kubelet or a scheduler that does nothing', () => {
  expect(run({ status: { containerStatuses: [] } })[0]?.message).toBe(
    'the pod does not start: the kubelet of its node node-a has not taken it up for 30 min',
  );
  const unseen = { spec: { nodeName: undefined }, status: { conditions: [], containerStatuses: [] } };
  expect(run({ ...unseen, metadata: { creationTimestamp: ago('8m') } })[0]?.message).toBe(
    'the pod does not start: no scheduler has looked at it for 8 min',
  );
});

test('a lost node is the cause', () => {
  const lost = {
    kind: 'Node',
    metadata: { name: 'node-a' },
    status: { conditions: [{ type: 'Ready', status: 'Unknown' }] },
  };
  expect(run({}, lost)[0]?.message).toBe('the pod does not start: its node node-a does not answer');
});

test('what has a more telling word, runs, or is deleted is left alone', () => {
  expect(run({ api: { state: waiting('ImagePullBackOff') } }, MOUNT)).toEqual([]);
  expect(run({ api: { state: waiting('CreateContainerConfigError') } }, MOUNT)).toEqual([]);
  const initStatus = [{ name: 'migrate', state: { running: { startedAt: ago('20m') } } }];
  expect(run({ init: [{ name: 'migrate' }], initStatus, api: { state: waiting('PodInitializing') } })).toEqual([]);
  const scheduled = { type: 'PodScheduled', status: 'False', reason: 'Unschedulable' };
  expect(run({ spec: { nodeName: undefined }, status: { conditions: [scheduled] } }, MOUNT)).toEqual([]);
  expect(run({ phase: 'Running', notReady: null, api: { state: { running: {} } } }, MOUNT)).toEqual([]);
  expect(run({ metadata: { deletionTimestamp: ago('1s') } }, MOUNT)).toEqual([]);
});

const CLAIM = {
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'data', namespace: 'shop' },
  spec: { volumeName: 'pvc-1' },
};
const mounts = {
  nodeName: 'node-a',
  containers: [{ name: 'api' }],
  volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }],
};
const attachment = (status: object, spec: object = {}) => ({
  kind: 'VolumeAttachment',
  metadata: { name: 'csi-1' },
  spec: { attacher: 'ebs', nodeName: 'node-a', source: { persistentVolumeName: 'pvc-1' }, ...spec },
  status,
});
const REFUSED = {
  attached: false,
  attachError: { time: ago('1m'), message: 'rpc error: code = Internal desc = volume limit of the node is reached' },
};

test('a volume that cannot be attached to the node says so in its own state, with or without events', () => {
  const [found] = run({ notReady: '3m', spec: mounts }, CLAIM, attachment(REFUSED));
  expect(found?.message).toBe(
    'the pod does not start: volume data cannot be attached (volume limit of the node is reached)',
  );
  expect(found?.reason).toBe('FailedAttachVolume');
  const slow = event('FailedMount', 'Unable to attach or mount volumes: unmounted volumes=[data]: timed out waiting');
  expect(run({ spec: mounts }, CLAIM, attachment(REFUSED), slow)[0]?.message).toMatch(/cannot be attached/);
});

test.each([
  ['attached by now', attachment({ ...REFUSED, attached: true })],
  ['of another node', attachment(REFUSED, { nodeName: 'node-b' })],
  ['of another volume', attachment(REFUSED, { source: { persistentVolumeName: 'pvc-2' } })],
  ['only not attached yet', attachment({ attached: false })],
])('a volume that is %s explains nothing', (_, other) => {
  expect(run({ notReady: '3m', spec: mounts }, CLAIM, other)).toEqual([]);
});

test('a ConfigMap of nearly the missing name is named', () => {
  const near = { kind: 'ConfigMap', metadata: { name: 'app-configs', namespace: 'shop' } };
  expect(run({ notReady: '3m' }, MOUNT, near)[0]?.message).toBe(
    'the pod does not start: ConfigMap app-config does not exist (volume config) (there is a ConfigMap app-configs)',
  );
});

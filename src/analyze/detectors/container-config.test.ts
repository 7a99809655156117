import { expect, test } from 'vitest';
import { unheldEvidence } from '../../../tests/support/evidence.ts';
import { JOB_OWNER, pod, waiting } from '../../../tests/support/pod.ts';
import { ago, detect } from '../../../tests/support/view.ts';
import { containerConfig } from './container-config.ts';

function run(message: string | undefined, more: object = {}, reason = 'CreateContainerConfigError') {
  const objects = [pod({ phase: 'Pending', api: { state: waiting(reason, message) }, ...more })];
  const found = detect(containerConfig, objects);
  expect(unheldEvidence(objects, found)).toEqual([]);
  return found;
}

test.each([
  ['secret "db" not found', 'Secret db does not exist'],
  ['configmap "app-config" not found', 'ConfigMap app-config does not exist'],
  ["couldn't find key PASSWORD in Secret shop/db", 'key PASSWORD is missing in Secret shop/db'],
  [
    'container has runAsNonRoot and image will run as root (pod: "x")',
    'it must not run as root, and its image does not keep to that (container has runAsNonRoot and image will run as root (pod: "x"))',
  ],
  ['failed to sync secret cache: timed out', 'failed to sync secret cache: timed out'],
  [undefined, 'the kubelet gives no cause'],
])('%s', (message, cause) => {
  const [found] = run(message);
  expect(found?.message).toBe(`container api cannot be created: ${cause}`);
  expect(found).toMatchObject({ reason: 'CreateContainerConfigError', since: new Date(ago('10m')) });
});

test('the pod of a Job that waits for its config counts', () => {
  expect(run('secret "db" not found', { metadata: JOB_OWNER })).toHaveLength(1);
});

test('the first minute, other reasons and deleted pods are no findings', () => {
  expect(run('secret "db" not found', { notReady: '50s' })).toEqual([]);
  expect(run('x', {}, 'ContainerCreating')).toEqual([]);
  expect(run('x', { metadata: { deletionTimestamp: ago('1s') } })).toEqual([]);
});

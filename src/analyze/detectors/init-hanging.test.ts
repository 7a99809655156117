import { expect, test } from 'vitest';
import { unheldEvidence } from '../../../tests/support/evidence.ts';
import { ended, pod, waiting } from '../../../tests/support/pod.ts';
import { ago, detect } from '../../../tests/support/view.ts';
import { initHanging } from './init-hanging.ts';

function run(state: object, spec: object = {}, more: object = {}) {
  const objects = [
    pod({
      phase: 'Pending',
      init: [{ name: 'wait-for-db', ...spec }],
      initStatus: [{ name: 'wait-for-db', state }],
      api: { state: waiting('PodInitializing') },
      ...more,
    }),
  ];
  const found = detect(initHanging, objects);
  expect(unheldEvidence(objects, found)).toEqual([]);
  return found;
}

function running(age: string): object {
  return { running: { startedAt: ago(age) } };
}

test('an init container that never ends', () => {
  const [found] = run(running('12m'));
  expect(found?.message).toBe('init container wait-for-db has not finished for 12 min');
  expect(found).toMatchObject({ reason: 'PodInitializing', container: 'wait-for-db', since: new Date(ago('12m')) });
});

test('five minutes are fine, a sidecar runs for ever, one that ended is through', () => {
  expect(run(running('5m'))).toEqual([]);
  expect(run(running('3d'), { restartPolicy: 'Always' })).toEqual([]);
  expect(run(ended(0, 'Completed', '1h'))).toEqual([]);
  expect(run(running('12m'), {}, { metadata: { deletionTimestamp: ago('1s') } })).toEqual([]);
});

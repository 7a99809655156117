import { expect, test } from 'vitest';
import { unheldEvidence } from '../../../tests/support/evidence.ts';
import { ended, JOB_OWNER, pod, waiting } from '../../../tests/support/pod.ts';
import { ago, detect } from '../../../tests/support/view.ts';
import { containerStart } from './container-start.ts';

function run(state: object, more: object = {}) {
  const objects = [pod({ api: { state }, ...more })];
  const found = detect(containerStart, objects);
  expect(unheldEvidence(objects, found)).toEqual([]);
  return found;
}

test('a command that is not in the image', () => {
  const message = 'failed to start containerd task: exec: "/app/run": no such file or directory';
  const [found] = run(waiting('RunContainerError', message));
  expect(found?.message).toBe('container api cannot be started: its command /app/run is not in the image');
  expect(found).toMatchObject({ reason: 'RunContainerError', since: new Date(ago('10m')) });
});

test('a hook that fails', () => {
  expect(run(waiting('PostStartHookError', 'command failed'))[0]?.message).toBe(
    'container api cannot be started: its postStart hook fails: command failed',
  );
});

test('a start that failed a moment ago keeps its own word', () => {
  const [found] = run(ended(128, 'StartError', '5s', { message: 'exec: "run": permission denied' }));
  expect(found?.message).toBe(
    'container api cannot be started: its command run may not be executed (permission denied)',
  );
  expect(found?.reason).toBe('StartError');
});

test('the first minute, a crash loop, a plain crash and a retry of a Job are told elsewhere or not at all', () => {
  expect(run(waiting('CreateContainerError', 'x'), { notReady: '30s' })).toEqual([]);
  expect(run(waiting('CrashLoopBackOff'))).toEqual([]);
  expect(run(ended(1, 'Error', '5s'))).toEqual([]);
  expect(run(ended(128, 'StartError', '5s'), { metadata: JOB_OWNER })).toEqual([]);
});

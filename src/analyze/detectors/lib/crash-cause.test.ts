import { expect, test } from 'vitest';
import { ended, event, pod, waiting } from '../../../../tests/support/pod.ts';
import { proven } from '../../../../tests/support/proven.ts';
import { crashLoop } from '../crash-loop.ts';

const LOOP = waiting('CrashLoopBackOff', 'back-off 5m0s restarting failed container=api');
const messages = (...objects: readonly object[]) => proven(crashLoop, objects).map((found) => found.message);

test('a program that obeys its end in good order was killed all the same: the kubelet says so', () => {
  const looping = (exitCode: number) =>
    pod({
      api: { restartCount: 4, state: LOOP, lastState: ended(exitCode, exitCode === 0 ? 'Completed' : 'Error', '2m') },
    });
  const killing = (age = '2m') =>
    event('Killing', 'Container api failed liveness probe, will be restarted', {
      age,
      fieldPath: 'spec.containers{api}',
    });
  const words = 'container api crashes again and again (4 restarts): it is killed because its liveness probe fails';
  expect(messages(looping(0), killing())).toEqual([`${words} (exit code 0)`]);
  const unhealthy = event('Unhealthy', 'Liveness probe failed: connection refused');
  expect(messages(looping(1), killing(), unhealthy)).toEqual([`${words}: connection refused (exit code 1)`]);
  const own = 'container api crashes again and again (4 restarts): the application failed (exit code 1)';
  // A probe that failed, without a kill, ended nothing; nor did a kill of long ago, or a deploy.
  expect(messages(looping(1), unhealthy)).toEqual([own]);
  expect(messages(looping(1), killing('40m'))).toEqual([own]);
  expect(messages(looping(1), event('Killing', 'Stopping container api'))).toEqual([own]);
});

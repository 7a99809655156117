import { expect, test } from 'vitest';
import { exitWords } from './exit-codes.ts';

test.each([
  [0, 'it ends with success (exit code 0) although it should run on'],
  [1, 'the application failed (exit code 1)'],
  [2, 'the application failed or was called with wrong arguments (exit code 2)'],
  [3, 'the application failed (exit code 3)'],
  [126, 'its command cannot be executed (exit code 126)'],
  [127, 'its command was not found (exit code 127)'],
  [134, 'it aborted itself (SIGABRT, exit code 134)'],
  [
    137,
    'it was killed from outside and not marked as out of memory (SIGKILL, exit code 137): a failed liveness probe, a node shutdown or an eviction',
  ],
  [139, 'it crashed on a wrong memory access (SIGSEGV, exit code 139)'],
  [143, 'it was told to stop (SIGTERM, exit code 143): a failed liveness probe or a node shutdown'],
  [158, 'it ended on a signal (signal 30, exit code 158)'],
  [200, 'the application failed (exit code 200)'],
  [255, 'the application failed without saying how (exit code 255)'],
  [-1, 'the application failed (exit code -1)'],
])('exit code %d', (exitCode, words) => {
  expect(exitWords({ exitCode, reason: 'Error' })).toBe(words);
});

test('the reason beats the code', () => {
  expect(exitWords({ exitCode: 137, reason: 'OOMKilled' })).toBe(
    'it used more memory than it may (OOMKilled, exit code 137)',
  );
  expect(exitWords({ exitCode: 137, reason: 'ContainerStatusUnknown' })).toBe(
    'its node lost sight of it (ContainerStatusUnknown)',
  );
  expect(
    exitWords({ exitCode: 128, reason: 'StartError', message: 'exec: "/app/run": no such file or directory' }),
  ).toBe('its command /app/run is not in the image');
});

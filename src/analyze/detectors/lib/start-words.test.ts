import { expect, test } from 'vitest';
import { startWords } from './start-words.ts';

test.each([
  ['', 'the container runtime gives no cause'],
  [
    'failed to create task: runc create failed: exec: "uvicorn": executable file not found in $PATH: unknown',
    'its command uvicorn is not in the image',
  ],
  ['exec: "/app/run": permission denied: unknown', 'its command /app/run may not be executed (permission denied)'],
  ['exec /app/run: exec format error', 'its image is built for another processor (exec /app/run: exec format error)'],
  [
    'error mounting "/x" to rootfs at "/y": not a directory: unknown',
    'one of its mounts fails (error mounting "/x" to rootfs at "/y": not a directory: unknown)',
  ],
  [
    'failed to reserve container name "api_0": name "api_0" is reserved for "abc"',
    'the node still holds an older container of that name (failed to reserve container name "api_0": name "api_0" is reserved for "abc")',
  ],
  ['context deadline exceeded', 'the container runtime of the node did not answer in time (context deadline exceeded)'],
  ['something new.', 'something new'],
])('%s', (message, words) => {
  expect(startWords(message)).toBe(words);
});

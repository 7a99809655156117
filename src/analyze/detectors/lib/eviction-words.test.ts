import { expect, test } from 'vitest';
import { evictionWords } from './eviction-words.ts';

test.each([
  [
    'The node was low on resource: ephemeral-storage. Container api was using 2Gi',
    'the node was short of ephemeral-storage',
  ],
  ['The node was low on resource: memory', 'the node was short of memory'],
  ['The node had condition: [DiskPressure]. ', 'the node had the condition DiskPressure'],
  ['Usage of EmptyDir volume "cache" exceeds the limit "1Gi". ', 'its volume cache grew past its limit'],
  [
    'Pod ephemeral local storage usage exceeds the total limit of containers 1Gi. ',
    'it used more local disk than it may (Pod ephemeral local storage usage exceeds the total limit of containers 1Gi)',
  ],
  ['', 'the kubelet gives no cause'],
])('%s', (message, words) => {
  expect(evictionWords(message)).toBe(words);
});

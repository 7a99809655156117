import { expect, test } from 'vitest';
import { refusedText } from './webhook-words.ts';

const webhook = (operations: string[], resources: string[], more: object = {}) => ({
  name: 'w',
  rules: [{ operations, apiGroups: [''], resources }],
  ...more,
});

test.each([
  ['creating pods is refused', [webhook(['CREATE'], ['pods'])]],
  ['creating and changing pods is refused', [webhook(['UPDATE', 'CREATE'], ['pods'])]],
  ['creating and deleting a, b and c is refused', [webhook(['DELETE'], ['a', 'b']), webhook(['CREATE'], ['c'])]],
  ['creating, changing and deleting anything is refused', [webhook(['*'], ['*/*'])]],
  ['connecting to pods/exec is refused', [webhook(['CONNECT'], ['pods/exec'])]],
  [
    'creating pods that it selects is refused',
    [webhook(['CREATE'], ['pods'], { objectSelector: { matchExpressions: [{ key: 'a', operator: 'Exists' }] } })],
  ],
  [
    'creating pods is refused',
    [webhook(['CREATE'], ['pods'], { namespaceSelector: { matchLabels: { a: 'b' } } }), webhook(['CREATE'], ['pods'])],
  ],
])('%s', (text, webhooks) => expect(refusedText(webhooks)).toBe(text));

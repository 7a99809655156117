import { expect, test } from 'vitest';
import { taintText, tolerates } from './tolerates.ts';

const GPU = { key: 'dedicated', value: 'gpu', effect: 'NoSchedule' };

test.each([
  [{ key: 'dedicated', value: 'gpu', effect: 'NoSchedule' }, true],
  [{ key: 'dedicated', operator: 'Equal', value: 'gpu' }, true],
  [{ key: 'dedicated', operator: 'Exists' }, true],
  [{ operator: 'Exists' }, true],
  [{ key: 'dedicated', operator: 'Gt', value: '3' }, true],
  [{ key: 'dedicated', value: 'db' }, false],
  [{ key: 'dedicated', value: 'gpu', effect: 'NoExecute' }, false],
  [{ key: 'other', operator: 'Exists' }, false],
  [{}, false],
])('%j', (toleration, wanted) => expect(tolerates([toleration], GPU)).toBe(wanted));

test('nothing tolerates nothing; a taint reads as people write it', () => {
  expect([tolerates(null, GPU), taintText(GPU), taintText({ key: 'spot' })]).toEqual([false, 'dedicated=gpu', 'spot']);
});

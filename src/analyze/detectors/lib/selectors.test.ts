import { expect, test } from 'vitest';
import { selects } from './selectors.ts';

const LABELS = { app: 'api', tier: 'web' };
const expression = (key: string, operator: string, ...values: string[]) => ({
  matchExpressions: [{ key, operator, values }],
});

test.each([
  ['an empty one', {}],
  ['all its labels', { matchLabels: { app: 'api', tier: 'web' } }],
  ['In', expression('app', 'In', 'api', 'db')],
  ['NotIn', expression('app', 'NotIn', 'db')],
  ['NotIn of a label that is not there', expression('role', 'NotIn', 'db')],
  ['Exists', expression('tier', 'Exists')],
  ['DoesNotExist', expression('role', 'DoesNotExist')],
])('fits: %s', (_, selector) => expect(selects(selector, LABELS)).toBe(true));

test.each([
  ['none at all', null],
  ['another label', { matchLabels: { app: 'api', tier: 'db' } }],
  ['In', expression('app', 'In', 'db')],
  ['In of a label that is not there', expression('role', 'In', 'db')],
  ['NotIn', expression('app', 'NotIn', 'api')],
  ['Exists', expression('role', 'Exists')],
  ['DoesNotExist', expression('app', 'DoesNotExist')],
  ['an operator nobody knows', expression('app', 'Like', 'api')],
])('does not fit: %s', (_, selector) => expect(selects(selector, LABELS)).toBe(false));

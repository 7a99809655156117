import { expect, test } from 'vitest';
import { labelMatch } from './access-selector.ts';

const API = { app: 'api', tier: 'web', 'app.kubernetes.io/name': 'api', empty: '' };

test.each([
  ['app=api', true],
  ['app==api', true],
  [' app = api , tier != db ', true],
  ['app=web', false],
  ['app=api,tier=db', false],
  ['app!=api', false],
  ['missing!=x', true],
  ['empty=', true],
  ['app=', false],
  ['app.kubernetes.io/name=api', true],
  ['app in (web, api),tier', true],
  ['app in (web)', false],
  ['app notin (web)', true],
  ['missing notin (a)', true],
  ['tier', true],
  ['missing', false],
  ['!missing', true],
  ['! tier', false],
  ['constructor', false],
])('%s', (selector, expected) => {
  expect(labelMatch(selector)(API)).toBe(expected);
});

test.each(['', 'a=b=c', 'app in ()x', 'app in (a', '=x', 'a b', 'app=a/b', '../x', ',', 'a=b,', 'x'.repeat(1001)])(
  'refused: %s',
  (selector) => {
    expect(() => labelMatch(selector)).toThrow(/no label selector; it is written like/);
  },
);

test('is linear, whatever is asked', () => {
  const before = performance.now();
  expect(() => labelMatch(`${'a,('.repeat(300)}`)).toThrow();
  expect(performance.now() - before).toBeLessThan(100);
});

import { expect, test } from 'vitest';
import { bytesText, quantityOf, shareText } from './quantity.ts';

test.each([
  ['512Mi', 536_870_912],
  ['250m', 0.25],
  ['249512345n', 0.249512345],
  ['2', 2],
  [3, 3],
  ['1.5Gi', 1_610_612_736],
  ['.5', 0.5],
  ['1e3', 1000],
  ['128k', 128_000],
  ['1E', 1e18],
  ['0', 0],
])('%s is %d', (text, number) => expect(quantityOf(text)).toBeCloseTo(number, 9));

test.each(['', 'many', '5 Mi', '-1', '1Zi', '1.2.3', null, undefined])('%s is no quantity', (text) => {
  expect(quantityOf(text)).toBeNull();
});

test.each([
  [483_183_820, '460Mi'],
  [2_040_109_465, '1.9Gi'],
  [2 ** 30, '1Gi'],
  [9000, '8.8Ki'],
  [12, '12'],
])('%d bytes are %s', (bytes, text) => expect(bytesText(bytes)).toBe(text));

test('a share is rounded down', () => {
  expect([shareText(0.999), shareText(0.9), shareText(1.02)]).toEqual(['99 %', '90 %', '102 %']);
});

import { expect, test } from 'vitest';
import { DAY, HOUR, MINUTE, SECOND } from './duration.ts';
import { dollars, duration } from './words.ts';

test('durations read like people say them', () => {
  expect([45 * SECOND, 6 * MINUTE, 2 * HOUR + 5 * MINUTE, 3 * HOUR, 3 * DAY + 4 * HOUR, -5].map(duration)).toEqual([
    '45 s',
    '6 min',
    '2 h 5 min',
    '3 h',
    '3 d 4 h',
    '0 s',
  ]);
});

test.each([
  [0, '$0.00'],
  [0.000001, '$0.0000010'],
  [0.00042, '$0.00042'],
  [0.0036, '$0.0036'],
  [0.09, '$0.0900'],
  [0.42, '$0.42'],
  [12, '$12.00'],
])('%f dollars are %s', (usd, expected) => {
  expect(dollars(usd)).toBe(expected);
});

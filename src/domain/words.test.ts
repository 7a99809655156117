import { expect, test } from 'vitest';
import { DAY, HOUR, MINUTE, SECOND } from './duration.ts';
import { duration } from './words.ts';

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

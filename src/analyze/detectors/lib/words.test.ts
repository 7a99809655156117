import { expect, test } from 'vitest';
import { DAY, HOUR, MINUTE, SECOND } from '../../../domain/duration.ts';
import { between, clip, count, durationText } from './words.ts';

test('durations read like people say them', () => {
  expect([45 * SECOND, 6 * MINUTE, 2 * HOUR + 5 * MINUTE, 3 * HOUR, 3 * DAY + 4 * HOUR, -5].map(durationText)).toEqual([
    '45 s',
    '6 min',
    '2 h 5 min',
    '3 h',
    '3 d 4 h',
    '0 s',
  ]);
});

test('a count has its noun', () => {
  expect([count(1, 'restart'), count(0, 'restart')]).toEqual(['1 restart', '0 restarts']);
});

test('text of the cluster becomes one short line', () => {
  expect(clip('  first\nsecond.  ')).toBe('first second');
  expect(clip('abcdefgh', 5)).toBe('abcd…');
});

test('a quoted word is found behind its mark, or not at all', () => {
  expect(between('x "a" exec: "/run": no', 'exec:', '"', '"')).toBe('/run');
  expect(between('exec: "/run', 'exec:', '"', '"')).toBeNull();
  expect(between('nothing', 'exec:', '"', '"')).toBeNull();
});

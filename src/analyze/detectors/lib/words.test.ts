import { expect, test } from 'vitest';
import { between, clip, count } from './words.ts';

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

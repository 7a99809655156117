import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE, SECOND } from '../domain/duration.ts';
import { findDurations, parseDowntime } from './durations.ts';

describe('parseDowntime', () => {
  it.each<[string, number, number]>([
    ['0 minutes', 0, 0],
    ['0', 0, 0],
    ['none', 0, 0],
    ['Zero downtime', 0, 0],
    ['5 minutes', 5 * MINUTE, 5 * MINUTE],
    ['5-15 minutes', 5 * MINUTE, 15 * MINUTE],
    ['5 – 15 min', 5 * MINUTE, 15 * MINUTE],
    ['5 to 15 mins.', 5 * MINUTE, 15 * MINUTE],
    ['15-5 minutes', 5 * MINUTE, 15 * MINUTE],
    ['5 minutes to 1 hour', 5 * MINUTE, HOUR],
    ['30s-2m', 30 * SECOND, 2 * MINUTE],
    ['1h30m', 90 * MINUTE, 90 * MINUTE],
    ['1 hour 30 minutes', 90 * MINUTE, 90 * MINUTE],
    ['1.5 hours', 90 * MINUTE, 90 * MINUTE],
    ['1,5 hours', 90 * MINUTE, 90 * MINUTE],
    ['half an hour', 30 * MINUTE, 30 * MINUTE],
    ['an hour', HOUR, HOUR],
    ['five minutes', 5 * MINUTE, 5 * MINUTE],
    ['~12 hours', 12 * HOUR, 12 * HOUR],
    ['up to 2 days', 2 * DAY, 2 * DAY],
    ['< 10 min', 10 * MINUTE, 10 * MINUTE],
    ['max. 10 min', 10 * MINUTE, 10 * MINUTE],
    ['10 minutes max', 10 * MINUTE, 10 * MINUTE],
    ['12 hours (tokens expire)', 12 * HOUR, 12 * HOUR],
    ['5-15 minutes, then unseal', 5 * MINUTE, 15 * MINUTE],
    ['0 minutes - business critical', 0, 0],
    ['**15 minutes**', 15 * MINUTE, 15 * MINUTE],
    ['Hours to days', 4 * HOUR, 3 * DAY],
    ['Hours', 4 * HOUR, DAY],
    ['a few minutes', 5 * MINUTE, HOUR],
    ['90 days', 90 * DAY, 90 * DAY],
    ['2 weeks', 14 * DAY, 14 * DAY],
    ['N/A', Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    ['n/a (not in the path)', Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    ['–', Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
  ])('%s', (text, lowerMs, upperMs) => {
    expect(parseDowntime(text)).toEqual({ lowerMs, upperMs });
  });

  it.each([
    '',
    '5',
    '5-15',
    'soon',
    'a while',
    'minutesx',
    '5 minutesx',
    '5 parsecs',
    '-5 minutes',
    'P0',
    '5-15 minutes of fame',
    '10:30',
  ])('can not read %j', (text) => {
    expect(parseDowntime(text)).toBeUndefined();
  });

  it('never throws, and the lower bound is the lower one', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        const range = parseDowntime(text);
        expect(range === undefined || (range.lowerMs >= 0 && range.lowerMs <= range.upperMs)).toBe(true);
      }),
    );
  });
});

describe('findDurations', () => {
  it('finds all of a sentence, and nothing in a version', () => {
    expect(findDurations('takes 5-6 minutes, once 2 h; v1.5.3 on port 3306')).toEqual([
      { lowerMs: 5 * MINUTE, upperMs: 6 * MINUTE },
      { lowerMs: 2 * HOUR, upperMs: 2 * HOUR },
    ]);
  });
});

import { expect, it } from 'vitest';
import { HOUR, MINUTE } from '../domain/duration.ts';
import { missedRuns } from './missed-runs.ts';

const at = (text: string) => new Date(`2026-01-${text}:00Z`);
const title = (last: string, now: string, interval = HOUR, zone?: string) =>
  missedRuns(at(last), at(now), interval, zone)?.title ?? null;

it.each([
  ['nothing', '15T13:00', '15T14:00', null],
  ['late, but not missing', '15T13:00', '15T14:30', null],
  ['one', '15T13:00', '15T14:31', 'no cycle ran from 14:00 to 14:31 UTC (1 missed)'],
  ['one and on time again', '15T13:00', '15T15:00', 'no cycle ran from 14:00 to 15:00 UTC (1 missed)'],
  ['five', '15T13:00', '15T19:00', 'no cycle ran from 14:00 to 19:00 UTC (5 missed)'],
  [
    'two hundred',
    '15T13:00',
    '23T22:00',
    'no cycle ran from 15 Jan 2026, 14:00 to 23 Jan 2026, 22:00 UTC (200 missed)',
  ],
  ['a clock that was set back', '15T13:00', '15T10:00', null],
])('%s', (_what, last, now, words) => {
  expect(title(last, now)).toBe(words);
});

it('is told in the zone of the people who read it, and by the interval that is set', () => {
  expect(title('15T13:00', '15T19:00', HOUR, 'Europe/Berlin')).toBe(
    'no cycle ran from 15:00 to 20:00 GMT+1 (5 missed)',
  );
  expect(title('15T13:00', '15T13:20', 5 * MINUTE)).toBe('no cycle ran from 13:05 to 13:20 UTC (3 missed)');
  expect(title('15T13:00', '15T19:00', 6 * HOUR)).toBeNull();
});

it('says for how long, and keeps its key while it is so', () => {
  const first = missedRuns(at('15T13:00'), at('15T19:05'), HOUR);
  expect(first?.detail).toContain('6 h 5 min ago');
  expect([first?.kind, first?.key, first?.services]).toEqual(['SELF', 'self:missed-runs', []]);
  expect(missedRuns(null, at('15T19:00'), HOUR)).toBeNull();
});

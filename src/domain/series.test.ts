import { expect, it } from 'vitest';
import {
  failingIn,
  isCalm,
  isNearlyCalm,
  longer,
  SERIES,
  SERIES_LENGTH,
  statesIn,
  timesIn,
  unreadFor,
} from './series.ts';
import { SERVICE_STATES, type ServiceState } from './service.ts';

it('has a letter of its own for each state', () => {
  const series = SERVICE_STATES.reduce(longer, '');
  expect(new Set(series).size).toBe(SERVICE_STATES.length);
  expect(series).toMatch(SERIES);
  expect(statesIn(series)).toEqual(SERVICE_STATES.filter((state) => state !== 'unknown'));
});

it('keeps the last 24 cycles', () => {
  const series = Array.from({ length: 30 }, (_, i): ServiceState => (i < 7 ? 'down' : 'ok')).reduce(longer, '');
  expect(series).toBe(`D${'o'.repeat(23)}`);
  expect(longer(series, 'ok')).toHaveLength(SERIES_LENGTH);
  expect([isCalm(series), isCalm(longer(series, 'ok')), isCalm('ouo'), isCalm('')]).toEqual([false, true, true, true]);
});

it('counts what failed in the last cycles only', () => {
  expect(['DDooooo', 'dDo', 'rid', ''].map((series) => failingIn(series, 5))).toEqual([0, 2, 1, 0]);
});

it('of version 2 it is known only that it was in trouble: that counts, and is no state', () => {
  expect('tot').toMatch(SERIES);
  expect([failingIn('tot', 5), isCalm('t'), statesIn('tdt')]).toEqual([2, false, ['degraded']]);
});

it('the last letter is of the last cycle, and what nobody knows or remembers has no time', () => {
  const times = [1, 2, 3].map((n) => new Date(n));
  expect(timesIn('Duo', times)).toEqual([
    { state: 'down', at: times[0] },
    { state: 'ok', at: times[2] },
  ]);
  expect(timesIn('DDDd', times).map(({ at }) => at.getTime())).toEqual([1, 2, 3]);
  expect(timesIn('D', times)).toEqual([{ state: 'down', at: times[2] }]);
});

it('is nearly forgotten once its trouble is as old as can be remembered', () => {
  const calm = 'o'.repeat(20);
  expect([`Do${calm}oo`, `DDDD${calm}`, `oD${calm}`, 'Do', calm].map(isNearlyCalm)).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
  expect([unreadFor('Do', 2), unreadFor('D'.repeat(24), 1)]).toEqual(['Douu', `${'D'.repeat(23)}u`]);
});

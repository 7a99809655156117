import { expect, it } from 'vitest';
import { dayOf, monthOf, NO_USE, Spend, sumUse } from './spend.ts';

it('adds up tokens and dollars', () => {
  const one = { inputTokens: 10, outputTokens: 1, usd: 0.5 };
  expect(sumUse([one, one])).toEqual({ inputTokens: 20, outputTokens: 2, usd: 1 });
  expect(sumUse([])).toEqual(NO_USE);
});

it('days and months are those of UTC', () => {
  const late = new Date('2026-02-28T23:30:00-02:00');
  expect([dayOf(late), monthOf(late)]).toEqual(['2026-03-01', '2026-03']);
});

it('no line can give money back', () => {
  const cluster = { uid: 'u', name: 'n' };
  const line = { at: '2026-11-21T10:00:00.000Z', purpose: 'cycle', cluster, model: 'm', ...NO_USE };
  expect(Spend.safeParse(line).success).toBe(true);
  expect(Spend.safeParse({ ...line, usd: -5 }).success).toBe(false);
});

import { expect, it } from 'vitest';
import { addSpend, budgetLeft } from './spend.ts';

const NOW = new Date('2026-03-01T23:30:00-02:00');
const used = (usd: number) => ({ inputTokens: 1000, outputTokens: 100, usd });

it('counts by day, in UTC', () => {
  const first = addSpend({}, used(0.5), NOW);
  expect(addSpend(first, used(0.25), NOW)).toEqual({
    '2026-03-02': { inputTokens: 2000, outputTokens: 200, usd: 0.75 },
  });
});

it('a cycle that used nothing leaves no day behind', () => {
  expect(addSpend({}, { inputTokens: 0, outputTokens: 0, usd: 0 }, NOW)).toEqual({});
});

it('keeps what is needed to compare a year with the one before, and no more', () => {
  const spend = { '2025-01-20': used(1), '2025-02-01': used(2) };
  expect(Object.keys(addSpend(spend, used(3), NOW))).toEqual(['2025-02-01', '2026-03-02']);
});

it('the budget is one of the month: it is whole again on the first', () => {
  const spend = { '2026-02-28': used(4), '2026-03-01': used(1), '2025-03-01': used(3) };
  expect(budgetLeft(spend, 5, new Date('2026-02-28T12:00:00Z'))).toBe(1);
  expect(budgetLeft(spend, 5, new Date('2026-03-31T12:00:00Z'))).toBe(4);
});

it('is never below nothing, and no budget is no limit', () => {
  const spend = { '2026-03-01': used(9) };
  expect(budgetLeft(spend, 5, NOW)).toBe(0);
  expect(budgetLeft(spend, 0, NOW)).toBe(0);
  expect(budgetLeft(spend, null, NOW)).toBeNull();
});

import { expect, it } from 'vitest';
import { budgetTrouble, shortReason, troubleOf } from './failure-words.ts';
import { ModelError } from './model.ts';

it('a spent budget says the amount and the day as people write them, and how to go on', () => {
  expect(budgetTrouble(0.004, new Date('2026-11-21T10:00:00Z'))).toEqual({
    cause: 'budget',
    reason: 'budget of $0.0040 for November is spent',
    detail:
      'The rules work alone until 1 Dec 2026. Raise MONTHLY_BUDGET_USD to go on before; k8s-monitor cost says what it went for.',
  });
});

it('a spend limit says until when, the way people write a day', () => {
  const error = new ModelError('spend-limit', 'limit', { until: new Date('2026-12-01T00:00:00Z') });
  expect(shortReason(error, 'm')).toBe('spend limit reached, until 1 Dec 2026');
  expect(troubleOf(error, 'm')?.reason).toBe('spend limit reached, until 1 Dec 2026');
});

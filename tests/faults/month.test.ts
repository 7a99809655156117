// Row 28 and all that may happen beside it, in short: the long one is `npm run faults -- month --days 30 --seed 1`.
import { expect, it } from 'vitest';
import { month } from './lib/month-run.ts';

it('row 28: 4 days of hourly cycles with kills, missed hours, a damaged state and every fault of Slack and the API lose nothing', async () => {
  const { plan, diary, totals } = await month({ days: 4, seed: 20 });
  expect(totals.problems).toEqual([]);
  expect(totals.doubled).toBeLessThanOrEqual(totals.mayBeDoubled);
  // Four quiet days would prove nothing.
  const hours = (is: (hour: (typeof plan)[number]) => boolean): number => plan.filter(is).length;
  expect(hours(({ slack }) => slack !== null)).toBeGreaterThan(3);
  expect(hours(({ api }) => api !== null)).toBeGreaterThan(1);
  expect([diary.kills.length, diary.damages.length, totals.decided].every((count) => count > 0)).toBe(true);
}, 400_000);

import { describe, expect, it } from 'vitest';
import type { Purpose, Spend } from '../domain/spend.ts';
import { costSums } from './cost-sums.ts';
import { costText } from './cost-text.ts';

const NOW = new Date('2026-11-21T03:14:00Z');
const homelab = { uid: 'a', name: 'homelab' };

function spent(day: string, usd: number, purpose: Purpose = 'cycle', cluster = homelab): Spend {
  const use = { inputTokens: usd * 10_000, outputTokens: usd * 1000, usd };
  return { at: `${day}T02:00:00.000Z`, purpose, cluster, model: 'm', ...use };
}

const cycles = [
  spent('2025-11-02', 1),
  spent('2026-10-30', 2),
  spent('2026-11-07', 0.1),
  spent('2026-11-08', 0.2),
  spent('2026-11-21', 0.015),
  spent('2026-11-21', 0.005),
];
const text = (spends: readonly Spend[], budget: number | null) =>
  costText(costSums(spends, NOW), budget, { width: 80, color: false });

describe('what the agents cost', () => {
  it('by day and by month, against the budget', () => {
    expect(text(cycles, 5)).toMatchInlineSnapshot(`
      "$0.32 of $5.00 in November (6 %)

      DAY (UTC)   TOKENS IN  OUT  COST
      2026-11-21  200        20   $0.0200
      2026-11-08  2.0K       200  $0.20

      MONTH          TOKENS IN  OUT   COST
      November 2026  3.2K       320   $0.32
      October 2026   20.0K      2.0K  $2.00
      November 2025  10.0K      1.0K  $1.00
      "
    `);
  });

  it('by what it was for, once it was for more than cycles: it is one budget', () => {
    const more = [...cycles, spent('2026-11-21', 0.3, 'eval'), spent('2026-11-20', 0.1, 'dry-run')];
    expect(text(more, 0.5)).toMatchInlineSnapshot(`
      "$0.72 of $0.50 in November (144 %); no model is asked until the next month, or
      until MONTHLY_BUDGET_USD is raised

      DAY (UTC)   TOKENS IN  OUT  CYCLES   DRY RUNS  EVALS  COST
      2026-11-21  3.2K       320  $0.0200  -         $0.30  $0.32
      2026-11-20  1.0K       100  -        $0.10     -      $0.10
      2026-11-08  2.0K       200  $0.20    -         -      $0.20

      MONTH          TOKENS IN  OUT   CYCLES  DRY RUNS  EVALS  COST
      November 2026  7.2K       720   $0.32   $0.10     $0.30  $0.72
      October 2026   20.0K      2.0K  $2.00   -         -      $2.00
      November 2025  10.0K      1.0K  $1.00   -         -      $1.00
      "
    `);
    expect(text([spent('2026-11-21', 0.3, 'eval')], null)).toContain('EVALS');
  });

  it('says which cluster of several it went for, and holds their sum against the budget', () => {
    const both = text([...cycles, spent('2026-11-21', 0.4, 'cycle', { uid: 'b', name: 'lab' })], 5);
    expect(both.split('\n').slice(0, 3)).toEqual([
      '$0.72 of $5.00 in November (14 %)',
      'lab $0.40 · homelab $0.32',
      '',
    ]);
  });

  it('without a budget, with none at all, without a cost, or without one of late', () => {
    expect(text(cycles, null)).toMatch(/^\$0\.32 in November; no monthly budget is set \(MONTHLY_BUDGET_USD\)\n/);
    expect(text(cycles, 0)).toMatch(/^\$0\.32 of \$0\.00 in November; no model is asked/);
    expect(text([], 5)).toBe('Nothing was spent on a model yet.\n');
    const old = text([spent('2026-01-01', 1)], 5);
    expect(old).toContain('$0.00 of $5.00 in November (0 %)\n\nNothing in the last 14 days.\n\nMONTH');
  });

  it('the last 14 days are the last 14 of the calendar, today included', () => {
    expect(costSums(cycles, NOW).days.map(({ period }) => period)).toEqual(['2026-11-21', '2026-11-08']);
  });

  it('a hostile name of a cluster prints nothing that a terminal obeys', () => {
    const bad = { uid: 'b', name: '\u001b[2J\u202e' };
    expect(text([...cycles, spent('2026-11-21', 1, 'cycle', bad)], 5)).not.toMatch(/[^\P{C}\n]/u);
  });
});

import { describe, expect, it } from 'vitest';
import type { ClusterSpend } from '../record/read-spend.ts';
import { costSums } from './cost-sums.ts';
import { costText } from './cost-text.ts';

const NOW = new Date('2026-11-21T03:14:00Z');
const use = (usd: number) => ({ inputTokens: usd * 10_000, outputTokens: usd * 1000, usd });

function cluster(name: string, spend: ClusterSpend['spend']): ClusterSpend {
  return { uid: `uid-${name}`, name, spend };
}

const home = cluster('homelab', {
  '2025-11-02': use(1),
  '2026-10-30': use(2),
  '2026-11-07': use(0.1),
  '2026-11-08': use(0.2),
  '2026-11-21': use(0.02),
});
const lab = cluster('lab', { '2026-11-21': use(0.1) });
const text = (clusters: readonly ClusterSpend[], budget: number | null) =>
  costText(costSums(clusters, NOW), budget, { width: 80, color: false });

describe('what the agents cost', () => {
  it('by day and by month, against the budget', () => {
    expect(text([home], 5)).toMatchInlineSnapshot(`
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

  it('adds up clusters, and holds each against the budget that it has', () => {
    const both = text([home, lab], 0.3);
    expect(both.split('\n').slice(0, 2)).toEqual([
      'homelab: $0.32 of $0.30 in November (107 %); no model is asked until the next',
      'month',
    ]);
    expect(both).toContain('lab: $0.10 of $0.30 in November (33 %)');
    expect(both).toMatch(/\n2026-11-21 {2}1\.2K +120 +\$0\.12\n/);
  });

  it('without a budget, without a cost, or without one of late', () => {
    expect(text([home], null)).toMatch(/^\$0\.32 in November; no monthly budget is set \(MONTHLY_BUDGET_USD\)\n/);
    expect(text([], 5)).toBe('Nothing was spent on a model yet.\n');
    expect(text([cluster('x', {})], 5)).toBe('Nothing was spent on a model yet.\n');
    const old = text([cluster('x', { '2026-01-01': use(1) })], 5);
    expect(old).toContain('$0.00 of $5.00 in November (0 %)\n\nNothing in the last 14 days.\n\nMONTH');
  });

  it('the last 14 days are the last 14 of the calendar, today included', () => {
    expect(costSums([home], NOW).days.map(({ period }) => period)).toEqual(['2026-11-21', '2026-11-08']);
  });

  it('a hostile ledger prints nothing that a terminal obeys', () => {
    const bad = '\u001b[2J\u202e';
    expect(text([cluster(bad, { [bad]: use(1) }), home], 5)).not.toMatch(/[^\P{C}\n]/u);
  });
});

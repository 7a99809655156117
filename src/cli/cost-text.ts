import { PURPOSES, type Purpose } from '../domain/spend.ts';
import { dollars } from '../domain/words.ts';
import { columns } from './columns.ts';
import type { CostSums, Sum } from './cost-sums.ts';
import { hang, type Pen, pen } from './report/layout.ts';
import type { TextStyle } from './report/text.ts';
import { tokens } from './report/usage.ts';

const PURPOSE_HEAD = {
  cycle: 'CYCLES',
  'dry-run': 'DRY RUNS',
  replay: 'REPLAYS',
  eval: 'EVALS',
} as const satisfies Record<Purpose, string>;

/** What the agents cost. `budgetUsd`: of a month, all clusters and purposes together; null without one. */
export function costText(sums: CostSums, budgetUsd: number | null, style: Pick<TextStyle, 'width' | 'color'>): string {
  if (sums.months.length === 0) return 'Nothing was spent on a model yet.\n';
  const p = pen(style.width, style.color);
  const used = PURPOSES.filter((purpose) => sums.months.some(({ byPurpose }) => byPurpose[purpose] !== undefined));
  const blocks = [
    [...headLines(p, sums.month, budgetUsd), ...clusterLines(p, sums)],
    sums.days.length === 0 ? ['Nothing in the last 14 days.'] : table(p, 'DAY (UTC)', sums.days, used, (day) => day),
    table(p, 'MONTH', sums.months, used, monthName),
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** `$0.42 of $5.00 in November (8 %)`. */
function headLines(p: Pen, { period, usd }: Sum, budgetUsd: number | null): string[] {
  const name = nameOf(period);
  if (budgetUsd === null) {
    return hang(p, '', `${dollars(usd)} in ${name}; no monthly budget is set (MONTHLY_BUDGET_USD)`, 'bold');
  }
  const share = budgetUsd === 0 ? '' : ` (${Math.round((100 * usd) / budgetUsd)} %)`;
  const isSpent = usd >= budgetUsd;
  const spent = isSpent ? '; no model is asked until the next month, or until MONTHLY_BUDGET_USD is raised' : '';
  const text = `${dollars(usd)} of ${dollars(budgetUsd)} in ${name}${share}${spent}`;
  return hang(p, '', text, isSpent ? ['bold', 'red'] : 'bold');
}

/** Who it went for, where there is more than one cluster. */
function clusterLines(p: Pen, { clusters }: CostSums): string[] {
  if (clusters.length < 2) return [];
  return hang(p, '', clusters.map(({ name, usd }) => `${name} ${dollars(usd)}`).join(' · '));
}

/** What it was for stands in columns of its own, once there is more than one thing. */
function table(
  p: Pen,
  head: string,
  sums: readonly Sum[],
  used: readonly Purpose[],
  name: (period: string) => string,
): string[] {
  const shown = used.length === 1 && used[0] === 'cycle' ? [] : used;
  const rows = sums.map(({ period, inputTokens, outputTokens, usd, byPurpose }) => [
    name(period),
    tokens(inputTokens),
    tokens(outputTokens),
    ...shown.map((purpose) => (byPurpose[purpose] === undefined ? '-' : dollars(byPurpose[purpose]))),
    dollars(usd),
  ]);
  const heads = [head, 'TOKENS IN', 'OUT', ...shown.map((purpose) => PURPOSE_HEAD[purpose]), 'COST'];
  const [first = '', ...rest] = columns([heads, ...rows], p.width);
  return [p.paint('bold', first), ...rest];
}

function nameOf(month: string): string {
  return monthName(month).replace(/ \d+$/, '');
}

/** `November 2026`. */
function monthName(period: string): string {
  const date = new Date(`${period}-01T00:00:00Z`);
  return new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(date);
}

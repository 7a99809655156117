import { columns } from './columns.ts';
import type { CostSums, Sum } from './cost-sums.ts';
import { hang, type Pen, pen } from './report/layout.ts';
import type { TextStyle } from './report/text.ts';
import { dollars, tokens } from './report/usage.ts';

/** What the agents cost. `budgetUsd`: of a month and of each cluster; null without one. */
export function costText(sums: CostSums, budgetUsd: number | null, style: Pick<TextStyle, 'width' | 'color'>): string {
  if (sums.months.length === 0) return 'Nothing was spent on a model yet.\n';
  const p = pen(style.width, style.color);
  const blocks = [
    headLines(p, sums, budgetUsd),
    sums.days.length === 0 ? ['Nothing in the last 14 days.'] : table(p, 'DAY (UTC)', sums.days, (day) => day),
    table(p, 'MONTH', sums.months, monthName),
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** `$0.42 of $5.00 in November (8 %)`; the budget is one of each cluster. */
function headLines(p: Pen, { month, clusters }: CostSums, budgetUsd: number | null): string[] {
  const name = monthName(month.period).replace(/ \d+$/, '');
  if (budgetUsd === null) {
    return hang(p, '', `${dollars(month.usd)} in ${name}; no monthly budget is set (MONTHLY_BUDGET_USD)`, 'bold');
  }
  return clusters.flatMap(({ name: cluster, usd }) => {
    const who = clusters.length === 1 ? '' : `${cluster}: `;
    const share = Math.round((100 * usd) / budgetUsd);
    const spent = usd >= budgetUsd ? '; no model is asked until the next month' : '';
    const text = `${who}${dollars(usd)} of ${dollars(budgetUsd)} in ${name} (${share} %)${spent}`;
    return hang(p, '', text, usd >= budgetUsd ? ['bold', 'red'] : 'bold');
  });
}

function table(p: Pen, head: string, sums: readonly Sum[], name: (period: string) => string): string[] {
  const rows = sums.map(({ period, inputTokens, outputTokens, usd }) => [
    name(period),
    tokens(inputTokens),
    tokens(outputTokens),
    dollars(usd),
  ]);
  const [first = '', ...rest] = columns([[head, 'TOKENS IN', 'OUT', 'COST'], ...rows], p.width);
  return [p.paint('bold', first), ...rest];
}

/** `November 2026`; what is no month stays as it is. */
function monthName(period: string): string {
  const date = new Date(`${period}-01T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return period;
  return new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(date);
}

import { type CheckResult, countsOf, GROUPS, type Group, type Status } from '../doctor/result.ts';
import { type Format, hang as hangWords, type Pen, pad, pen } from './report/layout.ts';
import type { TextStyle } from './report/text.ts';

const GROUP_TITLES: Readonly<Record<Group, string>> = {
  program: 'Program',
  config: 'Configuration',
  cluster: 'Cluster',
  messages: 'Messages',
  state: 'State',
  changes: 'Changes',
  model: 'Model',
};

const SIGNS: Readonly<Record<Status, { readonly sign: string; readonly format: Format }>> = {
  ok: { sign: '✓', format: 'green' },
  warn: { sign: '!', format: 'yellow' },
  fail: { sign: '✗', format: 'red' },
  skipped: { sign: '-', format: 'dim' },
};

const MOST_DETAILS = 12;

/** As in the reports, and commands in backticks stay on one line where they fit: people copy them. */
function hang(p: Pen, head: string, text: string, format: Format | null = null): readonly string[] {
  const room = p.width - head.length;
  const kept = text.replace(/`[^`]+`/g, (command) =>
    command.length <= room ? command.replaceAll(' ', FIRM) : command,
  );
  return hangWords(p, head, kept, format).map((line) => line.replaceAll(FIRM, ' '));
}

const FIRM = '\u00a0';

/** A line for what is in order; what is not says why it matters and what mends it. Nothing is cut: people copy what they read here. */
export function doctorText(results: readonly CheckResult[], style: TextStyle): string {
  const p = pen(style.width, style.color);
  const margin = Math.max(0, ...results.map(({ title }) => title.length)) + 2;
  const groups = GROUPS.flatMap((group) => {
    const own = results.filter((result) => result.group === group);
    if (own.length === 0) return [];
    return [p.paint('bold', GROUP_TITLES[group]), ...own.flatMap((result) => linesOf(p, result, margin)), ''];
  });
  return `${[...groups, ...summary(p, results)].join('\n')}\n`;
}

function linesOf(p: Pen, { status, title, found, why, mend, details }: CheckResult, margin: number): readonly string[] {
  const { sign, format } = SIGNS[status];
  const [first = '', ...rest] = hang(p, `  ${sign} ${pad(title, margin)}`, found, status === 'skipped' ? 'dim' : null);
  const head = [first.replace(sign, p.paint(format, sign)), ...rest];
  const indent = ' '.repeat(margin + 4);
  const mends = mend === null ? [] : hang(p, `${indent}mend: `, mend);
  if (status === 'ok') return head;
  if (status === 'skipped') return [...head, ...mends.map((line) => p.paint('dim', line))];
  const more = details.length - MOST_DETAILS;
  const items = more > 0 ? [...details.slice(0, MOST_DETAILS), `and ${more} more: --output json`] : details;
  return [
    ...head,
    ...items.flatMap((item) => hang(p, `${indent}· `, item)),
    ...hang(p, `${indent}why: `, why, 'dim'),
    ...mends,
  ];
}

function summary(p: Pen, results: readonly CheckResult[]): readonly string[] {
  const { ok, warn, fail, skipped } = countsOf(results);
  const parts = [
    `${ok} ok`,
    ...(warn > 0 ? [`${warn} to look at`] : []),
    ...(fail > 0 ? [`${fail} broken`] : []),
    ...(skipped > 0 ? [`${skipped} not looked at or not set up`] : []),
  ];
  const order = (status: Status) => results.filter((result) => result.status === status).map(({ title }) => title);
  const todo = [...order('fail'), ...order('warn')];
  const [color, next]: [Format, readonly string[]] =
    todo.length === 0 ? ['green', []] : [fail > 0 ? 'red' : 'yellow', hang(p, 'Mend in this order: ', todo.join(', '))];
  return [p.paint(color, parts.join(', ')), ...next];
}

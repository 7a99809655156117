import { AGENT_NAMES, type AgentName } from '../../domain/agent.ts';
import { dollars } from '../../domain/words.ts';
import { type AgentScore, arrow, type Before, type EvalScore } from '../../evals/score.ts';
import { columns } from '../columns.ts';
import { hang, pen } from '../report/layout.ts';
import type { TextStyle } from '../report/text.ts';
import { lens } from '../report/time.ts';
import { grouped } from './agents-common.ts';

export interface EvalTable {
  readonly agents: readonly AgentScore[];
  readonly evals: readonly EvalScore[];
  readonly savedTo: string;
}

const HEAD = ['AGENT', 'RIGHT', 'BEFORE', 'DROPPED', 'TOKENS IN', 'OUT', 'COST', 'SECONDS'];

export function evalText(table: EvalTable, style: TextStyle): string {
  const { width, color, timeZone } = style;
  const p = pen(width, color);
  const [head = '', ...agents] = columns([HEAD, ...table.agents.map(agentRow), totalRow(table.agents)], width);
  const wrong = table.evals.filter(({ right, asked }) => right < asked);
  const lost = table.evals.filter(({ asked, notReached }) => asked === 0 && notReached > 0);
  const models = [...new Set(table.agents.flatMap((score) => score.models))];
  return `${[
    p.paint('bold', head),
    ...agents,
    '',
    ...evalLines(table.evals, p.paint, width),
    ...(wrong.length === 0 ? [] : ['', p.paint('bold', 'Wrong')]),
    ...wrong.flatMap(({ slug, agent, reasons }) => hang(p, '  ', `${slug}, ${agent}: ${reasons.join('; ')}`)),
    ...(lost.length === 0 ? [] : ['', p.paint('bold', 'Not answered, and not counted')]),
    ...lost.flatMap(({ slug, agent, reasons }) => hang(p, '  ', `${slug}, ${agent}: ${reasons.join('; ')}`)),
    '',
    p.paint('dim', `answered by ${models.join(', ') || 'nobody'}`),
    ...beforeLines(table.agents, timeZone).flatMap((line) => hang(p, '', line, 'dim')),
    p.paint('dim', `kept in ${table.savedTo}`),
  ].join('\n')}\n`;
}

/** Which model and which day stand in the column BEFORE: one line when it is the same for all agents. */
function beforeLines(scores: readonly AgentScore[], timeZone: string): readonly string[] {
  const seen = scores.flatMap(({ agent, before }) =>
    before === null ? [] : [{ agent, text: ranText(before, timeZone) }],
  );
  const texts = [...new Set(seen.map(({ text }) => text))];
  if (texts.length === 0) return ['nothing to compare with yet'];
  if (texts.length === 1) return [`BEFORE is ${texts[0] ?? ''}`];
  return seen.map(({ agent, text }) => `BEFORE of ${agent} is ${text}`);
}

function ranText({ models, from, to }: Before, timeZone: string): string {
  const { date } = lens(new Date(to), timeZone);
  const days = date(from) === date(to) ? date(to) : `${date(from)} to ${date(to)}`;
  return `${models.join(', ')}, ${days}`;
}

function agentRow(score: AgentScore): string[] {
  const { agent, right, asked, before, dropped, inputTokens, outputTokens, usd, seconds } = score;
  return [
    agent,
    `${right}/${asked}${mark(score)}`,
    before === null ? '-' : `${before.right}/${before.asked}`,
    `${dropped}`,
    grouped(inputTokens),
    grouped(outputTokens),
    dollars(usd),
    asked === 0 ? '-' : seconds.toFixed(1),
  ];
}

function totalRow(scores: readonly AgentScore[]): string[] {
  const total = (pick: (score: AgentScore) => number): number => scores.reduce((sum, score) => sum + pick(score), 0);
  return [
    'all',
    `${total((s) => s.right)}/${total((s) => s.asked)}`,
    '',
    `${total((s) => s.dropped)}`,
    grouped(total((s) => s.inputTokens)),
    grouped(total((s) => s.outputTokens)),
    dollars(total((s) => s.usd)),
  ];
}

/** Four whole names don't fit beside the name of an eval. */
const SHORT = {
  'k8s-analyzer': 'ANALYZER',
  'github-reviewer': 'REVIEWER',
  'escalation-manager': 'ESCALATION',
  'slack-notifier': 'NOTIFIER',
} as const satisfies Record<AgentName, string>;

type Paint = ReturnType<typeof pen>['paint'];

/** One line for each eval, one column for each agent that was asked. */
function evalLines(evals: readonly EvalScore[], paint: Paint, width: number): readonly string[] {
  const agents = AGENT_NAMES.filter((name) => evals.some(({ agent }) => agent === name));
  const slugs = [...new Set(evals.map(({ slug }) => slug))];
  const rows = slugs.map((slug) => [
    slug,
    ...agents.map((name) => {
      const score = evals.find((e) => e.slug === slug && e.agent === name);
      return score === undefined ? '-' : cell(score);
    }),
  ]);
  const [head = '', ...lines] = columns([['EVAL', ...agents.map((name) => SHORT[name])], ...rows], width);
  return [paint('bold', head), ...lines];
}

function cell(score: EvalScore): string {
  const { right, asked } = score;
  if (asked === 0) return 'not reached';
  const share = asked === 1 ? (right === 1 ? 'right' : 'wrong') : `${right}/${asked}`;
  return `${share}${mark(score)}`;
}

function mark(score: AgentScore | EvalScore): string {
  const direction = arrow(score, score.before);
  return direction === '' ? '' : ` ${direction}`;
}

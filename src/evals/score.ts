import { AGENT_NAMES, type AgentName, type TokenUse } from '../domain/agent.ts';
import type { Outcome } from './eval-run.ts';

/** How one agent did over all its evals. */
export interface AgentScore extends TokenUse {
  readonly agent: AgentName;
  readonly models: readonly string[];
  readonly right: number;
  readonly asked: number;
  readonly dropped: number;
  /** Of one question, on average. */
  readonly seconds: number;
  /** The same evals and agent in the saved run before; null where they were not in it. */
  readonly before: { readonly right: number; readonly asked: number } | null;
}

/** One line of the table of evals: an agent on one eval, all attempts together. */
export interface EvalScore {
  readonly slug: string;
  readonly agent: AgentName;
  readonly right: number;
  readonly asked: number;
  /** Of the attempts that were wrong, each once. */
  readonly reasons: readonly string[];
  readonly before: { readonly right: number; readonly asked: number } | null;
}

export function agentScores(outcomes: readonly Outcome[], before: readonly Outcome[]): readonly AgentScore[] {
  return AGENT_NAMES.flatMap((agent) => {
    const mine = outcomes.filter((o) => o.agent === agent);
    if (mine.length === 0) return [];
    const slugs = new Set(mine.map((o) => o.slug));
    const total = (pick: (o: Outcome) => number): number => mine.reduce((sum, o) => sum + pick(o), 0);
    return {
      agent,
      models: [...new Set(mine.map((o) => o.model))],
      ...count(mine),
      dropped: total((o) => o.dropped.length),
      inputTokens: total((o) => o.inputTokens),
      outputTokens: total((o) => o.outputTokens),
      usd: total((o) => o.usd),
      seconds: total((o) => o.ms) / mine.length / 1000,
      before: countOrNull(before.filter((o) => o.agent === agent && slugs.has(o.slug))),
    };
  });
}

export function evalScores(outcomes: readonly Outcome[], before: readonly Outcome[]): readonly EvalScore[] {
  const keys = new Map(outcomes.map((o) => [`${o.slug}/${o.agent}`, o]));
  return [...keys.values()].map(({ slug, agent }) => {
    const isSame = (o: Outcome) => o.slug === slug && o.agent === agent;
    const mine = outcomes.filter(isSame);
    return {
      slug,
      agent,
      ...count(mine),
      reasons: [...new Set(mine.flatMap((o) => o.reasons))],
      before: countOrNull(before.filter(isSame)),
    };
  });
}

function count(outcomes: readonly Outcome[]): { readonly right: number; readonly asked: number } {
  return { right: outcomes.filter((o) => o.right).length, asked: outcomes.length };
}

function countOrNull(outcomes: readonly Outcome[]): { readonly right: number; readonly asked: number } | null {
  return outcomes.length === 0 ? null : count(outcomes);
}

/** `↑` better than before, `↓` worse, '' the same or nothing to compare with; by the share that was right. */
export function arrow(now: { readonly right: number; readonly asked: number }, before: typeof now | null): string {
  if (before === null || now.asked === 0 || before.asked === 0) return '';
  const difference = now.right / now.asked - before.right / before.asked;
  if (Math.abs(difference) < 0.001) return '';
  return difference > 0 ? '↑' : '↓';
}

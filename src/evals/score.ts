import { AGENT_NAMES, type AgentName, type TokenUse } from '../domain/agent.ts';
import { sumUse } from '../domain/spend.ts';
import { isReached, type Outcome } from './eval-run.ts';
import type { SavedOutcome } from './last-run.ts';

export interface Count {
  readonly right: number;
  /** Answers that were graded. Who could not be reached is not among them. */
  readonly asked: number;
}

/** How it was in the saved run, and what that run was. */
export interface Before extends Count {
  readonly models: readonly string[];
  /** ISO times of the oldest and the newest of its answers. */
  readonly from: string;
  readonly to: string;
}

/** How one agent did over all its evals. */
export interface AgentScore extends TokenUse, Count {
  readonly agent: AgentName;
  readonly models: readonly string[];
  /** Questions that nobody answered, as the model could not be reached, took too long or cost too much. */
  readonly notReached: number;
  readonly dropped: number;
  /** Of one answer, on average; 0 without one. */
  readonly seconds: number;
  /** The same evals and agent in the saved run before; null where they were not in it. */
  readonly before: Before | null;
}

/** One line of the table of evals: an agent on one eval, all attempts together. */
export interface EvalScore extends Count {
  readonly slug: string;
  readonly agent: AgentName;
  readonly notReached: number;
  /** Of the attempts that were wrong, or not answered, each once. */
  readonly reasons: readonly string[];
  readonly before: Before | null;
}

export function agentScores(outcomes: readonly Outcome[], before: readonly SavedOutcome[]): readonly AgentScore[] {
  return AGENT_NAMES.flatMap((agent) => {
    const mine = outcomes.filter((o) => o.agent === agent);
    if (mine.length === 0) return [];
    const answered = mine.filter(isReached);
    const slugs = new Set(answered.map((o) => o.slug));
    const total = (pick: (o: Outcome) => number): number => answered.reduce((sum, o) => sum + pick(o), 0);
    return {
      agent,
      models: [...new Set(mine.map((o) => o.model))],
      ...count(mine),
      dropped: total((o) => o.dropped.length),
      ...sumUse(mine),
      seconds: answered.length === 0 ? 0 : total((o) => o.ms) / answered.length / 1000,
      before: beforeOf(before.filter((o) => o.agent === agent && slugs.has(o.slug))),
    };
  });
}

export function evalScores(outcomes: readonly Outcome[], before: readonly SavedOutcome[]): readonly EvalScore[] {
  const keys = new Map(outcomes.map((o) => [`${o.slug}/${o.agent}`, o]));
  return [...keys.values()].map(({ slug, agent }) => {
    const isSame = (o: Outcome) => o.slug === slug && o.agent === agent;
    const mine = outcomes.filter(isSame);
    return {
      slug,
      agent,
      ...count(mine),
      reasons: [...new Set(mine.flatMap((o) => o.reasons))],
      before: beforeOf(before.filter(isSame)),
    };
  });
}

function count(outcomes: readonly Outcome[]): Count & { readonly notReached: number } {
  const answered = outcomes.filter(isReached);
  const right = answered.filter((o) => o.right).length;
  return { right, asked: answered.length, notReached: outcomes.length - answered.length };
}

function beforeOf(outcomes: readonly SavedOutcome[]): Before | null {
  const times = outcomes.map((o) => o.at).sort();
  const { right, asked } = count(outcomes);
  const [from] = times;
  if (from === undefined || asked === 0) return null;
  return { right, asked, models: [...new Set(outcomes.map((o) => o.model))], from, to: times.at(-1) ?? from };
}

/** `↑` better than before, `↓` worse, '' the same or nothing to compare with; by the share that was right. */
export function arrow(now: Count, before: Count | null): string {
  if (before === null || now.asked === 0 || before.asked === 0) return '';
  const difference = now.right / now.asked - before.right / before.asked;
  if (Math.abs(difference) < 0.001) return '';
  return difference > 0 ? '↑' : '↓';
}

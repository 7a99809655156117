import { contractFor } from '../../agents/contracts/index.ts';
import type { AgentSet } from '../../compose/agent-set.ts';
import type { Values } from '../../config/settings.ts';
import { budgetLeft } from '../../cycle/spend.ts';
import type { AgentName } from '../../domain/agent.ts';
import type { Asked, Estimate } from '../../evals/estimate.ts';
import type { Saved } from '../../evals/last-run.ts';
import { systemClock } from '../../platform/clock.ts';
import { readSpend } from '../../record/read-spend.ts';
import { warn } from '../terminal.ts';
import { grouped } from './agents-common.ts';

/** What cycles and earlier evals left of the month's budget, in dollars; null without a budget. */
export async function budgetFor(
  { STATE_DIR, MONTHLY_BUDGET_USD }: Values,
  before: Saved | null,
): Promise<number | null> {
  if (MONTHLY_BUDGET_USD === null) return null;
  const now = systemClock.now();
  const { clusters, problems } = await readSpend(STATE_DIR);
  warn(problems);
  const spends = [...clusters.map(({ spend }) => spend), ...(before === null ? [] : [before.spend])];
  // Each of them tells what is left if nobody else had spent anything.
  const spent = spends.map((spend) => MONTHLY_BUDGET_USD - (budgetLeft(spend, MONTHLY_BUDGET_USD, now) ?? 0));
  return MONTHLY_BUDGET_USD - spent.reduce((sum, usd) => sum + usd, 0);
}

/** Those of the agents that can be asked. */
export function askedOf({ agents }: AgentSet, names: readonly AgentName[]): readonly Asked[] {
  return names.flatMap((name) => {
    const agent = agents[name];
    if (agent === undefined) return [];
    const { definition, model, apiTools } = agent;
    return [{ contract: contractFor(name), definition, model, tools: apiTools }];
  });
}

/** For people, before anything is spent. */
export function estimateText({ questions, inputTokens, usd, mostUsd }: Estimate, evals: number): string {
  const size = `${questions} questions about ${evals} recorded incidents, about ${grouped(inputTokens)} tokens in`;
  return `${size}; estimated $${usd.toFixed(2)} when no tool is called, at most $${mostUsd.toFixed(2)}`;
}

import { contractFor } from '../../agents/contracts/index.ts';
import type { AgentSet } from '../../compose/agent-set.ts';
import type { AgentName } from '../../domain/agent.ts';
import { dollars } from '../../domain/words.ts';
import type { Asked, Estimate } from '../../evals/estimate.ts';
import { counted, grouped } from './agents-common.ts';

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
  const asked = `${counted(questions, 'question')} about ${counted(evals, 'recorded incident')}`;
  const cost =
    mostUsd === 0
      ? 'no price is known for the model'
      : `estimated ${dollars(usd)} when no tool is called, at most ${dollars(mostUsd)}`;
  return `${asked}, about ${grouped(inputTokens)} tokens in; ${cost}`;
}

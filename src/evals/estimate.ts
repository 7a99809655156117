import type { Contract } from '../agents/contract.ts';
import type { AgentDefinition } from '../agents/definition.ts';
import type { ModelRequest } from '../agents/model.ts';
import { tokenFactor, usdOf } from '../agents/model-policy.ts';
import { requestTokens } from '../agents/request-size.ts';
import { noAdvice } from '../domain/advice.ts';
import type { Replay } from './replay.ts';

/** One agent that is going to be asked. */
export interface Asked {
  readonly contract: Contract;
  readonly definition: AgentDefinition;
  readonly model: string;
  readonly tools: ModelRequest['tools'];
}

export interface Estimate {
  readonly questions: number;
  /** When no tool is called and every answer is half as long as it may be. */
  readonly inputTokens: number;
  readonly usd: number;
  /** When every agent uses all its turns and tokens, and every tool gives as much as it may. */
  readonly mostUsd: number;
}

/** What one result of a tool may have at most. */
const TOOL_RESULT = 2000;

/** What asking will cost, before anybody is asked. Without a price it is 0 dollars. */
export function estimateCost(replays: readonly Replay[], agents: readonly Asked[], repeat: number): Estimate {
  const total = { questions: 0, inputTokens: 0, usd: 0, mostUsd: 0 };
  for (const brief of replays.flatMap((r) => r.questions.briefs)) {
    for (const { contract, definition, model, tools } of agents) {
      if (!contract.applies(brief)) continue;
      const messages = [{ role: 'user', content: contract.input(brief, noAdvice(brief.incidentId, null)) }] as const;
      const request = { system: definition.prompt, messages, tools, schema: contract.schema };
      const input = requestTokens(request, tokenFactor(model));
      const turns = tools.length === 0 ? 1 : definition.maxTurns;
      // Each turn sends all that was said before once more.
      const grown = turns * input + ((turns * (turns - 1)) / 2) * (TOOL_RESULT + definition.maxTokens);
      total.questions += repeat;
      total.inputTokens += repeat * input;
      total.usd += repeat * priceOf(model, input, definition.maxTokens / 2);
      total.mostUsd += repeat * priceOf(model, grown, turns * definition.maxTokens);
    }
  }
  return total;
}

function priceOf(model: string, inputTokens: number, outputTokens: number): number {
  return usdOf(model, { inputTokens, outputTokens, cacheReadTokens: 0, cacheWriteTokens: 0 });
}

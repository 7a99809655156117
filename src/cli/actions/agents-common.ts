import { contractFor } from '../../agents/contracts/index.ts';
import { tokenFactor } from '../../agents/model-policy.ts';
import { requestTokens } from '../../agents/request-size.ts';
import type { EffectiveAgent } from '../../compose/agent-set.ts';
import { effectiveSettings } from '../../config/effective.ts';
import type { Values } from '../../config/settings.ts';
import { didYouMean } from '../../config/suggest.ts';
import { AGENT_NAMES, type AgentName } from '../../domain/agent.ts';
import type { RawAgentsFlags } from '../commands/agents.ts';

/** Throws a ConfigError that names every fault of the configuration. */
export function agentValues(flags: RawAgentsFlags & { readonly state?: string }): Values {
  return effectiveSettings({ CONFIG_FILE: flags.config, AGENTS_DIR: flags.agents, STATE_DIR: flags.state });
}

/** The agent somebody named, or what to say when there is none of that name. */
export function namedAgent(text: string): { readonly name: AgentName } | { readonly fault: string } {
  const name = AGENT_NAMES.find((known) => known === text);
  if (name !== undefined) return { name };
  const meant = didYouMean(text, AGENT_NAMES);
  return { fault: `there is no agent "${text}"${meant}${meant === '' ? `; they are ${AGENT_NAMES.join(', ')}` : ''}` };
}

export interface PromptTokens {
  readonly prompt: number;
  readonly tools: number;
  /** JSON Schema of the answer. */
  readonly schema: number;
  readonly together: number;
}

/** What is sent with every request of an agent, whatever the incident: an estimate. */
export function promptTokens({ definition, model, apiTools }: EffectiveAgent): PromptTokens {
  const factor = tokenFactor(model);
  const { schema } = contractFor(definition.name);
  const size = (system: string, tools: EffectiveAgent['apiTools'], answer: typeof schema | null): number =>
    requestTokens({ system, messages: [], tools, schema: answer }, factor);
  const nothing = size('', [], null);
  const prompt = size(definition.prompt, [], null) - nothing;
  const tools = apiTools.length === 0 ? 0 : size('', apiTools, null) - nothing;
  const answer = size('', [], schema) - nothing;
  return { prompt, tools, schema: answer, together: prompt + tools + answer };
}

/** `1 question`, `12 questions`. */
export function counted(count: number, what: string): string {
  return `${grouped(count)} ${what}${count === 1 ? '' : 's'}`;
}

/** `1,234`. */
export function grouped(count: number): string {
  return Math.round(count).toLocaleString('en-US');
}

import type { Contract } from './contract.ts';
import type { AgentDefinition } from './definition.ts';

/** The system prompt: the agent's file, and in plain mode the schema that is not sent beside it. */
export function systemPrompt({ prompt }: AgentDefinition, { schema }: Contract, plain: boolean): string {
  if (!plain) return prompt;
  return `${prompt}\n\nAnswer with one JSON object only, nothing before it and nothing after it. It has to fit this JSON Schema:\n${JSON.stringify(schema)}`;
}

/** Ends the first message of an agent whose prompt speaks of tools, where it gets none: plain mode, no server, no time. */
export const NO_TOOLS_HERE = 'You have no tools here; answer from what is given.';

// A checked request, as a script likes to read it.
import { AGENT_NAMES } from '../../../src/domain/agent.ts';
import { isRecord, type Json, recordsOf } from './json.ts';
import { blocksOf } from './parts.ts';
import type { Asked } from './script.ts';

export function askedOf(body: Json, n: number): Asked {
  const system = blocksOf(body['system']).map(textOf).join('\n');
  const messages = recordsOf(body['messages']);
  const tools = recordsOf(body['tools']).map((tool) => ({
    name: String(tool['name']),
    inputSchema: isRecord(tool['input_schema']) ? tool['input_schema'] : {},
    strict: tool['strict'] === true,
  }));
  const results = resultsOf(messages);
  const toolChoice = isRecord(body['tool_choice']) ? body['tool_choice']['type'] : 'auto';
  const format = isRecord(body['output_config']) ? body['output_config']['format'] : null;
  return {
    n,
    agent: agentOf(system),
    model: String(body['model']),
    system,
    messages,
    tools,
    mayCallTools: tools.length > 0 && toolChoice !== 'none',
    schema: isRecord(format) && isRecord(format['schema']) ? format['schema'] : null,
    maxTokens: Number(body['max_tokens']),
    turn: messages.filter(({ role }) => role === 'assistant').length,
    toolResults: Object.fromEntries(results.map(({ id, text }) => [id, text])),
    results,
    text: blocksOf(messages[0]?.['content']).map(textOf).join('\n'),
    body,
  };
}

function agentOf(system: string): Asked['agent'] {
  const [, name] = /^\W*You are (?:the )?\W*([a-z0-9-]+)/.exec(system) ?? [];
  return AGENT_NAMES.find((agent) => agent === name) ?? null;
}

function resultsOf(messages: readonly Json[]): Asked['results'] {
  const calls = messages.flatMap(({ content }) => recordsOf(content)).filter(({ type }) => type === 'tool_use');
  return recordsOf(messages.at(-1)?.['content'])
    .filter(({ type }) => type === 'tool_result')
    .map((block) => ({
      id: String(block['tool_use_id']),
      name: String(calls.find(({ id }) => id === block['tool_use_id'])?.['name']),
      text: blocksOf(block['content']).map(textOf).join('\n'),
      isError: block['is_error'] === true,
    }));
}

function textOf(block: Json): string {
  return typeof block['text'] === 'string' ? block['text'] : '';
}

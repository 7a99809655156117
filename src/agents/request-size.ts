import type { ModelRequest } from './model.ts';
import { estimateTokens } from './tokens.ts';

/** Input tokens of a request: an estimate of all that is sent, schema and tools too. */
export function requestTokens(
  request: Pick<ModelRequest, 'system' | 'messages' | 'tools' | 'schema'>,
  factor: number,
): number {
  const { messages, schema } = request;
  const sent = [JSON.stringify(messages), schema === null ? '' : JSON.stringify(schema)].join('');
  return prefixTokens(request, factor) + estimateTokens(sent, factor);
}

/** The part every request of an agent begins with. */
export function prefixTokens({ system, tools }: Pick<ModelRequest, 'system' | 'tools'>, factor: number): number {
  return estimateTokens(system + (tools.length === 0 ? '' : JSON.stringify(tools)), factor);
}

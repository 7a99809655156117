// The whole of a request's body, field by field; a Refusal for the first thing that is wrong.
import { checkBreakpoints, checkMessages, checkSystem } from './check-messages.ts';
import { checkToolsAndOutput } from './check-tools.ts';
import { cacheControl, choice, flag, fraction, integer, list, onlyKeys, record, tag, text } from './fields.ts';
import { isRecord, type Json } from './json.ts';
import { type ModelFacts, type ModelOptions, modelOf } from './models.ts';
import { invalid } from './refusal.ts';
import { inputTokens } from './usage.ts';

const COUNT_KEYS = [
  'model',
  'messages',
  'system',
  'tools',
  'tool_choice',
  'thinking',
  'output_config',
  'cache_control',
  'speed',
];
const MESSAGE_KEYS = [
  ...COUNT_KEYS,
  'max_tokens',
  'metadata',
  'stop_sequences',
  'stream',
  'service_tier',
  'container',
  'inference_geo',
  'diagnostics',
];

const SAMPLING_KEYS = ['temperature', 'top_k', 'top_p'];

/** Newest first. 2026-10-21 has no sampling parameters any more, not even at their defaults. */
export const API_VERSIONS = ['2026-10-21', '2023-06-01', '2023-01-01'] as const;

export interface CheckOptions extends ModelOptions {
  readonly version: string;
}

/** `what` is asked: an answer, or only the number of tokens of the prompt. */
export function checkBody(
  value: unknown,
  what: 'message' | 'count',
  options: CheckOptions,
): { body: Json; model: ModelFacts } {
  if (!isRecord(value)) throw invalid('Input should be an object');
  if (value['output_format'] !== undefined) {
    throw invalid("output_format: This field is deprecated. Use 'output_config.format' instead.");
  }
  const sampling = options.version === API_VERSIONS[0] || what === 'count' ? [] : SAMPLING_KEYS;
  onlyKeys(value, '', [...(what === 'message' ? MESSAGE_KEYS : COUNT_KEYS), ...sampling]);
  const id = text(value['model'], 'model');
  if (what === 'message') integer(value['max_tokens'], 'max_tokens', 1);
  list(value['messages'], 'messages');
  const model = modelOf(id, options);
  if (what === 'message') checkMaxTokens(Number(value['max_tokens']), id, model);
  checkSmallFields(value);
  checkSampling(value, model);
  checkThinking(value, model);
  checkSystem(value['system']);
  checkMessages(value, model);
  checkToolsAndOutput(value, model);
  checkBreakpoints(value);
  const tokens = inputTokens(value, model);
  if (tokens > model.maxInputTokens)
    throw invalid(`prompt is too long: ${tokens} tokens > ${model.maxInputTokens} maximum`);
  return { body: value, model };
}

function checkMaxTokens(asked: number, id: string, model: ModelFacts): void {
  if (asked > model.maxOutputTokens) {
    throw invalid(
      `max_tokens: ${asked} > ${model.maxOutputTokens}, which is the maximum allowed number of output tokens for ${id}`,
    );
  }
}

function checkSmallFields(body: Json): void {
  flag(body['stream'], 'stream');
  cacheControl(body, '');
  if (body['service_tier'] !== undefined) choice(body['service_tier'], 'service_tier', ['auto', 'standard_only']);
  if (body['metadata'] !== undefined) {
    const metadata = record(body['metadata'], 'metadata');
    onlyKeys(metadata, 'metadata', ['user_id']);
    if (metadata['user_id'] !== undefined && metadata['user_id'] !== null)
      text(metadata['user_id'], 'metadata.user_id');
  }
  if (body['stop_sequences'] === undefined) return;
  for (const [index, sequence] of list(body['stop_sequences'], 'stop_sequences').entries()) {
    if (text(sequence, `stop_sequences.${index}`).trim() === '') {
      throw invalid('stop_sequences: each stop sequence must contain non-whitespace');
    }
  }
}

function checkSampling(body: Json, model: ModelFacts): void {
  const temperature = fraction(body['temperature'], 'temperature');
  const topP = fraction(body['top_p'], 'top_p');
  const topK = body['top_k'];
  if (topK !== undefined) integer(topK, 'top_k', 0);
  if (model.sampling === 'none') {
    if (temperature !== undefined && temperature !== 1) throw invalid('`temperature` is deprecated for this model.');
    if (topP !== undefined && topP !== 1) throw invalid('`top_p` is deprecated for this model.');
    if (topK !== undefined) throw invalid('`top_k` is deprecated for this model.');
  }
  if (model.sampling === 'one' && temperature !== undefined && topP !== undefined) {
    throw invalid('`temperature` and `top_p` cannot both be specified for this model. Please use only one.');
  }
}

function checkThinking(body: Json, model: ModelFacts): void {
  if (body['thinking'] === undefined) return;
  const thinking = record(body['thinking'], 'thinking');
  const type = tag(thinking, 'thinking', ['enabled', 'disabled', 'adaptive', 'between_tools']);
  if (!model.thinking.includes(type)) {
    if (type === 'adaptive') throw invalid('adaptive thinking is not supported on this model');
    const instead = 'Use "thinking.type.adaptive" and "output_config.effort" to control thinking behavior.';
    throw invalid(
      `"thinking.type.${type}" is not supported for this model. ${model.thinking.includes('adaptive') ? instead : ''}`.trim(),
    );
  }
  const keys = { enabled: ['budget_tokens', 'display'], adaptive: ['display'] }[type] ?? [];
  onlyKeys(thinking, `thinking.${type}`, ['type', ...keys]);
  if (type === 'disabled') return;
  if (body['temperature'] !== undefined && body['temperature'] !== 1) {
    throw invalid('`temperature` may only be set to 1 when thinking is enabled or in adaptive mode.');
  }
  if (type !== 'enabled') return;
  const budget = integer(thinking['budget_tokens'], 'thinking.enabled.budget_tokens', 1024);
  const most = body['max_tokens'];
  if (typeof most === 'number' && budget >= most)
    throw invalid('`max_tokens` must be greater than `thinking.budget_tokens`.');
}

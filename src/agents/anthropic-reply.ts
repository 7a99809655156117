import type Anthropic from '@anthropic-ai/sdk';
import { z } from 'zod';
import { ModelError, type ModelReply, type ModelRequest } from './model.ts';
import { tokenFactor } from './model-policy.ts';
import { requestTokens } from './request-size.ts';
import { estimateTokens } from './tokens.ts';

// Endpoints that only say they are compatible send odd things: what is used is checked, the rest passes.
const Block = z.union([
  z.looseObject({ type: z.literal('text'), text: z.string() }),
  z.looseObject({ type: z.literal('tool_use'), id: z.string().min(1), name: z.string(), input: z.unknown() }),
  z.looseObject({ type: z.string().refine((type) => type !== 'text' && type !== 'tool_use') }),
]);
const count = z.number().nonnegative().nullish();
const Usage = z
  .looseObject({
    input_tokens: z.number().nonnegative(),
    output_tokens: z.number().nonnegative(),
    cache_read_input_tokens: count,
    cache_creation_input_tokens: count,
  })
  .nullish()
  .catch(null);
const Answer = z.looseObject({
  content: z.array(Block),
  stop_reason: z.string().nullish().catch(null),
  usage: Usage,
});
type Answer = z.infer<typeof Answer>;

const STOPS: Readonly<Record<string, ModelReply['stop']>> = {
  end_turn: 'end',
  stop_sequence: 'end',
  tool_use: 'tools',
  max_tokens: 'max-tokens',
  model_context_window_exceeded: 'max-tokens',
  refusal: 'refusal',
};

/** Rejects what is no answer of the Messages API, or says nothing at all. */
export function replyOf(message: Anthropic.Message, request: ModelRequest): ModelReply {
  const parsed = Answer.safeParse(message);
  if (!parsed.success) {
    const at = parsed.error.issues[0]?.path.join('.') || 'the whole of it';
    throw new ModelError('bad-answer', `the answer is none of the Messages API (${at} is not as it should be)`);
  }
  const { content } = parsed.data;
  const text = content.flatMap((block) => (isText(block) ? [block.text] : [])).join('');
  const toolCalls = content.flatMap((block) =>
    isToolUse(block) ? [{ id: block.id, name: block.name, input: block.input }] : [],
  );
  const stop = STOPS[parsed.data.stop_reason ?? ''] ?? (toolCalls.length > 0 ? 'tools' : 'other');
  // A refusal may be empty, and thinking may have used up all there was.
  if (text.trim() === '' && toolCalls.length === 0 && stop !== 'refusal' && stop !== 'max-tokens')
    throw new ModelError('bad-answer', 'the answer is empty');
  const spent = content.map((block) => JSON.stringify(block)).join('');
  return { content: message.content, text, toolCalls, stop, ...usageOf(parsed.data.usage, spent, request) };
}

function usageOf(usage: Answer['usage'], spent: string, request: ModelRequest): Pick<ModelReply, 'usage' | 'measured'> {
  const cacheReadTokens = usage?.cache_read_input_tokens ?? 0;
  const cacheWriteTokens = usage?.cache_creation_input_tokens ?? 0;
  if (usage && usage.input_tokens + cacheReadTokens + cacheWriteTokens > 0) {
    const { input_tokens: inputTokens, output_tokens: outputTokens } = usage;
    return { measured: true, usage: { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens } };
  }
  const factor = tokenFactor(request.model);
  const inputTokens = requestTokens(request, factor);
  const outputTokens = estimateTokens(spent, factor);
  return { measured: false, usage: { inputTokens, outputTokens, cacheReadTokens: 0, cacheWriteTokens: 0 } };
}

type Checked = z.infer<typeof Block>;

function isText(block: Checked): block is Extract<Checked, { text: string }> {
  return block.type === 'text';
}

function isToolUse(block: Checked): block is Extract<Checked, { name: string }> {
  return block.type === 'tool_use';
}

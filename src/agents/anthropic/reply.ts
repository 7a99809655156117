import type Anthropic from '@anthropic-ai/sdk';
import { z } from 'zod';
import { ModelError, type ModelReply, type ModelRequest } from '../model.ts';
import { tokenFactor } from '../model-policy.ts';
import { requestTokens } from '../request-size.ts';
import { estimateTokens } from '../tokens.ts';

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

/** Rejects what is no answer of the Messages API, or says nothing at all; what it cost is told all the same. */
export function replyOf(message: Anthropic.Message, request: ModelRequest): ModelReply {
  const parsed = Answer.safeParse(message);
  if (!parsed.success) {
    const at = parsed.error.issues[0]?.path.join('.') || 'the whole of it';
    const what = `the answer is none of the Messages API (${at} is not as it should be)`;
    throw new ModelError('bad-answer', `${what}; look where ANTHROPIC_BASE_URL leads`, { usage: billedOf(message) });
  }
  const { content } = parsed.data;
  const text = content.flatMap((block) => (isText(block) ? [block.text] : [])).join('');
  const toolCalls = content.flatMap((block) =>
    isToolUse(block) ? [{ id: block.id, name: block.name, input: block.input }] : [],
  );
  const spent = content.map((block) => JSON.stringify(block)).join('');
  const used = usageOf(parsed.data.usage, spent, request);
  const stop = STOPS[parsed.data.stop_reason ?? ''] ?? (toolCalls.length > 0 ? 'tools' : 'other');
  // A refusal may be empty, and thinking may have used up all there was.
  if (text.trim() === '' && toolCalls.length === 0 && stop !== 'refusal' && stop !== 'max-tokens')
    throw new ModelError('bad-answer', 'the answer is empty', { usage: used.usage });
  return { content: message.content, text, toolCalls, stop, ...used };
}

/** The figures of an answer that is of no use; null when it has none. */
function billedOf(message: unknown): ModelReply['usage'] | null {
  const { data } = z.looseObject({ usage: Usage }).safeParse(message);
  return data?.usage ? figuresOf(data.usage) : null;
}

function usageOf(usage: Answer['usage'], spent: string, request: ModelRequest): Pick<ModelReply, 'usage' | 'measured'> {
  const figures = usage ? figuresOf(usage) : null;
  if (figures !== null && figures.inputTokens + figures.cacheReadTokens + figures.cacheWriteTokens > 0)
    return { measured: true, usage: figures };
  const factor = tokenFactor(request.model);
  const inputTokens = requestTokens(request, factor);
  const outputTokens = estimateTokens(spent, factor);
  return { measured: false, usage: { inputTokens, outputTokens, cacheReadTokens: 0, cacheWriteTokens: 0 } };
}

function figuresOf(usage: NonNullable<Answer['usage']>): ModelReply['usage'] {
  return {
    inputTokens: usage.input_tokens,
    outputTokens: usage.output_tokens,
    cacheReadTokens: usage.cache_read_input_tokens ?? 0,
    cacheWriteTokens: usage.cache_creation_input_tokens ?? 0,
  };
}

type Checked = z.infer<typeof Block>;

function isText(block: Checked): block is Extract<Checked, { text: string }> {
  return block.type === 'text';
}

function isToolUse(block: Checked): block is Extract<Checked, { name: string }> {
  return block.type === 'tool_use';
}

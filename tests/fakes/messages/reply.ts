// From a scripted answer to a message as the API sends it. What the real model can't say is the fault of the script.
import { compile } from './check-tools.ts';
import { isRecord, type Json } from './json.ts';
import type { ModelFacts } from './models.ts';
import { type Answer, type Asked, ScriptFault } from './script.ts';
import { sign } from './signature.ts';
import { tokensOf } from './tokens.ts';
import type { InputUse } from './usage.ts';

type Stop = 'end_turn' | 'tool_use' | 'max_tokens' | 'refusal';

export interface Said {
  readonly content: readonly Json[];
  readonly stop: Stop;
}

/** The blocks of an answer; null for answers that are no message. Throws a ScriptFault. */
export function contentOf(answer: Answer, asked: Asked): Said | null {
  if (typeof answer === 'string') return null;
  if ('json' in answer) return said(JSON.stringify(answer.json), answer.unchecked === true, asked);
  if ('tools' in answer) return toolCalls(answer, asked);
  if ('refusal' in answer) return { content: textBlocks(answer.text ?? ''), stop: 'refusal' };
  if ('maxTokens' in answer) return { content: textBlocks(answer.maxTokens), stop: 'max_tokens' };
  if ('empty' in answer) return { content: [], stop: 'end_turn' };
  if ('megabytes' in answer)
    return {
      content: textBlocks('lorem ipsum '.repeat(Math.ceil((answer.megabytes * 2 ** 20) / 12))),
      stop: 'end_turn',
    };
  if ('text' in answer) return said(answer.text, answer.unchecked === true, asked);
  return null;
}

/** Whether the model would think before it speaks. */
export function thinks(body: Json, model: ModelFacts): boolean {
  return isRecord(body['thinking']) ? body['thinking']['type'] !== 'disabled' : model.thinksByDefault;
}

export function thought(thinking: string): Json {
  return { type: 'thinking', thinking, signature: sign(thinking) };
}

export function messageOf(id: string, { content, stop }: Said, asked: Asked, model: ModelFacts, use: InputUse): Json {
  const thinking = content.filter(({ type }) => type === 'thinking');
  const estimate = (blocks: readonly Json[]) =>
    blocks.length === 0 ? 0 : tokensOf(JSON.stringify(blocks), model.tokenFactor);
  return {
    id,
    type: 'message',
    role: 'assistant',
    model: model.id,
    content,
    stop_reason: stop,
    stop_sequence: null,
    stop_details: stop === 'refusal' ? { type: 'refusal', category: null, explanation: null } : null,
    container: null,
    diagnostics: null,
    usage: {
      input_tokens: use.input,
      cache_creation_input_tokens: use.cacheWrite['5m'] + use.cacheWrite['1h'],
      cache_read_input_tokens: use.cacheRead,
      cache_creation: {
        ephemeral_5m_input_tokens: use.cacheWrite['5m'],
        ephemeral_1h_input_tokens: use.cacheWrite['1h'],
      },
      output_tokens: stop === 'max_tokens' ? asked.maxTokens : estimate(content),
      output_tokens_details: { thinking_tokens: estimate(thinking) },
      server_tool_use: null,
      service_tier: 'standard',
      inference_geo: null,
      speed: null,
    },
  };
}

function said(text: string, unchecked: boolean, asked: Asked): Said {
  if (!unchecked) {
    const choice = asked.body['tool_choice'];
    if (isRecord(choice) && (choice['type'] === 'any' || choice['type'] === 'tool')) {
      throw new ScriptFault('the request wants a tool to be called, and the script answers with text');
    }
    if (asked.schema !== null) checkAgainst(asked.schema, text);
    const tokens = tokensOf(text);
    if (tokens > asked.maxTokens) {
      throw new ScriptFault(
        `an answer of about ${tokens} tokens, and max_tokens is ${asked.maxTokens}: say { maxTokens: … } instead`,
      );
    }
  }
  return { content: textBlocks(text), stop: 'end_turn' };
}

function checkAgainst(schema: Json, text: string): void {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ScriptFault(
      'the request has a schema, and the script answers with text that is no JSON (unchecked: true says that this is meant)',
    );
  }
  const fault = compile(schema)?.(value) ?? null;
  if (fault !== null)
    throw new ScriptFault(`the answer of the script does not fit the schema of the request: ${fault}`);
}

function toolCalls(answer: Extract<Answer, { readonly tools: unknown }>, asked: Asked): Said {
  if (answer.unchecked !== true) checkCalls(answer.tools, asked);
  const calls = answer.tools.map(({ name, input }, index) => ({
    type: 'tool_use',
    id: `toolu_${String(asked.n).padStart(4, '0')}_${index + 1}`,
    name,
    input,
    caller: { type: 'direct' },
  }));
  return { content: [...textBlocks(answer.text ?? ''), ...calls], stop: 'tool_use' };
}

function checkCalls(calls: readonly { readonly name: string; readonly input: Json }[], asked: Asked): void {
  if (calls.length === 0) throw new ScriptFault('the script calls no tool');
  if (!asked.mayCallTools) throw new ScriptFault('the request allows no tools, and the script calls one');
  const choice = asked.body['tool_choice'];
  if (isRecord(choice) && choice['disable_parallel_tool_use'] === true && calls.length > 1) {
    throw new ScriptFault('the request allows one call at a time');
  }
  for (const { name, input } of calls) {
    const tool = asked.tools.find((one) => one.name === name);
    if (tool === undefined) {
      const offered = asked.tools.map((one) => one.name).join(', ');
      throw new ScriptFault(`the script calls ${name}, and these are offered: ${offered}`);
    }
    if (isRecord(choice) && choice['type'] === 'tool' && choice['name'] !== name) {
      throw new ScriptFault(`the request wants ${String(choice['name'])} to be called, and the script calls ${name}`);
    }
    const fault = tool.strict ? (compile(tool.inputSchema)?.(input) ?? null) : null;
    if (fault !== null) throw new ScriptFault(`${name} is strict, and the arguments don't fit: ${fault}`);
  }
}

function textBlocks(text: string): readonly Json[] {
  return text === '' ? [] : [{ type: 'text', text, citations: null }];
}

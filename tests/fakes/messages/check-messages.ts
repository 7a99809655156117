// What the API asks of `system` and `messages`: roles, blocks, and what they hold.
import { cacheControl, flag, list, onlyKeys, record, tag, text } from './fields.ts';
import { isRecord, type Json, recordsOf } from './json.ts';
import type { ModelFacts } from './models.ts';
import { checkPairing } from './pairing.ts';
import { countBreakpoints } from './parts.ts';
import { invalid } from './refusal.ts';
import { isSigned } from './signature.ts';

const BLOCKS = {
  user: ['text', 'tool_result', 'image', 'document', 'search_result'],
  assistant: ['text', 'tool_use', 'thinking', 'redacted_thinking'],
};
const RESULT_BLOCKS = ['text', 'image', 'document', 'search_result'];
const KEYS: Readonly<Record<string, readonly string[]>> = {
  text: ['text', 'cache_control', 'citations'],
  tool_use: ['id', 'name', 'input', 'cache_control', 'caller', 'toolset_name'],
  tool_result: ['tool_use_id', 'content', 'is_error', 'cache_control', 'toolset_name'],
  thinking: ['thinking', 'signature'],
  redacted_thinking: ['data'],
  image: ['source', 'cache_control'],
  document: ['source', 'cache_control', 'citations', 'context', 'title'],
  search_result: ['content', 'source', 'title', 'cache_control', 'citations'],
};
const MOST_BREAKPOINTS = 4;

export function checkSystem(system: unknown): void {
  if (system === undefined || typeof system === 'string') return;
  list(system, 'system').forEach((block, index) => {
    const checked = record(block, `system.${index}`);
    tag(checked, `system.${index}`, ['text']);
    checkBlock(checked, 'text', `system.${index}`);
  });
}

export function checkMessages(body: Json, model: ModelFacts): void {
  const messages = list(body['messages'], 'messages').map((message, index) => record(message, `messages.${index}`));
  if (messages.length === 0) throw invalid('messages: at least one message is required');
  for (const [index, message] of messages.entries()) checkMessage(message, index, index === messages.length - 1);
  if (messages[0]?.['role'] !== 'user') throw invalid('messages: first message must use the "user" role');
  checkPairing(messages);
  const blocks = messages.flatMap(({ content }) => recordsOf(content));
  if (blocks.some(({ type }) => type === 'tool_use') && recordsOf(body['tools']).length === 0) {
    throw invalid('Requests which have `tool_use` or `tool_result` blocks in `messages` must define tools.');
  }
  checkPrefill(messages, body, model);
}

export function checkBreakpoints(body: Json): void {
  const found = countBreakpoints(body);
  if (found > MOST_BREAKPOINTS) {
    throw invalid(`A maximum of ${MOST_BREAKPOINTS} blocks with cache_control may be provided. Found ${found}.`);
  }
}

function checkMessage(message: Json, index: number, isLast: boolean): void {
  const at = `messages.${index}`;
  onlyKeys(message, at, ['role', 'content']);
  const role = text(message['role'], `${at}.role`);
  if (role !== 'user' && role !== 'assistant') {
    throw invalid(
      `messages: Unexpected role "${role}". The Messages API accepts a top-level \`system\` parameter, not "system" as an input message role.`,
    );
  }
  const { content } = message;
  if (content === undefined) throw invalid(`${at}.content: Field required`);
  if (content === '' || (Array.isArray(content) && content.length === 0)) {
    if (role === 'assistant' && isLast) return;
    throw invalid(`${at}: all messages must have non-empty content except for the optional final assistant message`);
  }
  if (typeof content === 'string') {
    checkWords(content);
    return;
  }
  for (const [place, block] of list(content, `${at}.content`).entries()) {
    const where = `${at}.content.${place}`;
    const checked = record(block, where);
    const type = tag(checked, where, [...BLOCKS.user, ...BLOCKS.assistant]);
    if (!BLOCKS[role].includes(type)) {
      const other = role === 'user' ? 'assistant' : 'user';
      throw invalid(`${at}: \`${type}\` blocks can only be in \`${other}\` messages`);
    }
    if (role === 'user') checkNoCitations(checked, `${where}.${type}`);
    checkBlock(checked, type, where);
  }
}

/** Of 2026-10-21: who asks cites nothing. */
function checkNoCitations(block: Json, at: string): void {
  if (block['type'] === 'text' && Array.isArray(block['citations']) && block['citations'].length > 0) {
    throw invalid(`${at}.citations: Extra inputs are not permitted`);
  }
}

function checkBlock(block: Json, type: string, where: string): void {
  const at = `${where}.${type}`;
  onlyKeys(block, at, ['type', ...(KEYS[type] ?? [])]);
  if (type === 'text') checkWords(text(block['text'], `${at}.text`));
  if (type === 'tool_use') checkCall(block, at);
  if (type === 'tool_result') checkResult(block, at);
  if (type === 'redacted_thinking') text(block['data'], `${at}.data`);
  if (type === 'image' || type === 'document') record(block['source'], `${at}.source`);
  if (type === 'thinking') {
    const thinking = text(block['thinking'], `${at}.thinking`);
    if (!isSigned(thinking, text(block['signature'], `${at}.signature`))) {
      throw invalid(`${where}: Invalid \`signature\` in \`thinking\` block`);
    }
  }
  cacheControl(block, `${at}.`);
}

function checkWords(words: string): void {
  if (words === '') throw invalid('messages: text content blocks must be non-empty');
  if (words.trim() === '') throw invalid('messages: text content blocks must contain non-whitespace text');
}

function checkCall(block: Json, at: string): void {
  const id = text(block['id'], `${at}.id`);
  if (!/^[a-zA-Z0-9_-]+$/.test(id)) throw invalid(`${at}.id: String should match pattern '^[a-zA-Z0-9_-]+$'`);
  text(block['name'], `${at}.name`);
  record(block['input'], `${at}.input`);
}

function checkResult(block: Json, at: string): void {
  text(block['tool_use_id'], `${at}.tool_use_id`);
  const failed = flag(block['is_error'], `${at}.is_error`);
  const { content } = block;
  if (
    failed === true &&
    (content === undefined || content === '' || (Array.isArray(content) && content.length === 0))
  ) {
    throw invalid(`${at}: content cannot be empty if \`is_error\` is true`);
  }
  if (content === undefined || typeof content === 'string') return;
  for (const [index, inner] of list(content, `${at}.content`).entries()) {
    const where = `${at}.content.${index}`;
    const checked = record(inner, where);
    checkBlock(checked, tag(checked, where, RESULT_BLOCKS), where);
  }
}

/** A final assistant turn is a beginning that the model goes on with, where it can. */
function checkPrefill(messages: readonly Json[], body: Json, model: ModelFacts): void {
  const last = messages.at(-1);
  if (last?.['role'] !== 'assistant') return;
  if (!model.prefill) {
    throw invalid(
      'This model does not support assistant message prefill. The conversation must end with a user message.',
    );
  }
  const config = body['output_config'];
  if (isRecord(config) && isRecord(config['format'])) {
    throw invalid('output_config.format: Structured outputs do not support a prefilled assistant message.');
  }
  const { content } = last;
  const ending = typeof content === 'string' ? content : recordsOf(content).at(-1)?.['text'];
  if (typeof ending === 'string' && ending !== ending.trimEnd()) {
    throw invalid('messages: final assistant content cannot end with trailing whitespace');
  }
}

// A request as the cache sees it: tools, system and messages in this order, block by block.
import { canonical, isRecord, type Json, recordsOf } from './json.ts';

export interface Part {
  /** The same for the same content, whether it is marked or not. */
  readonly text: string;
  /** A breakpoint: what stands up to here is to be cached for so long. */
  readonly ttl: '5m' | '1h' | null;
}

export function partsOf(body: Json): readonly Part[] {
  const system =
    typeof body['system'] === 'string' ? [{ type: 'text', text: body['system'] }] : recordsOf(body['system']);
  const turns = recordsOf(body['messages']).flatMap(({ role, content }) =>
    blocksOf(content).map((block) => part(block, `${String(role)}: `)),
  );
  const parts = [
    ...recordsOf(body['tools']).map((tool) => part(tool, 'tool: ')),
    ...system.map((block) => part(block, 'system: ')),
    ...turns,
  ];
  const last = parts.at(-1);
  // On the request itself it means: at its last block.
  if (last !== undefined && isRecord(body['cache_control']))
    parts.splice(-1, 1, { ...last, ttl: ttlOf(body['cache_control']) });
  return parts;
}

/** How many blocks are marked, also those inside tool results. */
export function countBreakpoints(body: Json): number {
  const blocks = [
    ...recordsOf(body['tools']),
    ...recordsOf(body['system']),
    ...recordsOf(body['messages']).flatMap(({ content }) => recordsOf(content)),
  ];
  const nested = blocks.filter(({ type }) => type === 'tool_result').flatMap(({ content }) => recordsOf(content));
  return [body, ...blocks, ...nested].filter((block) => isRecord(block['cache_control'])).length;
}

/** Text alone is short for one block of text. */
export function blocksOf(content: unknown): readonly Json[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : recordsOf(content);
}

function part(block: Json, prefix: string): Part {
  const control = block['cache_control'];
  return { text: `${prefix}${canonical(block, ['cache_control'])}\n`, ttl: isRecord(control) ? ttlOf(control) : null };
}

function ttlOf(control: Json): '5m' | '1h' {
  return control['ttl'] === '1h' ? '1h' : '5m';
}

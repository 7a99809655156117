import type Anthropic from '@anthropic-ai/sdk';
import type { OfferedTool, ToolClient } from '../mcp/client.ts';
import { messageOf } from '../platform/errors.ts';
import { redact } from '../platform/redact/redact.ts';
import { STRICT_ROOM, type StrictRoom, strictSchema, withoutNoise } from './strict-schema.ts';
import { untilAborted } from './until-aborted.ts';

/** What calling a tool gave, redacted; `text` is not fenced yet. */
export interface CallResult {
  readonly ok: boolean;
  readonly text: string;
  /** As the server gave it, neither redacted nor cut: to compare with, never to show. */
  readonly data: Readonly<Record<string, unknown>> | null;
}

/** The tools one agent may use, and no other. */
export interface Toolbox {
  /** In the order of the agent's file. */
  readonly tools: readonly Anthropic.Tool[];
  /** A name that was not offered is an answer that says so, never a call. Rejects with the signal's reason only. */
  call(name: string, input: unknown, signal: AbortSignal): Promise<CallResult>;
}

export const NO_TOOLS: Toolbox = { tools: [], call: async (name) => noSuchTool(name, []) };

/** Characters that are looked at; what an agent gets of them is cut later, by tokens. */
const LONGEST_RESULT = 256 * 1024;
/** What the Messages API takes as a name. */
const API_NAME = /^[a-zA-Z0-9_-]{1,64}$/;

/** The tools the agent's file names, as far as they are connected and only read. `scrub` takes our own tokens out of results. */
export function toolboxOf(
  names: readonly string[],
  clients: readonly ToolClient[],
  scrub: (text: string) => string,
): Toolbox {
  const offered = new Map<string, { readonly client: ToolClient; readonly tool: OfferedTool }>();
  for (const client of clients) {
    for (const tool of client.tools) {
      const name = `mcp__${client.server}__${tool.name}`;
      // The first of a name stays: nothing that comes later takes its place.
      if (tool.readOnly && API_NAME.test(name) && names.includes(name) && !offered.has(name))
        offered.set(name, { client, tool });
    }
  }
  const order = [...new Set(names)].flatMap((name) => {
    const found = offered.get(name);
    return found === undefined ? [] : [{ name, tool: found.tool }];
  });
  return {
    tools: asApiTools(order),
    async call(name, input, signal) {
      const found = offered.get(name);
      if (found === undefined) return noSuchTool(name, [...offered.keys()]);
      const result = await untilAborted(signal, () => found.client.call(found.tool.name, input, signal)).catch(
        (error: unknown) => {
          signal.throwIfAborted();
          const next = 'go on without it, and say that it was not checked';
          return { ok: false, data: null, text: `${found.tool.name} failed: ${messageOf(error)}. Next: ${next}.` };
        },
      );
      signal.throwIfAborted();
      return { ok: result.ok, text: redact(scrub(result.text), LONGEST_RESULT), data: result.data };
    },
  };
}

function asApiTools(tools: readonly { readonly name: string; readonly tool: OfferedTool }[]): Anthropic.Tool[] {
  let room = STRICT_ROOM;
  return tools.map(({ name, tool }) => {
    const strict = strictSchema(tool.inputSchema);
    const left = strict === null ? null : minus(room, strict.uses);
    const { description } = tool;
    if (strict === null || left === null)
      return { name, description, input_schema: { ...withoutNoise(tool.inputSchema), type: 'object' } };
    room = left;
    return { name, description, strict: true, input_schema: { ...strict.schema, type: 'object' } };
  });
}

function minus(room: StrictRoom, uses: StrictRoom): StrictRoom | null {
  const left = {
    tools: room.tools - uses.tools,
    optional: room.optional - uses.optional,
    unions: room.unions - uses.unions,
  };
  return Object.values(left).some((count) => count < 0) ? null : left;
}

function noSuchTool(name: string, known: readonly string[]): CallResult {
  const there = known.length === 0 ? 'you have no tools' : `your tools are ${known.join(', ')}`;
  return { ok: false, data: null, text: `There is no tool "${redact(name, 80).replace(/\s+/g, ' ')}": ${there}.` };
}

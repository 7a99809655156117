import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import {
  CallToolRequestSchema,
  type CallToolResult,
  ErrorCode,
  ListToolsRequestSchema,
  McpError,
  ToolSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { SECOND } from '../domain/duration.ts';
import { systemClock } from '../platform/clock.ts';
import { deadlineIn, inSeconds } from '../platform/deadline.ts';
import { messageOf } from '../platform/errors.ts';
import { redact } from '../platform/redact/redact.ts';
import { describeTool } from './describe.ts';
import { GO_ON, type Tool, type ToolOutcome, type Toolset } from './tool.ts';

export interface ServeOptions {
  readonly version: string;
  /** False: tools that write are not there at all. */
  readonly allowWrite: boolean;
  /** For one call, milliseconds; 20 s when not set. */
  readonly callTimeoutMs?: number;
  /** True: a tool that hangs gets no answer sent, so that a client in this process sees the hang as what it is. */
  readonly silentWhenHanging?: boolean;
  /** The last look at every text that leaves, errors too: takes out what only the caller knows to be secret, such as its own tokens. */
  readonly scrub?: (text: string) => string;
}

/** How long a tool may take to stop, milliseconds. */
export const STOPPING_MS = 500;

/**
 * A toolset as an MCP server, not yet connected. The low-level class of the SDK: the other one answers a call of an unknown tool
 * as if the tool had failed, and checks arguments before the tool can say what to mend.
 */
export function serverOf<D>(toolset: Toolset<D>, deps: D, options: ServeOptions): Server {
  const { version, allowWrite, scrub = (text) => text } = options;
  // Before, for redaction may cut a token in two; and after, for it may put one together that had invisible characters in it.
  const clean = (text: string, maxLength?: number): string => scrub(redact(scrub(text), maxLength));
  const tools = toolset.tools.filter(({ access }) => allowWrite || access === 'read');
  const listed = tools.map((tool) => ToolSchema.parse(describeTool(tool)));
  const server = new Server(
    { name: `k8s-monitor-${toolset.name}`, title: toolset.title, version },
    { capabilities: { tools: {} }, instructions: toolset.instructions },
  );
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: listed }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal }) => {
    const tool = tools.find(({ name }) => name === params.name);
    if (tool === undefined) throw new McpError(ErrorCode.InvalidParams, clean(noSuchTool(toolset, params.name, tools)));
    try {
      return result(await callInTime(tool, params.arguments ?? {}, deps, options, signal), clean);
    } catch (error) {
      signal.throwIfAborted();
      throw new McpError(ErrorCode.InternalError, `${clean(brokeDown(tool.name, error), 500)}. Next: ${GO_ON}.`);
    }
  });
  return server;
}

function noSuchTool<D>(toolset: Toolset<D>, name: string, tools: readonly Tool<D>[]): string {
  if (toolset.tools.some((tool) => tool.name === name)) {
    return `${name} writes, and this server only reads. Next: go on without it; whoever runs the server may start it with --allow-write.`;
  }
  return `no tool ${redact(name, 80)}; there are ${tools.map((tool) => tool.name).join(', ')}. Next: call one of these.`;
}

function brokeDown(name: string, error: unknown): string {
  return `${name} broke down: ${messageOf(error)}`;
}

/** What a tool gives leaves the house here, whoever asked: so it is redacted here, whatever the tool did itself. */
function result(outcome: ToolOutcome, clean: (text: string) => string): CallToolResult {
  const content = [{ type: 'text' as const, text: clean(outcome.text) }];
  if (!outcome.ok) return { content, isError: true };
  return { content, structuredContent: cleanStrings(outcome.data, clean) };
}

function cleanStrings(data: Record<string, unknown>, clean: (text: string) => string): Record<string, unknown> {
  return JSON.parse(JSON.stringify(data), (_key, value: unknown) => (typeof value === 'string' ? clean(value) : value));
}

/**
 * A call that is not done in time ends as an error of the tool. The tool is told to stop and has a moment to do so: one that does not
 * listen hangs.
 */
async function callInTime<D>(
  tool: Tool<D>,
  args: unknown,
  deps: D,
  { callTimeoutMs = 20 * SECOND, silentWhenHanging = false }: ServeOptions,
  parent: AbortSignal,
): Promise<ToolOutcome> {
  const deadline = deadlineIn(callTimeoutMs, tool.name, systemClock, parent);
  const patience = new AbortController();
  const end = (): typeof HANGS => HANGS;
  const hangs = systemClock.sleep(callTimeoutMs + STOPPING_MS, patience.signal).then(end, end);
  try {
    const outcome = await Promise.race([tool.call(args, deps, deadline.signal), hangs]);
    if (outcome !== HANGS) return outcome;
    if (silentWhenHanging) return await NEVER;
  } catch (error) {
    parent.throwIfAborted();
    if (!deadline.signal.aborted) throw error;
  } finally {
    patience.abort();
    deadline.end();
  }
  return {
    ok: false,
    text: `${tool.name} took longer than ${inSeconds(callTimeoutMs)}. Next: ask for less, or ${GO_ON}.`,
  };
}

const HANGS = Symbol('hangs');
const NEVER = new Promise<never>(() => {});

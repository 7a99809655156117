import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { messageOf } from '../platform/errors.ts';
import { redact } from '../platform/redact/redact.ts';
import type { OfferedTool, ToolClient, ToolResult } from './client.ts';
import { describeTool } from './describe.ts';
import { IN_PROCESS, type Link, openLink } from './link.ts';
import { STOPPING_MS, serverOf } from './serve.ts';
import { GO_ON, type Toolset } from './tool.ts';

export interface ConnectOptions {
  /** For one call, milliseconds. A tool that stops then was slow; one that does not hangs, and its server has broken down. */
  readonly callTimeoutMs: number;
  readonly allowWrite?: boolean;
  /** As ServeOptions has it. */
  readonly scrub?: (text: string) => string;
}

/** A server in this process, behind a pair of transports in memory: what goes to and fro is what would go over a wire. */
export function connectInProcess<D>(toolset: Toolset<D>, deps: D, options: ConnectOptions): Promise<ToolClient> {
  const { callTimeoutMs, allowWrite = false, scrub = (text) => text } = options;
  return connect(toolset, options, async () => {
    const serveOptions = { version: IN_PROCESS, allowWrite, callTimeoutMs, silentWhenHanging: true, scrub };
    const [ours, theirs] = InMemoryTransport.createLinkedPair();
    await serverOf(toolset, deps, serveOptions).connect(theirs);
    return ours;
  });
}

interface Attempt {
  readonly link: Promise<Link>;
  broken: boolean;
  inFlight: number;
}

/** The first start, and one more. */
const STARTS = 2;

/**
 * A server behind a transport that `start` makes. It is started again once after it broke; after that its tools stay listed, and
 * every call says that they are not available. Never rejects.
 */
export async function connect<D>(
  toolset: Toolset<D>,
  { callTimeoutMs, allowWrite = false, scrub = (text) => text }: ConnectOptions,
  start: () => Promise<Transport>,
): Promise<ToolClient> {
  let starts = 0;
  let why = '';
  let isClosed = false;
  let current = begin();
  const attempts = [current];

  function begin(): Attempt {
    starts += 1;
    const link = start().then((transport) => openLink(transport, callTimeoutMs + 2 * STOPPING_MS));
    link.catch(() => {});
    return { link, broken: false, inFlight: 0 };
  }
  /** Calls of others that it may still answer are left to it. */
  const breakOff = (attempt: Attempt, error: unknown): void => {
    // The server's own next step would be said twice.
    const [said = ''] = messageOf(error)
      .replace(/^(MCP error -?\d+: )+/, '')
      .split('. Next: ', 1);
    why = scrub(redact(scrub(said), 300));
    if (attempt.broken) return;
    attempt.broken = true;
    if (starts >= STARTS || isClosed) return;
    current = begin();
    attempts.push(current);
  };
  const end = async (attempt: Attempt): Promise<void> => {
    const link = await attempt.link.catch(() => null);
    await link?.close().catch(() => {});
  };

  const call = async (name: string, args: unknown, signal: AbortSignal): Promise<ToolResult> => {
    if (!tools.some((tool) => tool.name === name)) return failed(scrub(noSuchTool(toolset, name, tools)));
    if (!isObject(args)) return failed(`${name}: the arguments have to be an object. Next: mend them and call again.`);
    const attempt = current;
    if (attempt.broken) return failed(notAvailable(toolset, name, why));
    attempt.inFlight += 1;
    try {
      const link = await attempt.link;
      return await link.call(name, args, signal);
    } catch (error) {
      if (signal.aborted) return failed(`${name} was stopped: ${messageOf(signal.reason)}. Next: ${GO_ON}.`);
      breakOff(attempt, error);
      return failed(notAvailable(toolset, name, why));
    } finally {
      attempt.inFlight -= 1;
      if (attempt.broken && attempt.inFlight === 0) await end(attempt);
    }
  };

  const first = await current.link.catch((error: unknown) => {
    breakOff(current, error);
    return current.link.catch((again: unknown) => {
      breakOff(current, again);
      return null;
    });
  });
  const tools = offered(toolset, allowWrite, first);
  return {
    server: toolset.name,
    tools,
    call,
    close: async () => {
      isClosed = true;
      await Promise.all(attempts.map(end));
    },
  };
}

/** What the server lists and the toolset has: of a server that never started all that it should have. */
function offered<D>(toolset: Toolset<D>, allowWrite: boolean, link: Link | null): readonly OfferedTool[] {
  const listed = (name: string): boolean => link?.listed.has(name) ?? true;
  return toolset.tools
    .filter(({ name, access }) => (allowWrite || access === 'read') && listed(name))
    .map((tool) => {
      const { name, description, inputSchema } = describeTool(tool);
      const readOnly = tool.access === 'read' && (link?.listed.get(name)?.readOnly ?? true);
      return { server: toolset.name, name, description, readOnly, inputSchema };
    });
}

function noSuchTool<D>(toolset: Toolset<D>, name: string, tools: readonly OfferedTool[]): string {
  return `server ${toolset.name} has no tool ${redact(name, 80)}; it has ${tools.map((tool) => tool.name).join(', ')}. Next: call one of these.`;
}

function notAvailable<D>(toolset: Toolset<D>, name: string, why: string): string {
  return `tool ${name} of server ${toolset.name} is not available: ${why}. Next: ${GO_ON}.`;
}

function failed(text: string): ToolResult {
  return { ok: false, text, data: null };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { type CallToolResult, CallToolResultSchema, JSONRPCMessageSchema } from '@modelcontextprotocol/sdk/types.js';
import type { ToolResult } from './client.ts';

/** Which version of us asks matters to nobody here: both ends are one program. */
export const IN_PROCESS = 'in-process';

/** One connection to a server. It breaks at most once, and is not used again then. */
export interface Link {
  /** Names of the tools it lists, and which of them it says only read. */
  readonly listed: ReadonlyMap<string, { readonly readOnly: boolean }>;
  /** Rejects when the server broke down, is silent for too long or is gone; with the signal's reason at the signal. */
  call(name: string, args: Record<string, unknown>, signal: AbortSignal): Promise<ToolResult>;
  close(): Promise<void>;
}

/** Initializes a connection and lists the tools. Rejects when the server does neither in time. */
export async function openLink(transport: Transport, callTimeoutMs: number): Promise<Link> {
  const broken = Promise.withResolvers<never>();
  broken.promise.catch(() => {});
  transport.onmessage = (message) => {
    if (!JSONRPCMessageSchema.safeParse(message).success) broken.reject(new Error('it sent a frame that is none'));
  };
  const client = new Client({ name: 'k8s-monitor', version: IN_PROCESS });
  client.onclose = () => broken.reject(new Error('the connection is closed'));
  const orBroken = <T>(work: Promise<T>): Promise<T> => Promise.race([work, broken.promise]);
  const options = { timeout: callTimeoutMs };
  try {
    await orBroken(client.connect(transport, options));
    const { tools } = await orBroken(client.listTools(undefined, options));
    const listed = new Map(tools.map((tool) => [tool.name, { readOnly: tool.annotations?.readOnlyHint === true }]));
    const call: Link['call'] = async (name, args, signal) => {
      const stop = new AbortController();
      const onAbort = (): void => stop.abort(signal.reason);
      signal.addEventListener('abort', onAbort, { once: true });
      try {
        signal.throwIfAborted();
        const asked = client.callTool({ name, arguments: args }, CallToolResultSchema, {
          ...options,
          signal: stop.signal,
        });
        return toResult(CallToolResultSchema.parse(await orBroken(asked)));
      } finally {
        signal.removeEventListener('abort', onAbort);
      }
    };
    return { listed, call, close: () => client.close() };
  } catch (error) {
    await client.close();
    throw error;
  }
}

function toResult({ content, structuredContent, isError }: CallToolResult): ToolResult {
  const text = content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('\n');
  return { ok: isError !== true, text, data: structuredContent ?? null };
}

import type { Readable, Writable } from 'node:stream';
import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import {
  isJSONRPCErrorResponse,
  isJSONRPCNotification,
  isJSONRPCRequest,
  isJSONRPCResultResponse,
  type JSONRPCMessage,
} from '@modelcontextprotocol/sdk/types.js';
import { messageOf } from '../platform/errors.ts';
import { shortLines } from './short-lines.ts';

const MAX_FRAME_BYTES = 1024 * 1024;

export interface StdioOptions {
  readonly input: Readable;
  readonly output: Writable;
  readonly signal: AbortSignal;
  /** What was wrong with a frame, a line each. */
  readonly onFault: (line: string) => void;
}

/**
 * Serves one client over a pair of streams, one frame a line. Resolves when the input has ended and what was asked before is
 * answered, when the other side no longer reads, or at the signal. A frame that can't be read is told and passed over.
 */
export async function serveStdio(server: Server, options: StdioOptions): Promise<void> {
  const { input, output, signal, onFault } = options;
  const lines = input.pipe(
    shortLines(MAX_FRAME_BYTES, () => onFault(`a frame of more than ${MAX_FRAME_BYTES} bytes was passed over`)),
  );
  const transport = new StdioServerTransport(lines, output, { maxBufferSize: 2 * MAX_FRAME_BYTES });
  const done = Promise.withResolvers<void>();
  const finish = (): void => done.resolve();
  const asked = new Set<unknown>();
  let inputEnded = false;
  const finishWhenAnswered = (): void => {
    if (inputEnded && asked.size === 0) finish();
  };

  server.onclose = finish;
  server.onerror = (error) => onFault(`a frame could not be handled: ${messageOf(error).slice(0, 200)}`);
  // Before it is connected: the server calls this one first, then its own.
  transport.onmessage = (message) => {
    if (isJSONRPCRequest(message)) asked.add(message.id);
    if (isJSONRPCNotification(message) && message.method === 'notifications/cancelled') {
      asked.delete(message.params?.['requestId']);
    }
  };
  const send = transport.send.bind(transport);
  transport.send = async (message: JSONRPCMessage): Promise<void> => {
    await send(message);
    if (isJSONRPCResultResponse(message) || isJSONRPCErrorResponse(message)) asked.delete(message.id);
    finishWhenAnswered();
  };

  lines.once('end', () => {
    inputEnded = true;
    finishWhenAnswered();
  });
  for (const name of ['error', 'close'] as const) output.once(name, finish);
  input.once('error', finish);
  signal.addEventListener('abort', finish, { once: true });
  if (signal.aborted) finish();
  try {
    await server.connect(transport);
    await done.promise;
  } finally {
    signal.removeEventListener('abort', finish);
    input.unpipe(lines);
    input.pause();
    await server.close();
  }
}

import type { IncomingMessage } from 'node:http';
import { finished } from 'node:stream/promises';
import { messageOf } from '../platform/errors.ts';
import type { Refusal } from './http-guard.ts';

export type Body = { readonly json: unknown } | { readonly refused: Refusal };

/** The body of a request as JSON. Of one that is too long nothing is kept, but it is let in: clients read no answer before. */
export async function readJson(request: IncomingMessage, maxBytes: number): Promise<Body> {
  let chunks: Buffer[] = [];
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= maxBytes) chunks.push(chunk);
    else chunks = [];
  });
  try {
    await finished(request, { writable: false });
    if (bytes > maxBytes) return { refused: { status: 413, message: `the body may have ${maxBytes} bytes at most` } };
    return { json: JSON.parse(Buffer.concat(chunks).toString('utf8')) };
  } catch (error) {
    return { refused: { status: 400, message: `the body is not JSON: ${messageOf(error).slice(0, 200)}` } };
  }
}

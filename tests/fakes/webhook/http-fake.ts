// A service on loopback that takes JSON by POST, and whose every fault can be ordered. What it refuses is the service's own matter.
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

export interface Posted {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** How many came, this one included. */
  readonly time: number;
}

/** `null`: answer as usual. `accept-…`: take it, and let the caller never hear of it. */
export type Reply =
  | null
  | 'hang'
  | 'reset'
  | 'html'
  | 'accept-then-hang'
  | 'accept-then-reset'
  | { readonly status: number; readonly body?: string; readonly headers?: Readonly<Record<string, string>> };

export type Script = (posted: Posted) => Reply;

/** What a service answers; `take` keeps what it accepted. */
export interface Usual {
  readonly status: number;
  readonly body: object | string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly take?: () => void;
}

export interface HttpFake {
  /** `http://127.0.0.1:1234`, without a path. */
  readonly origin: string;
  readonly requests: readonly Posted[];
  /** No answer from here on: connections are refused. */
  readonly stop: () => Promise<void>;
}

export async function httpFake(script: Script | undefined, usual: (posted: Posted) => Usual): Promise<HttpFake> {
  const requests: Posted[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const posted = { path: request.url ?? '', headers: request.headers, body, time: requests.length + 1 };
    requests.push(posted);
    const reply = script?.(posted) ?? null;
    if (reply === 'hang') return;
    if (reply === 'reset') return void request.socket.resetAndDestroy();
    if (reply === 'html') {
      return send(response, 200, '<!DOCTYPE html><html>Sign in to the proxy</html>', { 'content-type': 'text/html' });
    }
    if (typeof reply === 'object' && reply !== null)
      return send(response, reply.status, reply.body ?? '', reply.headers);
    const answer = request.method === 'POST' ? usual(posted) : { status: 405, body: null };
    answer.take?.();
    if (reply === 'accept-then-reset') return void request.socket.resetAndDestroy();
    if (reply === null) send(response, answer.status, answer.body, answer.headers);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { origin: `http://127.0.0.1:${port}`, requests, stop };
}

export function parsed(body: string): Readonly<Record<string, unknown>> | null {
  try {
    return z.record(z.string(), z.unknown()).safeParse(JSON.parse(body)).data ?? null;
  } catch {
    return null;
  }
}

function send(response: ServerResponse, status: number, body: Usual['body'], headers: Usual['headers'] = {}): void {
  const isText = typeof body === 'string' || body === null;
  const type = isText ? 'text/plain' : 'application/json';
  response.writeHead(status, { 'content-type': type, ...headers }).end(isText ? (body ?? '') : JSON.stringify(body));
}

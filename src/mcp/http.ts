import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { isInitializeRequest } from '@modelcontextprotocol/sdk/types.js';
import { MINUTE, SECOND } from '../domain/duration.ts';
import { systemClock } from '../platform/clock.ts';
import { ConfigError, codeOf, messageOf } from '../platform/errors.ts';
import { readJson } from './http-body.ts';
import { foreignRequest, isLoopback, type Refusal } from './http-guard.ts';
import { openSessions, type Session, type SessionLimits, type Sessions } from './http-sessions.ts';
import { type TokenCheck, tokenCheck, tokenFault } from './http-token.ts';

const MAX_BODY_BYTES = 1024 * 1024;
const METHODS = ['POST', 'GET', 'DELETE'];

export interface HttpOptions extends Partial<SessionLimits> {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Null: none is asked for, which only loopback may do. */
  readonly token: string | null;
  /** How long calls under way may still take when it closes, milliseconds. */
  readonly graceMs?: number;
}

export interface HttpServing {
  /** `http://127.0.0.1:3000/mcp`. */
  readonly url: string;
  close(): Promise<void>;
}

/** Serves many clients over streamable HTTP, each in a session of its own. Throws a ConfigError when it can't listen there. */
export async function serveHttp(newServer: () => Server, options: HttpOptions): Promise<HttpServing> {
  const { host, port, token, maxSessions = 32, idleMs = 30 * MINUTE, graceMs = 3 * SECOND } = options;
  if (token === null && !isLoopback(host)) {
    throw new ConfigError(
      `${host} can be reached by others: set MCP_TOKEN to ask for a token (openssl rand -hex 32 makes one), or leave --host out`,
    );
  }
  const weak = token === null ? null : tokenFault(token);
  if (weak !== null) throw new ConfigError(weak);
  const hasToken = tokenCheck(token, systemClock);
  const sessions = openSessions(newServer, { maxSessions, idleMs }, systemClock);
  const calls = new Set<ServerResponse>();
  let isClosing = false;
  const server = createServer((request, response) => {
    const refusal = isClosing ? CLOSING : refuse(request, host, hasToken);
    if (refusal !== null) return answer(response, refusal);
    if (pathOf(request) === '/healthz') return answerOk(response);
    if (request.method === 'POST') {
      calls.add(response);
      response.once('close', () => calls.delete(response));
    }
    handle(request, response, sessions).catch(() => answer(response, OUR_FAULT));
    return undefined;
  });
  server.headersTimeout = 10 * SECOND;
  server.requestTimeout = 30 * SECOND;
  await listen(server, host, port);
  return {
    url: addressOf(server, host),
    close: async () => {
      isClosing = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      const patience = AbortSignal.timeout(graceMs);
      while (calls.size > 0 && !patience.aborted) await systemClock.sleep(10);
      await sessions.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

const OUR_FAULT: Refusal = { status: 500, message: 'a fault of k8s-monitor: please report it' };
const CLOSING: Refusal = { status: 503, message: 'this server is closing', headers: { Connection: 'close' } };

function refuse(request: IncomingMessage, host: string, hasToken: TokenCheck): Refusal | null {
  const foreign = foreignRequest(request.headers, host);
  if (foreign !== null) return foreign;
  const path = pathOf(request);
  const method = request.method ?? '';
  if (path === '/healthz') return method === 'GET' || method === 'HEAD' ? null : notAllowed('GET, HEAD');
  if (path !== '/mcp') return { status: 404, message: 'nothing is here: the server is at /mcp' };
  if (!METHODS.includes(method)) return notAllowed(METHODS.join(', '));
  return hasToken(request.headers, request.socket.remoteAddress ?? '');
}

function notAllowed(allow: string): Refusal {
  return { status: 405, message: `only ${allow} may be used here`, headers: { Allow: allow } };
}

async function handle(request: IncomingMessage, response: ServerResponse, sessions: Sessions): Promise<void> {
  const id = request.headers['mcp-session-id'];
  const known = typeof id === 'string' ? sessions.find(id) : undefined;
  if (id !== undefined && known === undefined) {
    return answer(response, { status: 404, message: 'this session has ended: initialize a new one' }, -32_001);
  }
  if (request.method !== 'POST') {
    if (known === undefined) return answer(response, NO_SESSION);
    return serve(known, request, response, sessions);
  }
  const body = await readJson(request, MAX_BODY_BYTES);
  if ('refused' in body) return answer(response, body.refused, -32_700);
  if (known !== undefined) return serve(known, request, response, sessions, body.json);
  if (!isInitializeRequest(body.json)) return answer(response, NO_SESSION);
  const session = await sessions.open();
  if (session === null) return answer(response, TOO_MANY);
  await serve(session, request, response, sessions, body.json);
  if (session.transport.sessionId === undefined) await sessions.drop(session);
}

const NO_SESSION: Refusal = { status: 400, message: 'no session: send initialize first, then Mcp-Session-Id' };
const TOO_MANY: Refusal = {
  status: 503,
  message: 'too many sessions are in use: try again later',
  headers: { 'Retry-After': '30' },
};

async function serve(
  session: Session,
  request: IncomingMessage,
  response: ServerResponse,
  sessions: Sessions,
  body?: unknown,
): Promise<void> {
  sessions.use(session, response);
  await session.transport.handleRequest(request, response, body);
}

function answer(response: ServerResponse, refusal: Refusal, code = -32_000): void {
  if (response.headersSent) return void response.destroy();
  const { status, message, headers } = refusal;
  response.writeHead(status, { ...headers, 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  response.end(JSON.stringify({ jsonrpc: '2.0', error: { code, message }, id: null }));
}

function answerOk(response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'text/plain', 'Cache-Control': 'no-store' }).end('ok\n');
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '').split('?', 1)[0] ?? '';
}

type Listener = ReturnType<typeof createServer>;

async function listen(server: Listener, host: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.removeListener('error', reject);
      resolve();
    });
  }).catch((error: unknown) => {
    const mend = codeOf(error) === 'EADDRINUSE' ? 'another program listens there; choose a --port' : messageOf(error);
    throw new ConfigError(`cannot listen on ${host}, port ${port}: ${mend}`, { cause: error });
  });
}

function addressOf(server: Listener, host: string): string {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}/mcp`;
}

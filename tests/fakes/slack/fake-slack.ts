// A Slack on loopback that refuses what the real one refuses, and whose every fault can be ordered.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { METHODS, NEEDS } from './methods.ts';
import {
  type Accepted,
  type Answer,
  type Asked,
  type FakeSlackOptions,
  type Reply,
  SCOPES,
  type World,
} from './types.ts';

export interface FakeSlack {
  /** For SLACK_API_URL. */
  readonly url: string;
  readonly requests: readonly Asked[];
  /** What was accepted, the oldest first. */
  readonly messages: readonly Accepted[];
  /** No answer from here on: connections are refused. */
  readonly stop: () => Promise<void>;
}

export async function fakeSlack(options: FakeSlackOptions): Promise<FakeSlack> {
  const requests: Asked[] = [];
  const world: World = { options, messages: [], lastPost: new Map(), nextTs: uniqueTs() };
  const server = createServer((request, response) => {
    answer(request, response, world, requests).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/api/`,
    requests,
    messages: world.messages,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  world: World,
  requests: Asked[],
): Promise<void> {
  const method = /^\/api\/([\w.]+)$/.exec(request.url ?? '')?.[1];
  const args = await readArgs(request);
  if (method === undefined) {
    response.writeHead(404, { 'content-type': 'text/html' }).end('<html>not found</html>');
    return;
  }
  const asked = { method, args, time: requests.filter((one) => one.method === method).length + 1 };
  requests.push(asked);
  const reply = world.options.script?.(asked) ?? null;
  if (reply === null || reply === 'accept-then-hang' || reply === 'accept-then-reset') {
    const [status, body, headers] = usual(request, asked, world);
    if (reply === null) send(response, status, JSON.stringify(body), headers);
    if (reply === 'accept-then-reset') request.socket.resetAndDestroy();
    return;
  }
  misbehave(reply, request, response);
}

function misbehave(reply: Exclude<Reply, null>, request: IncomingMessage, response: ServerResponse): void {
  if (reply === 'hang') return;
  if (reply === 'reset') request.socket.resetAndDestroy();
  else if (reply === 'html')
    send(response, 200, '<!DOCTYPE html><html>Sign in to the proxy</html>', { 'content-type': 'text/html' });
  else if (reply === 'cut') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' }).write('{"ok": tr');
    setTimeout(() => response.destroy(), 10);
  } else if (typeof reply === 'object' && 'error' in reply)
    send(response, 200, JSON.stringify({ ok: false, ...reply }));
  else if (typeof reply === 'object') {
    setTimeout(() => send(response, reply.status, reply.body ?? '', reply.headers), reply.delayMs ?? 0);
  }
}

type Usual = readonly [status: number, body: object, headers?: Readonly<Record<string, string>>];

function usual(request: IncomingMessage, { method, args }: Asked, world: World): Usual {
  const refused = refusal(request, method, args, world);
  if (refused !== null) return [200, { ok: false, ...refused }];
  if (method === 'chat.postMessage' && world.options.rateLimit && isTooSoon(args['channel'], world)) {
    return [429, { ok: false, error: 'ratelimited' }, { 'retry-after': '1' }];
  }
  const result: Answer = METHODS[method]?.(args, world) ?? { error: 'unknown_method' };
  return [200, { ok: !('error' in result), ...result }];
}

function refusal(request: IncomingMessage, method: string, args: Asked['args'], { options }: World): object | null {
  const token = request.headers.authorization?.replace(/^Bearer /, '') ?? args['token'];
  if (token === undefined) return { error: 'not_authed' };
  if (token !== options.token) return { error: 'invalid_auth' };
  const scopes = options.scopes ?? SCOPES;
  const needs = NEEDS[method] ?? [];
  const granted = needs.length === 0 || needs.some((scope) => scopes.includes(scope));
  return granted ? null : { error: 'missing_scope', needed: needs.join(','), provided: scopes.join(',') };
}

function isTooSoon(channel: unknown, { lastPost }: World): boolean {
  const now = Date.now();
  const key = String(channel).replace(/^#/, '');
  if (now - (lastPost.get(key) ?? 0) < 1000) return true;
  lastPost.set(key, now);
  return false;
}

/** Slack's `ts` is both the time and the name of a message in its channel. */
function uniqueTs(): World['nextTs'] {
  const last = new Map<string, number>();
  return (channel) => {
    const micros = Math.max(Date.now() * 1000, (last.get(channel) ?? 0) + 1);
    last.set(channel, micros);
    return `${Math.floor(micros / 1e6)}.${String(micros % 1e6).padStart(6, '0')}`;
  };
}

async function readArgs(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString();
  if (request.headers['content-type']?.startsWith('application/json'))
    return JSON.parse(body) as Record<string, unknown>;
  const form = Object.fromEntries(new URLSearchParams(body));
  return Object.fromEntries(
    Object.entries(form).map(([key, value]) => [key, STRUCTURED.has(key) ? parsed(value) : value]),
  );
}

const STRUCTURED: ReadonlySet<string> = new Set(['blocks', 'metadata', 'attachments']);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function send(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers }).end(body);
}

// What goes out: as usual, or as the script wants it.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { byId, byName, METHODS, NEEDS } from './methods.ts';
import { type Answer, type Asked, type Reply, SCOPES, type World } from './types.ts';

type Usual = readonly [status: number, body: object, headers?: Readonly<Record<string, string>>];

export function usual(request: IncomingMessage, { method, args }: Asked, world: World): Usual {
  const refused = refusal(request, method, args, world);
  if (refused !== null) return [200, { ok: false, ...refused }, 'provided' in refused ? scopesOf(world) : {}];
  const isPost = method === 'chat.postMessage' && world.options.rateLimit === true;
  if (isPost && isTooSoon(args['channel'], world)) {
    return [429, { ok: false, error: 'ratelimited' }, { 'retry-after': '1' }];
  }
  const result: Answer = METHODS[method]?.(args, world) ?? { error: 'unknown_method' };
  const ok = !('error' in result);
  if (isPost && ok) world.lastPost.set(channelOf(args['channel'], world), Date.now());
  return [200, { ok, ...result }, scopesOf(world)];
}

/** Slack tells every token that it knows what it may do. */
function scopesOf({ options }: World): Readonly<Record<string, string>> {
  return { 'x-oauth-scopes': (options.scopes ?? SCOPES).join(',') };
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

function isTooSoon(channel: unknown, world: World): boolean {
  return Date.now() - (world.lastPost.get(channelOf(channel, world)) ?? 0) < 1000;
}

function channelOf(channel: unknown, { options: { channels } }: World): string {
  return (byId(channels, channel) ?? byName(channels, channel))?.id ?? String(channel);
}

export function misbehave(reply: Exclude<Reply, null>, request: IncomingMessage, response: ServerResponse): void {
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

export function send(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers }).end(body);
}

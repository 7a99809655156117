// Many clients over HTTP on loopback, and everything that has to be refused.
import { request as httpRequest } from 'node:http';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type HttpOptions, type HttpServing, serveHttp } from '../../src/mcp/http.ts';
import { serverOf } from '../../src/mcp/serve.ts';
import { type Seen, seen, TOOLSET } from './toolset.ts';

const TOKEN = 'a-token-for-tests-only';

async function serving(options: Partial<HttpOptions> = {}, deps: Seen = seen()): Promise<HttpServing> {
  const server = () => serverOf(TOOLSET, deps, { version: '0', allowWrite: false });
  const open = await serveHttp(server, { host: '127.0.0.1', port: 0, token: null, graceMs: 500, ...options });
  onTestFinished(() => open.close());
  return open;
}

async function client(url: string, headers: Record<string, string> = {}) {
  const transport = new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } });
  const opened = new Client({ name: 'test', version: '0' });
  await opened.connect(transport);
  onTestFinished(() => opened.close());
  return { client: opened, transport, echo: (text: string) => opened.callTool({ name: 'echo', arguments: { text } }) };
}

interface Raw {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}
interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly text: string;
}

/** `fetch` would not let us lie about the host. */
function raw(url: string, { method = 'POST', headers = {}, body = HELLO }: Raw = {}): Promise<Answer> {
  const common = { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream' };
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { method, headers: { ...common, ...headers } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    request.on('error', reject);
    request.end(method === 'POST' ? body : undefined);
  });
}

const HELLO = JSON.stringify({
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'raw', version: '0' } },
});
const PING = JSON.stringify({ jsonrpc: '2.0', id: 2, method: 'ping' });

describe('clients', () => {
  it('list and call, each in a session of its own', async () => {
    const { url } = await serving();
    const [a, b] = await Promise.all([client(url), client(url)]);
    expect(a.transport.sessionId).not.toBe(b.transport.sessionId);
    expect((await a.client.listTools()).tools.map(({ name }) => name)).toEqual(['echo', 'refuse', 'wait', 'pause']);
    const texts = Array.from({ length: 10 }, (_, i) => `${i}`);
    const said = await Promise.all(texts.map((text) => (Number(text) % 2 ? a : b).echo(text)));
    expect(said.map(({ structuredContent }) => structuredContent)).toEqual(
      texts.map((text) => ({ said: text, times: 1 })),
    );
  });

  it('may cancel a call', async () => {
    const stop = new AbortController();
    const deps = seen(() => stop.abort(new Error('enough')));
    const { url } = await serving({}, deps);
    const { client: one } = await client(url);
    const waiting = one.callTool({ name: 'wait', arguments: {} }, undefined, { signal: stop.signal });
    await expect(waiting).rejects.toThrow('enough');
    await expect.poll(() => deps.stopped).toEqual(['wait']);
  });

  it('may vanish in the middle of a call without a trace for others', async () => {
    let started = (): void => {};
    const calling = new Promise<void>((resolve) => {
      started = resolve;
    });
    const { url } = await serving(
      {},
      seen(() => started()),
    );
    const [gone, other] = await Promise.all([client(url), client(url)]);
    gone.client.callTool({ name: 'pause', arguments: { ms: 100 } }).catch(() => {});
    await calling;
    await gone.client.close();
    expect((await other.echo('still here')).isError).toBeUndefined();
  });

  it('may end their session, which is gone then', async () => {
    const { url } = await serving();
    const { transport } = await client(url);
    const headers = { 'Mcp-Session-Id': transport.sessionId ?? '' };
    await transport.terminateSession();
    expect((await raw(url, { headers, body: PING })).status).toBe(404);
  });
});

describe('sessions', () => {
  const hello = async (url: string): Promise<Answer> => raw(url);
  const idOf = ({ headers }: Answer): string => String(headers['mcp-session-id']);
  const ping = async (url: string, id: string): Promise<number> =>
    (await raw(url, { body: PING, headers: { 'Mcp-Session-Id': id } })).status;

  it('make room for new ones, the longest unused first', async () => {
    const { url } = await serving({ maxSessions: 2 });
    const [first, second] = [idOf(await hello(url)), idOf(await hello(url))];
    expect(await ping(url, first)).toBe(200);
    const third = idOf(await hello(url));
    expect(await Promise.all([first, second, third].map((id) => ping(url, id)))).toEqual([200, 404, 200]);
  });

  it('that are all in use let nobody in', async () => {
    const { url } = await serving({ maxSessions: 2 });
    const opened = await Promise.all([client(url), client(url)]);
    // Each client holds a stream open.
    await expect.poll(() => hello(url).then(({ status }) => status)).toBe(503);
    expect((await hello(url)).headers['retry-after']).toBe('30');
    expect((await opened[0].echo('mine')).isError).toBeUndefined();
  });

  it('end when nobody uses them', async () => {
    const { url } = await serving({ idleMs: 60 });
    const id = idOf(await hello(url));
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await ping(url, id)).toBe(404);
  });

  it('begin with initialize', async () => {
    const { url } = await serving();
    expect((await raw(url, { body: PING })).status).toBe(400);
    expect((await raw(url, { method: 'GET' })).status).toBe(400);
    expect((await raw(url, { body: PING, headers: { 'Mcp-Session-Id': 'made-up' } })).status).toBe(404);
    expect((await raw(url, { headers: { Accept: 'application/json' } })).status).toBe(406);
  });
});

describe('what is refused', () => {
  it.each([
    [{ Host: 'evil.example.com' }, 403],
    [{ Host: 'evil.example.com:3000', Origin: 'http://evil.example.com:3000' }, 403],
    [{ Origin: 'https://evil.example.com' }, 403],
    [{ Origin: 'null' }, 403],
    [{ Origin: 'http://localhost.evil.example.com' }, 403],
    [{ Host: 'localhost:3000', Origin: 'http://localhost:5173' }, 200],
    [{ Host: '[::1]:3000' }, 200],
    [{ 'Content-Type': 'text/plain' }, 415],
  ])('%j: %i', async (headers, status) => {
    const { url } = await serving();
    expect((await raw(url, { headers: headers as Record<string, string> })).status).toBe(status);
  });

  it('other methods and other places', async () => {
    const { url } = await serving();
    const put = await raw(url, { method: 'PUT' });
    expect([put.status, put.headers['allow']]).toEqual([405, 'POST, GET, DELETE']);
    expect((await raw(url.replace('/mcp', '/sse'))).status).toBe(404);
    expect((await raw(url.replace('/mcp', '/healthz'))).status).toBe(405);
  });

  it('garbage and bodies that are too long, with or without their length', async () => {
    const { url } = await serving();
    const long = JSON.stringify({ pad: 'x'.repeat(2 * 1024 * 1024) });
    expect((await raw(url, { body: '{"half":' })).status).toBe(400);
    expect((await raw(url, { body: '\u0000\u0001' })).status).toBe(400);
    expect((await raw(url, { body: '[]' })).status).toBe(400);
    expect((await raw(url, { body: long })).status).toBe(413);
    expect((await raw(url, { body: long, headers: { 'Transfer-Encoding': 'chunked' } })).status).toBe(413);
    expect((await raw(url)).status).toBe(200);
  });

  it('another host than loopback without a token, before anything listens', async () => {
    await expect(serving({ host: '0.0.0.0' })).rejects.toThrow('0.0.0.0 can be reached by others: set MCP_TOKEN');
  });

  it('a port that is taken, with the mend', async () => {
    const { url } = await serving();
    await expect(serving({ port: Number(new URL(url).port) })).rejects.toThrow(
      'another program listens there; choose a --port',
    );
  });
});

describe('with a token', () => {
  it('serves whoever has it, also under another name', async () => {
    const { url } = await serving({ host: '0.0.0.0', token: TOKEN });
    const local = url.replace('0.0.0.0', '127.0.0.1');
    const { echo } = await client(local, { Authorization: `Bearer ${TOKEN}` });
    expect((await echo('hi')).isError).toBeUndefined();
    const named = { Host: 'tools.example.com', Authorization: `bearer ${TOKEN}` };
    expect((await raw(local, { headers: named })).status).toBe(200);
  });

  it.each([
    [{}, 'Bearer realm="k8s-monitor"'],
    [{ Authorization: 'Bearer wrong' }, 'Bearer realm="k8s-monitor", error="invalid_token"'],
    [{ Authorization: `Basic ${TOKEN}` }, 'Bearer realm="k8s-monitor"'],
  ])('refuses %j', async (headers, challenge) => {
    const { url } = await serving({ token: TOKEN });
    const answer = await raw(url, { headers: headers as Record<string, string> });
    expect([answer.status, answer.headers['www-authenticate']]).toEqual([401, challenge]);
    expect(answer.text).not.toContain(TOKEN);
  });

  it.each(['x', ' ', ' '.repeat(32), 'a-token with blanks-in-it', 'fifteen-letters', 'ein-Schlüssel-mit-Umlaut'])(
    'starts nowhere with the token "%s", which is too short or which nobody can send',
    async (token) => {
      const mend = 'MCP_TOKEN wants at least 16 characters (ASCII, no blanks); make one with: openssl rand -hex 32';
      await expect(serving({ host: '0.0.0.0', token })).rejects.toThrow(mend);
      await expect(serving({ token })).rejects.toThrow(mend);
    },
  );

  it('hears nobody for a while who guesses, whatever comes then; who has no token at all does not guess', async () => {
    const { url } = await serving({ token: TOKEN });
    const statuses: number[] = [];
    const ask = async (headers: Record<string, string>): Promise<Answer> => raw(url, { headers });
    for (let at = 0; at < 30; at += 1) statuses.push((await ask({})).status);
    for (let at = 0; at < 20; at += 1) statuses.push((await ask({ Authorization: `Bearer guess-${at}` })).status);
    expect(new Set(statuses)).toEqual(new Set([401]));
    const { status, headers, text } = await ask({ Authorization: `Bearer ${TOKEN}` });
    expect(status).toBe(429);
    expect(Number(headers['retry-after'])).toBeGreaterThan(50);
    expect(text).toContain('too many wrong tokens from this address');
  });

  it('tells anybody that it lives', async () => {
    const { url } = await serving({ token: TOKEN });
    const health = await raw(url.replace('/mcp', '/healthz'), { method: 'GET' });
    expect([health.status, health.text]).toEqual([200, 'ok\n']);
  });
});

it('lets calls under way end when it closes, and nobody else in', async () => {
  let begun = (): void => {};
  const calling = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const served = await serving(
    { graceMs: 2000 },
    seen(() => begun()),
  );
  const { client: one } = await client(served.url);
  const call = one.callTool({ name: 'pause', arguments: { ms: 150 } });
  await calling;
  const closed = served.close();
  await expect(raw(served.url)).rejects.toThrow();
  expect(await call).toMatchObject({ structuredContent: { said: 'done' } });
  await closed;
});

it('closes in time although a call hangs', async () => {
  let begun = (): void => {};
  const calling = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const deps = seen(() => begun());
  const served = await serving({ graceMs: 50 }, deps);
  const { client: one } = await client(served.url);
  const call = one.callTool({ name: 'wait', arguments: {} });
  call.catch(() => {});
  await calling;
  await served.close();
  expect(deps.stopped).toEqual(['wait']);
  await one.close();
});

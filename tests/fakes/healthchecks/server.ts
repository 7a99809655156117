// A check as healthchecks.io keeps it, on loopback: it notes every ping, and every fault can be ordered.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Ping {
  /** `start`, `success`, `fail`, or an exit code. */
  readonly action: string;
  readonly rid: string | null;
  readonly body: string;
  readonly authorization: string | null;
  /** What the query holds besides the rid. */
  readonly query: string;
}

/** `hang`: no answer, ever. `reset`: the connection breaks. A string: 200 with that text. Null: as usual. */
export type PingReply = 'hang' | 'reset' | { readonly status: number; readonly text?: string } | null;

export interface FakeHealthchecks {
  /** For HEARTBEAT_URL. */
  readonly url: string;
  /** In the order they came, also those that were refused. */
  readonly pings: readonly Ping[];
  /** Pings that were answered with 200. */
  readonly accepted: readonly Ping[];
  /** No answer from here on: connections are refused. */
  readonly stop: () => Promise<void>;
}

const ID = '/ping/5b2a9f0e-6f51-4f0c-9a39-2d8ad6b1c7e4';
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** What the service keeps of a text. */
const LONGEST_BODY = 10 * 1024;

/** `script` says what becomes of the nth ping (from 1). */
export async function fakeHealthchecks(
  script: (ping: Ping, nth: number) => PingReply = () => null,
): Promise<FakeHealthchecks> {
  const pings: Ping[] = [];
  const accepted: Ping[] = [];
  const server = createServer((request, response) => {
    answer(request, response, script, pings, accepted).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${ID}`,
    pings,
    accepted,
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
  script: (ping: Ping, nth: number) => PingReply,
  pings: Ping[],
  accepted: Ping[],
): Promise<void> {
  const url = new URL(request.url ?? '', 'http://fake');
  const body = await textOf(request);
  const action = actionOf(url.pathname);
  const rid = url.searchParams.get('rid');
  url.searchParams.delete('rid');
  const refusal = refusalOf(request.method, action, rid, body);
  if (action === null || refusal !== null) {
    response.writeHead(refusal?.status ?? 404).end(refusal?.text ?? 'not found');
    return;
  }
  const { authorization = null } = request.headers;
  const ping = { action, rid, body, authorization, query: url.search };
  pings.push(ping);
  const reply = script(ping, pings.length);
  if (reply === 'hang') return;
  if (reply === 'reset') {
    request.socket.resetAndDestroy();
    return;
  }
  if (reply === null || reply.status === 200) accepted.push(ping);
  const status = reply?.status ?? 200;
  const headers = status >= 300 && status < 400 ? { location: 'https://elsewhere.example/ping' } : {};
  response.writeHead(status, headers).end(reply?.text ?? (status === 200 ? 'OK' : ''));
}

function actionOf(path: string): string | null {
  if (path === ID) return 'success';
  if (!path.startsWith(`${ID}/`)) return null;
  const action = path.slice(ID.length + 1);
  return /^(?:start|fail|log|\d{1,3})$/.test(action) ? action : null;
}

/** What the real one refuses. */
function refusalOf(method: string | undefined, action: string | null, rid: string | null, body: string) {
  if (action === null) return { status: 404, text: 'not found' };
  if (!['GET', 'POST', 'HEAD'].includes(method ?? '')) return { status: 405, text: '' };
  if (rid !== null && !UUID.test(rid)) return { status: 400, text: 'invalid uuid format' };
  if (/^\d+$/.test(action) && Number(action) > 255) return { status: 400, text: 'invalid url format' };
  return Buffer.byteLength(body) > LONGEST_BODY ? { status: 413, text: 'body too long' } : null;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

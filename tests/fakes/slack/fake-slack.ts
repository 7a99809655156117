// A Slack on loopback that refuses what the real one refuses, and whose every fault can be ordered.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readArgs } from './args.ts';
import { misbehave, send, usual } from './replies.ts';
import type { Accepted, Asked, FakeSlackOptions, Script, World } from './types.ts';

export interface FakeSlack {
  /** For SLACK_API_URL. */
  readonly url: string;
  readonly requests: readonly Asked[];
  /** What was accepted, the oldest first. */
  readonly messages: readonly Accepted[];
  /** How many messages carry each delivery id: more than 1 is a duplicate. */
  readonly deliveries: () => Readonly<Record<string, number>>;
  /** Another script from here on; null: as usual. */
  readonly behave: (script: Script | null) => void;
  /** Connections are refused, until `up`. What was accepted stays. */
  readonly down: () => Promise<void>;
  readonly up: () => Promise<void>;
  /** The end: connections are refused. */
  readonly stop: () => Promise<void>;
}

export async function fakeSlack(options: FakeSlackOptions): Promise<FakeSlack> {
  const requests: Asked[] = [];
  const messages = structuredClone([...(options.accepted ?? [])]);
  const world: World = { options, messages, lastPost: new Map(), nextTs: uniqueTs() };
  let script: Script | null = options.script ?? null;
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = /^\/api\/([\w.]+)$/.exec(request.url ?? '')?.[1];
    const args = await readArgs(request);
    if (method === undefined) {
      response.writeHead(404, { 'content-type': 'text/html' }).end('<html>not found</html>');
      return;
    }
    const asked = { method, args, time: requests.filter((one) => one.method === method).length + 1 };
    requests.push(asked);
    const reply = script?.(asked) ?? null;
    if (reply === null || reply === 'accept-then-hang' || reply === 'accept-then-reset') {
      const [status, body, headers] = usual(request, asked, world);
      if (reply === null) send(response, status, JSON.stringify(body), headers);
      if (reply === 'accept-then-reset') request.socket.resetAndDestroy();
      return;
    }
    misbehave(reply, request, response);
  }

  const port = await listen(server, options.port ?? 0);
  return {
    url: `http://127.0.0.1:${port}/api/`,
    requests,
    messages: world.messages,
    deliveries: () => deliveriesOf(world.messages),
    behave: (next) => {
      script = next;
    },
    down: () => close(server),
    up: async () => {
      await listen(server, port);
    },
    stop: () => close(server),
  };
}

export async function listen(server: Server, port: number): Promise<number> {
  if (!server.listening) await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function deliveriesOf(messages: readonly Accepted[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { metadata } of messages) {
    const id = metadata?.event_payload['delivery_id'];
    if (typeof id === 'string') counts[id] = (counts[id] ?? 0) + 1;
  }
  return counts;
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

// A scripted API server on loopback: it pages as the real one does, and each fault can be ordered.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kind } from '../../src/kinds/registry.ts';
import { targetOf, usual } from './fake-api-content.ts';
import { bodyOf, type FakeObjects } from './fake-objects.ts';
import { BASE_RIGHTS, type FakeRights, reviewed } from './fake-rights.ts';
import { status } from './fake-status.ts';

export interface Asked {
  readonly method: string;
  readonly path: string;
  /** `pods`, `certificates.cert-manager.io`, `version`, `apis`, `pods/log`. */
  readonly resource: string;
  readonly namespace: string | null;
  /** 1 for the first page of a list. */
  readonly page: number;
  /** How often this very resource and namespace was asked for, this time included. */
  readonly time: number;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
}

/** A function takes the connection over. `null`: answer as usual. `lost`: do as usual, and never answer. `drip`: a byte now and then, without an end. */
export type Reply =
  | null
  | 'hang'
  | 'lost'
  | 'cut'
  | 'drip'
  | ((response: ServerResponse) => void)
  | { status: number; body?: string | Buffer; headers?: Record<string, string>; delayMs?: number };

export interface FakeApiOptions {
  /** Raw objects, each with its kind; items are served without it, as the real API does. */
  readonly objects?: readonly object[];
  /** Custom kinds the cluster has, besides those with objects. */
  readonly serves?: readonly Kind[];
  /** Text by `namespace/pod/container`, or `…/previous`. */
  readonly logs?: Readonly<Record<string, string | Buffer>>;
  /** Who asks, and what he may do as the server tells it; it refuses nothing for it. Without: the monitor of k8s/base. */
  readonly rights?: FakeRights;
  /** ConfigMaps and Leases that can be replaced. */
  readonly stored?: FakeObjects;
  readonly script?: (asked: Asked) => Reply;
  readonly token?: string;
  readonly tls?: { readonly key: string; readonly cert: string };
}

export interface FakeApi {
  readonly url: string;
  readonly asked: readonly Asked[];
  /** The largest number of requests that were answered at the same time. */
  readonly mostAtOnce: () => number;
  /** Path of a kubeconfig for it. */
  readonly kubeconfig: (parts?: { ca?: string; token?: string }) => string;
  /** No answer from here on: connections are refused, until `up`. */
  readonly stop: () => Promise<void>;
  /** Back at the same address. */
  readonly up: () => Promise<void>;
}

export async function fakeApi(options: FakeApiOptions = {}): Promise<FakeApi> {
  const asked: Asked[] = [];
  let open = 0;
  let most = 0;
  const listener: RequestListener = (request, response) => {
    open += 1;
    most = Math.max(most, open);
    response.on('close', () => {
      open -= 1;
    });
    void bodyOf(request).then(
      (body) => answer(request, body, response, options, asked),
      () => response.destroy(),
    );
  };
  const server: Server = options.tls ? createSecureServer(options.tls, listener) : createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}`;
  return {
    url,
    asked,
    mostAtOnce: () => most,
    kubeconfig: (parts) => writeKubeconfig(url, { ...(options.token && { token: options.token }), ...parts }),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
    up: () => new Promise((resolve) => server.listen(port, '127.0.0.1', resolve)),
  };
}

export function writeKubeconfig(server: string, { ca, token }: { ca?: string; token?: string } = {}): string {
  const file = join(mkdtempSync(join(tmpdir(), 'k8s-monitor-test-')), 'config');
  const authority = ca === undefined ? {} : { 'certificate-authority-data': Buffer.from(ca).toString('base64') };
  writeFileSync(
    file,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'fake',
      clusters: [{ name: 'fake-cluster', cluster: { server, ...authority } }],
      users: [{ name: 'tester', user: token === undefined ? {} : { token } }],
      contexts: [{ name: 'fake', context: { cluster: 'fake-cluster', user: 'tester' } }],
    }),
  );
  return file;
}

function answer(
  request: IncomingMessage,
  body: string,
  response: ServerResponse,
  options: FakeApiOptions,
  asked: Asked[],
): void {
  const url = new URL(request.url ?? '/', 'http://fake');
  const target = targetOf(url.pathname);
  const query = url.searchParams;
  const [offset = 0] = (query.get('continue') ?? '').split(':').map(Number);
  const limit = Number(query.get('limit') ?? 500);
  const same = asked.filter((one) => one.resource === target.resource && one.namespace === target.namespace);
  const page = offset / limit + 1;
  const time = same.filter((one) => one.page === page).length + 1;
  const entry = {
    method: request.method ?? '',
    path: url.pathname,
    resource: target.resource,
    namespace: target.namespace,
    page,
    time,
    query,
    headers: request.headers,
  };
  asked.push(entry);

  const send = (code: number, body: string | Buffer, headers: Record<string, string> = {}) =>
    response.writeHead(code, { 'content-type': 'application/json', ...headers }).end(body);
  if (options.token !== undefined && request.headers.authorization !== `Bearer ${options.token}`) {
    send(401, status(401, 'Unauthorized', 'Unauthorized'));
    return;
  }
  const reply = options.script?.(entry) ?? null;
  if (reply === 'hang') return;
  if (typeof reply === 'function') {
    reply(response);
    return;
  }
  const isDry = query.get('dryRun') === 'All';
  const kept = () => {
    const about = entry.method === 'POST' ? reviewed(url.pathname, body, options.rights ?? BASE_RIGHTS) : null;
    const type = request.headers['content-type'];
    return about ?? options.stored?.answer(entry.method, url.pathname, type, body, isDry) ?? null;
  };
  if (reply === 'lost') {
    kept();
    response.destroy();
  } else if (reply === 'cut') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' }).write('{"items": [');
    setTimeout(() => response.destroy(), 10);
  } else if (reply === 'drip') {
    response.writeHead(200, { 'content-type': 'application/json' });
    const drops = setInterval(() => response.write(' '), 20);
    response.on('close', () => clearInterval(drops));
  } else if (reply !== null) {
    setTimeout(
      () => send(reply.status, reply.body ?? status(reply.status, '', 'scripted'), reply.headers),
      reply.delayMs ?? 0,
    );
  } else send(...(kept() ?? usual(target, options, { offset, limit, query, accept: request.headers.accept ?? '' })));
}

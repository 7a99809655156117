// A scripted API server on loopback: it pages as the real one does, and each fault can be ordered.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ACCESS_RESOURCES, ALL_ACCESS_KINDS } from '../../src/collect/access-kinds.ts';
import type { AccessKind } from '../../src/collect/cluster-access.ts';
import { ALL_KINDS, KINDS, type Kind } from '../../src/kinds/registry.ts';
import { bodyOf, type FakeObjects } from './fake-objects.ts';
import { BASE_RIGHTS, type FakeRights, reviewed } from './fake-rights.ts';

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

/** The answer of a server that knows who asks and says no. */
export function forbidden(what: string): Reply {
  return { status: 403, body: status(403, 'Forbidden', `${what} is forbidden: User "tester" cannot list resource`) };
}

export function status(code: number, reason: string, message: string): string {
  return JSON.stringify({ kind: 'Status', apiVersion: 'v1', status: 'Failure', reason, message, code });
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
  } else send(...(kept() ?? usual(target, options, { offset, limit, query })));
}

interface Target {
  readonly resource: string;
  readonly namespace: string | null;
  readonly kind: AccessKind | null;
  readonly name: string | null;
}

function targetOf(path: string): Target {
  const parts = path.split('/').filter(Boolean).map(decodeURIComponent);
  if (parts.length === 1) return { resource: parts[0] ?? '', namespace: null, kind: null, name: null };
  const [group, version] = parts[0] === 'api' ? ['', parts[1]] : [parts[1], parts[2]];
  const rest = parts.slice(parts[0] === 'api' ? 2 : 3);
  const isNamespaced = rest[0] === 'namespaces' && rest.length > 2;
  const namespace = isNamespaced ? (rest[1] ?? null) : null;
  const [plural = '', name = null, sub] = isNamespaced ? rest.slice(2) : rest;
  const kind =
    ALL_ACCESS_KINDS.find((one) => {
      const known = ACCESS_RESOURCES[one];
      return known.group === group && known.plural === plural && known.versions.includes(version ?? '');
    }) ?? null;
  const resource = `${group === '' ? plural : `${plural}.${group}`}${sub === undefined ? '' : `/${sub}`}`;
  return { resource, namespace, kind, name };
}

interface Paging {
  readonly offset: number;
  readonly limit: number;
  readonly query: URLSearchParams;
}

function usual(target: Target, options: FakeApiOptions, { offset, limit, query }: Paging): [number, string | Buffer] {
  const { resource, namespace, kind, name } = target;
  if (resource === 'version') return [200, JSON.stringify({ gitVersion: 'v1.34.2' })];
  if (resource === 'apis') return [200, JSON.stringify(discovery(options))];
  if (resource === 'pods/log') {
    const key = `${namespace}/${name}/${query.get('container')}${query.get('previous') === 'true' ? '/previous' : ''}`;
    const log = options.logs?.[key];
    return log === undefined
      ? [400, status(400, 'BadRequest', `previous terminated container "${query.get('container')}" not found`)]
      : [200, log];
  }
  if (kind === null || (ACCESS_RESOURCES[kind].optional && !servesKind(options, kind))) {
    return [404, status(404, 'NotFound', 'the server could not find the requested resource')];
  }
  const selector = query.get('labelSelector');
  if (selector !== null && !SELECTOR.test(selector)) {
    return [400, status(400, 'BadRequest', 'unable to parse requirement: found what this fake does not know')];
  }
  const all = (options.objects ?? []).filter(
    (object) =>
      read(object, 'kind') === kind &&
      (namespace === null || read(object, 'metadata', 'namespace') === namespace) &&
      hasLabels(object, selector),
  );
  if (name !== null) {
    const one = all.find((object) => read(object, 'metadata', 'name') === name);
    return one === undefined
      ? [404, status(404, 'NotFound', `${resource} "${name}" not found`)]
      : [200, JSON.stringify(one)];
  }
  const items = all.slice(offset, offset + limit).map(({ kind: _, ...item }: { kind?: unknown }) => item);
  const more =
    offset + limit < all.length
      ? { continue: `${offset + limit}:token`, remainingItemCount: all.length - offset - limit }
      : {};
  return [
    200,
    JSON.stringify({ kind: `${kind}List`, apiVersion: 'v1', metadata: { resourceVersion: '7', ...more }, items }),
  ];
}

/** `key=value` and `key`: as much of selectors as the tests use over the wire. */
const SELECTOR = /^[\w./-]+(=[\w.-]*)?(,[\w./-]+(=[\w.-]*)?)*$/;

function hasLabels(object: unknown, selector: string | null): boolean {
  if (selector === null) return true;
  return selector.split(',').every((pair) => {
    const [key = '', value] = pair.split('=');
    const label = read(object, 'metadata', 'labels', key);
    return value === undefined ? label !== undefined : label === value;
  });
}

function servesKind({ serves = [], objects = [] }: FakeApiOptions, kind: AccessKind): boolean {
  return serves.some((one) => one === kind) || objects.some((object) => read(object, 'kind') === kind);
}

function discovery(options: FakeApiOptions): object {
  const kinds = ALL_KINDS.filter(
    (kind) => KINDS[kind].group !== '' && (!KINDS[kind].optional || servesKind(options, kind)),
  );
  const groups = [...new Set(kinds.map((kind) => KINDS[kind].group))];
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: 'apidiscovery.k8s.io/v2',
    items: groups.map((name) => ({
      metadata: { name },
      versions: [
        {
          version: KINDS[kinds.find((kind) => KINDS[kind].group === name) ?? 'Pod'].versions[0],
          freshness: 'Current',
          resources: kinds
            .filter((kind) => KINDS[kind].group === name)
            .map((kind) => ({ resource: KINDS[kind].plural })),
        },
      ],
    })),
  };
}

function read(object: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    object,
  );
}

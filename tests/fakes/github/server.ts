import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hash } from './answers.ts';
import type { Reply } from './endpoints.ts';
import { act, limitHeaders } from './faults.ts';
import { gitOf } from './git.ts';
import { route, usedUp } from './route.ts';
import type { FakeRequest, FakeSetup, LoggedRequest } from './types.ts';

export interface FakeGithub {
  /** For GITHUB_API_URL. */
  readonly url: string;
  readonly requests: readonly LoggedRequest[];
  /** What is left of this hour's requests. */
  readonly remaining: number;
  close(): Promise<void>;
}

const QUOTA = 5000;

/** A GitHub with one repository, on loopback. It refuses what GitHub refuses. */
export async function fakeGithub(setup: FakeSetup): Promise<FakeGithub> {
  const git = gitOf(setup);
  const requests: LoggedRequest[] = [];
  const quota = setup.quota ?? QUOTA;
  let used = 0;

  const server = createServer((incoming, response) => {
    const request = read(incoming, requests.length + 1);
    const entry = { ...request, status: 0 };
    requests.push(entry);
    response.on('finish', () => {
      entry.status = response.statusCode;
    });
    const fault = setup.script?.(request);
    if (fault !== undefined) return act(fault, response);
    const reply = used >= quota ? usedUp() : route(setup, git, address(), request);
    const isCounted = send(response, request, reply, (counted) => ({
      ...limitHeaders(quota, Math.max(0, quota - used - (counted ? 1 : 0))),
      ...tokenHeaders(setup, request),
    }));
    if (isCounted) used += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const address = () => `http://127.0.0.1:${port}`;
  return {
    url: address(),
    requests,
    get remaining() {
      return Math.max(0, quota - used);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Of a classic token GitHub tells the scopes, of every one that ends the time. */
function tokenHeaders({ scopes, expires }: FakeSetup, { headers }: FakeRequest): Record<string, string> {
  if (headers['authorization'] === undefined) return {};
  return {
    ...(scopes === undefined ? {} : { 'x-oauth-scopes': scopes.join(', '), 'x-accepted-oauth-scopes': 'repo' }),
    ...(expires === undefined ? {} : { 'github-authentication-token-expiration': expires }),
  };
}

/** True when the request counts: a 304 to somebody who says who he is does not. */
function send(
  response: ServerResponse,
  { headers, number }: FakeRequest,
  reply: Reply,
  limits: (isCounted: boolean) => Record<string, string>,
): boolean {
  const isText = typeof reply.body === 'string';
  const text = isText ? String(reply.body) : JSON.stringify(reply.body);
  const etag = `W/"${hash(`${headers['accept'] ?? ''} ${reply.link ?? ''} ${text}`)}"`;
  const isSame = reply.status === 200 && headers['if-none-match'] === etag;
  const isCounted = !isSame || headers['authorization'] === undefined;
  response.writeHead(isSame ? 304 : reply.status, {
    'content-type': `${isText ? textType(headers['accept']) : 'application/json'}; charset=utf-8`,
    'x-github-media-type': 'github.v3; format=json',
    'x-github-request-id': `FAKE:${number}`,
    ...limits(isCounted),
    ...(reply.status === 200 ? { etag, 'cache-control': 'private, max-age=60, s-maxage=60' } : {}),
    ...(reply.link === undefined || isSame ? {} : { link: reply.link }),
    ...(reply.status === 301 ? { location: (reply.body as { url: string }).url } : {}),
  });
  response.end(isSame ? '' : text);
  return isCounted;
}

function read({ method = '', url = '', headers }: IncomingMessage, number: number): FakeRequest {
  const flat = Object.entries(headers).map(([key, value]) => [key, Array.isArray(value) ? value.join(', ') : value]);
  return { number, method, path: url, headers: Object.fromEntries(flat) };
}

function textType(accept = ''): string {
  return /application\/vnd\.github[\w.]*\.(?:raw|diff)(?:\+json)?/.exec(accept)?.[0] ?? 'text/plain';
}

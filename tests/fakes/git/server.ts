// A Git server over HTTP on loopback, as Gitea or GitLab are one: the real `git http-backend`, with faults on demand.
import { spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, dirname } from 'node:path';

export type GitFault =
  | { readonly kind: 'status'; readonly status: number; readonly location?: string }
  | { readonly kind: 'hang' }
  | { readonly kind: 'close' };

export interface GitServerSetup {
  /** A bare repository. */
  readonly dir: string;
  /** As it must come: `user:password`; without one everybody may read. */
  readonly login?: string;
  /** Of a request, before it is answered; undefined: none. */
  readonly fault?: (request: { readonly path: string; readonly number: number }) => GitFault | undefined;
}

export interface GitServer {
  /** Address of the repository. */
  readonly url: string;
  readonly requests: readonly {
    readonly path: string;
    readonly status: number;
    readonly authorization: string | null;
  }[];
  close(): Promise<void>;
}

export async function gitServer({ dir, login, fault }: GitServerSetup): Promise<GitServer> {
  const requests: { path: string; status: number; authorization: string | null }[] = [];
  const wanted = login === undefined ? null : `Basic ${Buffer.from(login).toString('base64')}`;
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    const entry = { path, status: 0, authorization: request.headers.authorization ?? null };
    requests.push(entry);
    response.on('finish', () => {
      entry.status = response.statusCode;
    });
    const found = fault?.({ path, number: requests.length });
    if (found?.kind === 'hang') return;
    if (found?.kind === 'close') return void request.socket.destroy();
    if (found?.kind === 'status') {
      return void response
        .writeHead(found.status, found.location === undefined ? {} : { location: found.location })
        .end();
    }
    if (wanted !== null && entry.authorization !== wanted) {
      return void response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end();
    }
    serve(dir, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/${basename(dir)}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** One request as CGI. */
function serve(dir: string, request: IncomingMessage, response: ServerResponse): void {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const child = spawn('git', ['http-backend'], {
    env: {
      PATH: process.env['PATH'],
      HOME: '/nonexistent',
      GIT_PROJECT_ROOT: dirname(dir),
      GIT_HTTP_EXPORT_ALL: '1',
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'safe.directory',
      GIT_CONFIG_VALUE_0: '*',
      PATH_INFO: pathname,
      QUERY_STRING: searchParams.toString(),
      REQUEST_METHOD: request.method ?? 'GET',
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.stdin.on('error', () => {});
  request.pipe(child.stdin);
  let head = Buffer.alloc(0);
  const readHead = (chunk: Buffer) => {
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\r\n\r\n');
    if (end < 0) return;
    child.stdout.off('data', readHead);
    const headers = head
      .subarray(0, end)
      .toString('latin1')
      .split('\r\n')
      .map((line) => line.split(': '));
    const status = headers.find(([name]) => name === 'Status')?.[1] ?? '200';
    for (const [name = '', value = ''] of headers) if (name !== 'Status') response.setHeader(name, value);
    response.statusCode = Number.parseInt(status, 10);
    response.write(head.subarray(end + 4));
    child.stdout.pipe(response);
  };
  child.stdout.on('data', readHead);
  child.on('close', () => {
    if (!response.headersSent) response.writeHead(500).end();
  });
}

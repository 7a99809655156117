import type { IncomingHttpHeaders } from 'node:http';

/** Why a request is not served. */
export interface Refusal {
  readonly status: number;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Can only this machine reach it? In doubt no. */
export function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/i.test(host);
}

/**
 * Web pages may let a browser call addresses of its own machine under a name of theirs (DNS rebinding): on loopback only its own
 * names count, and a page from elsewhere is refused everywhere.
 */
export function foreignRequest(headers: IncomingHttpHeaders, boundTo: string): Refusal | null {
  const host = hostOf(`http://${headers.host ?? ''}`);
  if (host === null || (isLoopback(boundTo) && !isLoopback(host))) {
    return { status: 403, message: 'this server answers to localhost and 127.0.0.1 only: mend the Host header' };
  }
  if (headers.origin === undefined) return null;
  const origin = hostOf(headers.origin);
  if (origin !== null && isLoopback(origin)) return null;
  return { status: 403, message: 'pages of other origins may not call this server' };
}

function hostOf(address: string): string | null {
  const url = URL.parse(address);
  return url === null || url.hostname === '' ? null : url.hostname;
}

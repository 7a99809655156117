// Servers that nobody gets to: without an address, with a certificate that is none, behind a proxy that lets nobody through.
import { writeFileSync } from 'node:fs';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { scratch } from '../../support/cli.ts';
import { type CertificateOptions, selfSigned } from '../../support/self-signed.ts';
import { onlyNames } from './names.ts';

interface Unreachable {
  /** Where nobody gets to. */
  readonly url: string;
  /** What of the process's environment makes it so. */
  readonly env: Readonly<Record<string, string>>;
  /** The certificate that is trusted all the same; null: none. */
  readonly ca: string | null;
}

/** How it fails, and the cause that has to be named. */
export const WAYS: readonly (readonly [name: string, make: () => Promise<Unreachable>, cause: RegExp])[] = [
  ['no DNS', async () => ({ url: 'http://nowhere.test', env: onlyNames({}), ca: null }), /ENOTFOUND|DNS: no address/],
  ['a certificate that nobody signed', () => badlySigned({}, false), /DEPTH_ZERO_SELF_SIGNED_CERT/],
  ['an expired certificate', () => badlySigned({ until: '210101000000Z' }, true), /CERT_HAS_EXPIRED/],
  ['a certificate of another host', () => badlySigned({ host: 'other.example' }, true), /ERR_TLS_CERT_ALTNAME_INVALID/],
  ['a proxy that refuses', async () => behind(await refusingProxy()), /the proxy on the way refuses \(407\)/],
  ['a proxy that is not there', async () => behind('http://127.0.0.1:1'), /ECONNREFUSED|connection refused/],
];

async function badlySigned(certificate: CertificateOptions, trusted: boolean): Promise<Unreachable> {
  const { key, cert } = selfSigned(certificate);
  const server = createSecureServer({ key, cert }, (_, response) => response.writeHead(500).end('nobody gets here'));
  const url = `https://127.0.0.1:${await listening(server)}`;
  if (!trusted) return { url, env: {}, ca: null };
  const file = join(scratch(), 'ca.pem');
  writeFileSync(file, cert);
  return { url, env: { NODE_EXTRA_CA_CERTS: file }, ca: cert };
}

function behind(proxy: string): Unreachable {
  const env = { HTTP_PROXY: proxy, HTTPS_PROXY: proxy, NO_PROXY: '127.0.0.1,localhost' };
  return { url: 'https://nowhere.test', env: { ...onlyNames({}), ...env }, ca: null };
}

/** Takes each connection and refuses to go on, as one does that wants a password. */
async function refusingProxy(): Promise<string> {
  const refusal = 'HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\nconnection: close\r\n\r\n';
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.end(refusal));
  });
  return `http://127.0.0.1:${await listening(server)}`;
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const address = server.address() as AddressInfo;
  return address.port;
}

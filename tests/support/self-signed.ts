// A certificate for 127.0.0.1 or another name, made on the spot: no key lies in the repository.
import { generateKeyPairSync, sign } from 'node:crypto';
import { isIPv4 } from 'node:net';

export interface CertificateOptions {
  /** UTC, as `200101000000Z`. */
  readonly until?: string;
  /** The only name or IPv4 address it is for; 127.0.0.1 when left out. */
  readonly host?: string;
}

export function selfSigned({ until = '490101000000Z', host = '127.0.0.1' }: CertificateOptions = {}): {
  readonly key: string;
  readonly cert: string;
} {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = seq(set(seq(oid([0x55, 4, 3]), der(0x0c, Buffer.from('k8s-monitor test')))));
  const algorithm = seq(oid([0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2]));
  const subject = isIPv4(host) ? der(0x87, Buffer.from(host.split('.').map(Number))) : der(0x82, Buffer.from(host));
  const alternativeName = seq(oid([0x55, 0x1d, 0x11]), der(0x04, seq(subject)));
  const authority = seq(oid([0x55, 0x1d, 0x13]), der(0x04, seq(der(0x01, Buffer.from([0xff])))));
  const body = seq(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    algorithm,
    name,
    seq(der(0x17, Buffer.from('200101000000Z')), der(0x17, Buffer.from(until))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, seq(alternativeName, authority)),
  );
  const signature = der(0x03, Buffer.concat([Buffer.from([0]), sign('sha256', body, privateKey)]));
  const base64 = seq(body, algorithm, signature).toString('base64').replace(/.{64}/g, '$&\n');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`,
  };
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function seq(...parts: readonly Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts));
}

function set(part: Buffer): Buffer {
  return der(0x31, part);
}

function oid(bytes: readonly number[]): Buffer {
  return der(0x06, Buffer.from(bytes));
}

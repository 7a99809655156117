import { BlockList, isIP } from 'node:net';
import { ConfigError } from '../../platform/errors.ts';

/** Networks that nobody outside listens to: RFC 1918, RFC 4193, loopback. Link-local ones (cloud metadata) are none. */
const PRIVATE = new BlockList();
PRIVATE.addSubnet('10.0.0.0', 8);
PRIVATE.addSubnet('172.16.0.0', 12);
PRIVATE.addSubnet('192.168.0.0', 16);
PRIVATE.addSubnet('127.0.0.0', 8);
PRIVATE.addSubnet('fc00::', 7, 'ipv6');
PRIVATE.addAddress('::1', 'ipv6');

/** A name without a dot is one of the cluster or of the own network, as are these endings. */
const PRIVATE_NAME = /^[a-z0-9-]+$|(?:^|\.)(?:localhost|svc|cluster\.local|internal|lan|local|home\.arpa)$/i;

export interface AddressRules {
  /** Name of the sink and of the environment variable, for errors: the address itself is a secret. */
  readonly where: string;
  /** The plain and the secure scheme: `http:` and `https:`. */
  readonly schemes: readonly [plain: string, secure: string];
  /** The plain one is taken for any host. */
  readonly insecure: boolean;
}

/** The address somebody configured. Throws a ConfigError where it is none, or would be sent to in the clear over the internet. */
export function checkedAddress(text: string, { where, schemes, insecure }: AddressRules): URL {
  const [plain, secure] = schemes;
  const url = URL.parse(text);
  if (url === null || url.hostname === '' || !schemes.includes(url.protocol)) {
    throw new ConfigError(`${where} wants an address that begins with ${secure}//`);
  }
  if (url.protocol === plain && !insecure && !isPrivateHost(url.hostname)) {
    const mend = `use ${secure}//, or set "insecure: true" if everybody on the way may read and change it`;
    throw new ConfigError(`${where} begins with ${plain}// and leaves the private network; ${mend}`);
  }
  return url;
}

export function isPrivateHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  const family = isIP(host);
  return family === 0 ? PRIVATE_NAME.test(host) : PRIVATE.check(host, family === 6 ? 'ipv6' : 'ipv4');
}

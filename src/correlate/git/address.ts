import { resolve } from 'node:path';
import { ConfigError } from '../../platform/errors.ts';
import { redact } from '../../platform/redact/redact.ts';
import { repositoryAddress } from '../repository-address.ts';

/** Where a repository is. `url` is what git is told; it holds no password. */
export type GitAddress =
  | { readonly kind: 'http'; readonly url: string; readonly shown: string; readonly user: string | null }
  | { readonly kind: 'ssh'; readonly url: string; readonly shown: string }
  /** Only where it is asked for, as tests do: a remote that is a folder. */
  | { readonly kind: 'file'; readonly url: string; readonly shown: string }
  | { readonly kind: 'local'; readonly path: string; readonly shown: string };

const WANTED =
  'wanted the address of a repository, such as https://git.example.com/acme/gitops.git or git@git.example.com:acme/gitops.git, or the path of a clone';

/** What GIT_REPOSITORY names. Throws a ConfigError for what is neither an address nor a path, and for an address with a password in it. */
export function parseGitAddress(text: string, { allowFile = false } = {}): GitAddress {
  const given = text.trim();
  if (given === '' || given.startsWith('-') || given.length > 1000 || /[\p{Cc}\p{Cf}]/u.test(given))
    refuse(given, WANTED);
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(given)?.[1]?.toLowerCase();
  switch (scheme) {
    case 'https':
    case 'http':
      return httpAddress(given);
    case 'ssh':
      return sshAddress(given);
    case 'file':
      if (allowFile) return { kind: 'file', url: given, shown: given };
      return refuse(given, 'give the path alone, without file://');
    case undefined:
      return scpAddress(given) ?? localAddress(given);
    default:
      return refuse(given, WANTED);
  }
}

function httpAddress(given: string): GitAddress {
  const url = URL.parse(given);
  if (url === null || url.pathname === '/' || url.search !== '' || url.hash !== '') return refuse(given, WANTED);
  if (url.password !== '') refuse(given, 'it holds a password; leave that out, and set GIT_TOKEN');
  const user = url.username === '' ? null : decodeURIComponent(url.username);
  url.username = '';
  return { kind: 'http', url: url.href, shown: shownOf(url.href), user };
}

function sshAddress(given: string): GitAddress {
  const url = URL.parse(given);
  if (url === null || url.password !== '' || url.pathname.length < 2 || /^(?:-|%2d)/i.test(url.hostname + url.username))
    return refuse(given, WANTED);
  return { kind: 'ssh', url: given, shown: shownOf(given) };
}

/** `git@host:owner/name.git`. */
function scpAddress(given: string): GitAddress | null {
  if (!/^(?:[A-Za-z0-9_][\w.-]*@)?[A-Za-z0-9][\w.-]*:(?!\/\/)[^\s:-][^\s]*$/.test(given)) return null;
  return { kind: 'ssh', url: given, shown: shownOf(given) };
}

/** What has a colon and no slash in front is more likely a mistyped address, or a command such as `ext::sh`. */
function localAddress(given: string): GitAddress {
  if (given.includes(':') && !/^\.{0,2}\//.test(given)) refuse(given, WANTED);
  return { kind: 'local', path: resolve(given), shown: given };
}

function shownOf(address: string): string {
  return address
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/^[^/@]*@/, '')
    .replace(/(?:\.git)?\/*$/, '');
}

function refuse(given: string, why: string): never {
  throw new ConfigError(`GIT_REPOSITORY is '${redact(given, 120)}': ${why}`);
}

/** To compare with what applications name; a path on disk may be a copy of anything. */
export function addressOf(address: GitAddress): string {
  return address.kind === 'local' ? address.path : repositoryAddress(address.url);
}

/** Page of a commit for people, where the address tells what serves it; null: nobody knows. */
export function commitPage(address: GitAddress, sha: string): string | null {
  if (address.kind !== 'http' || !address.url.startsWith('https:')) return null;
  const { host, hostname } = new URL(address.url);
  const base = `https://${host}${new URL(address.url).pathname.replace(/(?:\.git)?\/*$/, '')}`;
  const labels = hostname.toLowerCase().split(/[.-]/);
  if (labels.includes('gitlab')) return `${base}/-/commit/${sha}`;
  return labels.some((label) => ['github', 'gitea', 'forgejo', 'codeberg'].includes(label))
    ? `${base}/commit/${sha}`
    : null;
}

/** A token in the clear stays inside the machine or the cluster. */
export function mayHoldToken(address: GitAddress): boolean {
  if (address.kind !== 'http') return false;
  const { protocol, hostname } = new URL(address.url);
  return (
    protocol === 'https:' ||
    /^(?:localhost|127(?:\.\d+){3}|\[::1\]|[\w-]+|.+\.svc(?:\.cluster\.local)?)$/.test(hostname)
  );
}

import { type GitAddress, mayHoldToken } from './address.ts';

/** What git may know of the machine: where programs, proxies and keys are. Names of variables. */
const GIT_SURROUNDINGS = [
  'PATH',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'ALL_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'all_proxy',
  'no_proxy',
  'SSH_AUTH_SOCK',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'GIT_SSL_CAINFO',
] as const;

export interface GitEnvironmentInput {
  readonly address: GitAddress;
  /** `token` or `user:token`; null: the repository is public, or read over ssh. */
  readonly token: string | null;
  /** An empty folder. */
  readonly home: string;
  readonly gitDir: string;
  /** Of the machine; only GIT_SURROUNDINGS of it are passed on. */
  readonly surroundings: Readonly<Record<string, string | undefined>>;
}

/** No prompt, no hook, no other program, no configuration of anybody but ours; the token nowhere else than here. */
export function gitEnvironment({
  address,
  token,
  home,
  gitDir,
  surroundings,
}: GitEnvironmentInput): Record<string, string> {
  const config = [...fixedConfig(), ...remoteConfig(address), ...authorization(address, token)];
  return {
    ...Object.fromEntries(GIT_SURROUNDINGS.flatMap((name) => [[name, surroundings[name]]]).filter(isSet)),
    HOME: home,
    GIT_DIR: gitDir,
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: '/bin/false',
    GIT_LITERAL_PATHSPECS: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_ALLOW_PROTOCOL: protocolOf(address),
    // A key that asks for something is refused.
    GIT_SSH_COMMAND: 'ssh -oBatchMode=yes -oClearAllForwardings=yes -oPermitLocalCommand=no',
    GIT_CONFIG_COUNT: String(config.length),
    ...Object.fromEntries(
      config.flatMap(([key, value], i) => [
        [`GIT_CONFIG_KEY_${i}`, key],
        [`GIT_CONFIG_VALUE_${i}`, value],
      ]),
    ),
  };
}

type Entry = readonly [string, string];

function isSet(entry: readonly (string | undefined)[]): entry is [string, string] {
  return entry[1] !== undefined;
}

/** What nothing in a repository's own configuration may change. */
function fixedConfig(): readonly Entry[] {
  return [
    ['core.hooksPath', '/dev/null'],
    ['core.fsmonitor', 'false'],
    ['core.attributesFile', '/dev/null'],
    ['core.quotePath', 'false'],
    ['credential.helper', ''],
    ['protocol.version', '2'],
    ['safe.directory', '*'],
    ['gc.auto', '0'],
    ['maintenance.auto', 'false'],
    ['fetch.recurseSubmodules', 'false'],
    ['submodule.recurse', 'false'],
    ['log.showSignature', 'false'],
    ['diff.orderFile', '/dev/null'],
    ['i18n.logOutputEncoding', 'UTF-8'],
    // Whoever answers may send us elsewhere, and our token with us.
    ['http.followRedirects', 'false'],
    ['http.lowSpeedLimit', '1'],
    ['http.lowSpeedTime', '60'],
  ];
}

function remoteConfig(address: GitAddress): readonly Entry[] {
  if (address.kind === 'local') return [];
  return [
    ['remote.origin.url', address.url],
    ['remote.origin.promisor', 'true'],
    ['remote.origin.partialclonefilter', 'blob:none'],
  ];
}

function authorization(address: GitAddress, token: string | null): readonly Entry[] {
  if (token === null || address.kind !== 'http' || !mayHoldToken(address)) return [];
  // GitLab, GitHub, Gitea and Forgejo take a token as the password of anybody.
  const pair = token.includes(':') ? token : `${address.user ?? 'oauth2'}:${token}`;
  const { origin } = new URL(address.url);
  return [[`http.${origin}/.extraHeader`, `Authorization: Basic ${Buffer.from(pair).toString('base64')}`]];
}

/** The one way out. Nothing at all for a clone on disk: what it lacks is not fetched behind our back. */
function protocolOf(address: GitAddress): string {
  switch (address.kind) {
    case 'http':
      return address.url.startsWith('https:') ? 'https' : 'http';
    case 'ssh':
      return 'ssh';
    case 'file':
      return 'file';
    case 'local':
      return 'none';
  }
}

import { readFileSync } from 'node:fs';
import type { Agent } from 'node:http';
import type { RequestOptions } from 'node:https';
import { ConfigError, codeOf, messageOf, ReadError } from '../platform/errors.ts';
import type { ChosenContext } from './kubeconfig.ts';

/** What a request carries to be let in. */
export interface Grant {
  readonly headers: Readonly<Record<string, string>>;
  readonly cert?: string | Buffer;
  readonly key?: string | Buffer;
  /** Set when the connection goes through the proxy that the kubeconfig names. */
  readonly agent?: Agent;
}

export interface Grants {
  /** May read a file or run the credential plugin that the kubeconfig names. */
  grant(): Promise<Grant>;
  /** After a 401: forgets what is remembered. False: asking again can't give anything else. */
  renew(): boolean;
}

export function grantsOf(context: ChosenContext, where: string): Grants {
  const { cluster, user } = context;
  if (cluster['proxy-url'] || user['auth-provider']) return fromClient(context, where);
  if (user.exec) return fromPlugin(context, user.exec, where);
  const as = impersonation(user.as);
  if (user.tokenFile && !user.token) return fromTokenFile(user.tokenFile, where, as);
  const headers = { ...authorization(user), ...as };
  return { grant: async () => ({ headers }), renew: () => false };
}

/** The kubelet replaces a service account's token now and then: after a 401 it is read again. */
export function fromTokenFile(file: string, where: string, more: Grant['headers'] = {}): Grants {
  let token: string | null = null;
  return {
    grant: async () => {
      token ??= readOrSay(file, where).toString('utf8').trim();
      return { headers: { authorization: `Bearer ${token}`, ...more } };
    },
    renew: () => {
      token = null;
      return true;
    },
  };
}

/** `exec:` in a kubeconfig, such as `aws eks get-token`. */
function fromPlugin(context: ChosenContext, exec: { readonly command: string }, where: string): Grants {
  const user = { name: context.user.name, exec };
  const start = async () => new (await import('@kubernetes/client-node/dist/exec_auth.js')).ExecAuth();
  let plugin = start();
  return {
    grant: async () => {
      const options: RequestOptions = {};
      try {
        await (await plugin).applyAuthentication(user, options);
      } catch (error) {
        const told = `${where}: credential plugin '${exec.command}': ${messageOf(error).trim().slice(0, 500)}`;
        throw codeOf(error) === 'ENOENT'
          ? new ConfigError(told)
          : new ReadError('unauthorized', told, { cause: error });
      }
      return { ...grantIn(options), headers: { ...headersIn(options), ...impersonation(context.user.as) } };
    },
    // A new one has no token remembered.
    renew: () => {
      plugin = start();
      return true;
    },
  };
}

/**
 * Proxies and the older `auth-provider` (OIDC) are left to the whole client.
 * It costs 30 MB and 150 ms more than what we need of it otherwise, so only who needs it loads it.
 */
function fromClient({ cluster, user }: ChosenContext, where: string): Grants {
  const start = async () => {
    const client = new (await import('@kubernetes/client-node/dist/config.js')).KubeConfig();
    client.loadFromOptions({
      clusters: [
        {
          name: 'cluster',
          server: cluster.server,
          caFile: cluster['certificate-authority'],
          caData: cluster['certificate-authority-data'],
          tlsServerName: cluster['tls-server-name'],
          skipTLSVerify: cluster['insecure-skip-tls-verify'] === true,
          proxyUrl: cluster['proxy-url'],
        },
      ],
      users: [
        {
          name: 'user',
          authProvider: user['auth-provider'],
          exec: user.exec,
          token: user.token || (user.tokenFile && readOrSay(user.tokenFile, where).toString('utf8').trim()),
          certFile: user['client-certificate'],
          certData: user['client-certificate-data'],
          keyFile: user['client-key'],
          keyData: user['client-key-data'],
          impersonateUser: user.as,
        },
      ],
      contexts: [{ name: 'context', cluster: 'cluster', user: 'user' }],
      currentContext: 'context',
    });
    return client;
  };
  let client = start();
  return {
    grant: async () => {
      const options: RequestOptions = {};
      try {
        await (await client).applyToHTTPSOptions(options);
      } catch (error) {
        const told = `${where}: ${messageOf(error).slice(0, 500)}`;
        throw user['auth-provider']
          ? new ReadError('unauthorized', told, { cause: error })
          : new ConfigError(told, { cause: error });
      }
      const proxied = cluster['proxy-url'] && typeof options.agent === 'object' ? { agent: options.agent } : {};
      return { ...grantIn(options), ...proxied, headers: { ...authorization(user), ...headersIn(options) } };
    },
    renew: () => {
      client = start();
      return true;
    },
  };
}

function authorization({ token, username, password }: ChosenContext['user']): Record<string, string> {
  if (token) return { authorization: `Bearer ${token}` };
  if (!username) return {};
  return { authorization: `Basic ${Buffer.from(`${username}:${password ?? ''}`).toString('base64')}` };
}

function impersonation(as: string | null | undefined): Record<string, string> {
  return as ? { 'impersonate-user': as } : {};
}

function headersIn({ headers }: RequestOptions): Record<string, string> {
  if (headers === undefined || Array.isArray(headers)) return {};
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
}

function grantIn({ cert, key }: RequestOptions): Pick<Grant, 'cert' | 'key'> {
  const usable = (value: unknown) => (typeof value === 'string' || Buffer.isBuffer(value) ? value : undefined);
  const [certificate, privateKey] = [usable(cert), usable(key)];
  return { ...(certificate && { cert: certificate }), ...(privateKey && { key: privateKey }) };
}

export function readOrSay(file: string, where: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new ConfigError(`${where}: ${file} can't be read: ${codeOf(error) || messageOf(error)}`);
  }
}

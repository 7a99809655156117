import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../platform/errors.ts';
import { fromTokenFile, type Grants, grantsOf, readOrSay } from './grant.ts';
import { type ChosenContext, chooseContext, kubeconfigFiles } from './kubeconfig.ts';

/** Where the credentials of a cluster may be found. Nothing here reads the environment. */
export interface CredentialSource {
  /** KUBECONFIG: one file or several. */
  readonly kubeconfig: string | null;
  /** `--context`, else K3S_CONTEXT. */
  readonly context: string | null;
  readonly home: string | null;
  /** KUBERNETES_SERVICE_HOST and _PORT, set inside a pod. */
  readonly serviceHost: string | null;
  readonly servicePort: string | null;
  /** Only tests say something else than the usual folder. */
  readonly serviceAccountDir?: string;
}

export interface TlsOptions {
  readonly ca?: Buffer;
  readonly cert?: Buffer;
  readonly key?: Buffer;
  readonly servername?: string;
  readonly rejectUnauthorized?: boolean;
}

export interface Credentials extends Grants {
  /** How people call the cluster: the context's name. */
  readonly name: string;
  /** Ends in `/`. */
  readonly server: URL;
  readonly tls: TlsOptions;
  /** Inside a pod: where the token of its service account is, which the kubelet replaces now and then. */
  readonly podTokenFile?: string;
}

/** Tells clusters of the same name apart: their addresses, or the CAs of two that have the same one inside. */
export function serverMark({ server, tls: { ca } }: Pick<Credentials, 'server' | 'tls'>): string {
  return createHash('sha256')
    .update(`${server.href}\n${ca ?? ''}`)
    .digest('hex')
    .slice(0, 16);
}

const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** Throws a ConfigError that names the file or context when there are no usable credentials. */
export function findCredentials(source: CredentialSource): Credentials {
  const files = kubeconfigFiles(source.kubeconfig, source.home);
  if (files.length > 0) return ofContext(chooseContext(files, source.context), files);
  if (source.context !== null) {
    throw new ConfigError(`context '${source.context}' is asked for, but there is no kubeconfig; set KUBECONFIG`);
  }
  const folder = source.serviceAccountDir ?? SERVICE_ACCOUNT;
  if (source.serviceHost !== null && existsSync(join(folder, 'token'))) return ofServiceAccount(source, folder);
  throw new ConfigError('no kubeconfig found and not inside a cluster; set KUBECONFIG, or pass a file with --snapshot');
}

function ofContext(context: ChosenContext, files: readonly string[]): Credentials {
  const { cluster, user } = context;
  const where = `${files.join(', ')}: context '${context.name}'`;
  const bytes = (file: string | null | undefined, data: string | null | undefined) => {
    if (data) return Buffer.from(data, 'base64');
    return file ? readOrSay(file, where) : null;
  };
  const ca = bytes(cluster['certificate-authority'], cluster['certificate-authority-data']);
  const cert = bytes(user['client-certificate'], user['client-certificate-data']);
  const key = bytes(user['client-key'], user['client-key-data']);
  return {
    name: context.name,
    server: serverUrl(cluster.server, where),
    tls: {
      ...(ca && { ca }),
      ...(cert && { cert }),
      ...(key && { key }),
      ...(cluster['tls-server-name'] && { servername: cluster['tls-server-name'] }),
      ...(cluster['insecure-skip-tls-verify'] && { rejectUnauthorized: false }),
    },
    ...grantsOf(context, where),
  };
}

function ofServiceAccount(source: CredentialSource, folder: string): Credentials {
  const where = `the service account in ${folder}`;
  const host = source.serviceHost ?? '';
  const address = `https://${host.includes(':') ? `[${host}]` : host}:${source.servicePort ?? '443'}`;
  return {
    name: 'in-cluster',
    server: serverUrl(address, where),
    tls: { ca: readOrSay(join(folder, 'ca.crt'), where) },
    podTokenFile: join(folder, 'token'),
    ...fromTokenFile(join(folder, 'token'), where),
  };
}

function serverUrl(text: string, where: string): URL {
  const url = URL.parse(text.endsWith('/') ? text : `${text}/`);
  if (url !== null && /^https?:$/.test(url.protocol)) return url;
  throw new ConfigError(`${where}: '${text}' is not the address of an API server`);
}

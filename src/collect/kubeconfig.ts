import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { ConfigError, codeOf, messageOf } from '../platform/errors.ts';

const text = z.string().nullish();
const Cluster = z.object({
  server: z.string(),
  'certificate-authority': text,
  'certificate-authority-data': text,
  'insecure-skip-tls-verify': z.boolean().nullish(),
  'tls-server-name': text,
  'proxy-url': text,
});
const User = z.object({
  token: text,
  tokenFile: text,
  'client-certificate': text,
  'client-certificate-data': text,
  'client-key': text,
  'client-key-data': text,
  username: text,
  password: text,
  as: text,
  exec: z.looseObject({ command: z.string() }).nullish(),
  'auth-provider': z.looseObject({ name: z.string() }).nullish(),
});
const Kubeconfig = z.object({
  clusters: z.array(z.object({ name: z.string(), cluster: Cluster })).nullish(),
  users: z.array(z.object({ name: z.string(), user: User.nullish() })).nullish(),
  contexts: z
    .array(z.object({ name: z.string(), context: z.object({ cluster: z.string(), user: z.string().nullish() }) }))
    .nullish(),
  'current-context': text,
});
type Kubeconfig = z.infer<typeof Kubeconfig>;

export interface ChosenContext {
  readonly name: string;
  readonly cluster: { readonly name: string } & z.infer<typeof Cluster>;
  readonly user: { readonly name: string } & z.infer<typeof User>;
}

/** The files of KUBECONFIG, else ~/.kube/config; none when there are no such files. */
export function kubeconfigFiles(kubeconfig: string | null, home: string | null): readonly string[] {
  if (kubeconfig !== null && kubeconfig !== '') {
    const named = kubeconfig.split(delimiter).filter((file) => file !== '');
    const there = named.filter((file) => existsSync(file));
    if (there.length === 0) throw new ConfigError(`KUBECONFIG names ${named.join(', ')}: no such file`);
    return there;
  }
  const usual = home === null ? '' : join(home, '.kube', 'config');
  return usual !== '' && existsSync(usual) ? [usual] : [];
}

/** As kubectl merges several files: of two entries with one name the first counts. */
export function chooseContext(files: readonly string[], wanted: string | null): ChosenContext {
  const configs = files.map(readKubeconfig);
  const where = files.join(', ');
  const contexts = configs.flatMap((config) => config.contexts ?? []);
  const known = contexts.map((entry) => entry.name).join(', ') || 'none';
  const name = wanted ?? configs.map((config) => config['current-context']).find(Boolean);
  if (name === undefined || name === null) {
    throw new ConfigError(`${where}: no current-context; set one or pass --context (known: ${known})`);
  }
  const context = contexts.find((entry) => entry.name === name)?.context;
  if (context === undefined) throw new ConfigError(`${where}: no context '${name}' (known: ${known})`);

  const cluster = configs.flatMap((config) => config.clusters ?? []).find((entry) => entry.name === context.cluster);
  if (cluster === undefined) {
    throw new ConfigError(`${where}: context '${name}' names cluster '${context.cluster}', which is not there`);
  }
  const userName = context.user ?? '';
  const user = configs.flatMap((config) => config.users ?? []).find((entry) => entry.name === userName);
  if (user === undefined && userName !== '') {
    throw new ConfigError(`${where}: context '${name}' names user '${userName}', which is not there`);
  }
  return {
    name,
    cluster: { ...cluster.cluster, name: cluster.name },
    user: { ...user?.user, name: userName },
  };
}

function readKubeconfig(file: string): Kubeconfig {
  const lines = new LineCounter();
  const document = parseDocument(read(file), { lineCounter: lines, prettyErrors: false });
  const error = document.errors[0];
  if (error !== undefined) {
    const { line, col } = lines.linePos(error.pos[0]);
    throw new ConfigError(`${file}:${line}:${col}: not a readable kubeconfig: ${error.message}`);
  }
  const result = Kubeconfig.safeParse(document.toJS());
  if (!result.success) {
    const why = z.prettifyError(result.error).replaceAll('\n', ' ');
    throw new ConfigError(`${file}: not a readable kubeconfig: ${why}`);
  }
  return absolute(result.data, dirname(resolve(file)));
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError(`kubeconfig ${file} can't be read: ${codeOf(error) || messageOf(error)}`);
  }
}

/** File names in a kubeconfig are relative to its folder. */
function absolute(config: Kubeconfig, folder: string): Kubeconfig {
  const at = (file: string | null | undefined) => (file ? resolve(folder, file) : file);
  return {
    ...config,
    clusters: config.clusters?.map((entry) => ({
      ...entry,
      cluster: { ...entry.cluster, 'certificate-authority': at(entry.cluster['certificate-authority']) },
    })),
    users: config.users?.map((entry) => ({
      ...entry,
      user: entry.user && {
        ...entry.user,
        tokenFile: at(entry.user.tokenFile),
        'client-certificate': at(entry.user['client-certificate']),
        'client-key': at(entry.user['client-key']),
      },
    })),
  };
}

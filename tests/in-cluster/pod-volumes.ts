// A pod's volumes as folders, laid out as the kubelet does it: files are links through `..data` to a folder with a time in its name.
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Cluster, kubectl } from '../e2e/cluster.ts';
import { contentOf, fieldOf, type Pod, type Source, type Volume } from './pod.ts';

type Files = ReadonlyMap<string, Buffer>;

/** Makes the folder of each volume below `dir`; returns them by name. */
export async function volumesOf(cluster: Cluster, pod: Pod, dir: string): Promise<ReadonlyMap<string, string>> {
  const folders = new Map<string, string>();
  for (const volume of pod.spec.volumes) {
    const folder = join(dir, volume.name);
    mkdirSync(folder, { recursive: true });
    folders.set(volume.name, folder);
    if (volume.emptyDir === undefined) layOut(folder, await filesOf(cluster, pod, volume));
  }
  return folders;
}

async function filesOf(cluster: Cluster, pod: Pod, { name, configMap, secret, projected }: Volume): Promise<Files> {
  if (configMap !== undefined) return ofObject(cluster, pod, 'configmap', configMap.name, configMap);
  if (secret !== undefined) return ofObject(cluster, pod, 'secret', secret.secretName, secret);
  if (projected === undefined) throw new Error(`the player does not know the kind of volume ${name}`);
  const parts: (readonly [string, Buffer])[] = [];
  for (const source of projected.sources) parts.push(...(await ofSource(cluster, pod, source)));
  return new Map(parts);
}

interface Chosen {
  readonly items?: readonly { readonly key: string; readonly path: string }[] | undefined;
  readonly optional: boolean;
}

async function ofObject(
  cluster: Cluster,
  { metadata }: Pod,
  kind: 'configmap' | 'secret',
  name: string,
  { items, optional }: Chosen,
): Promise<Files> {
  const content = await contentOf(cluster, kind, metadata.namespace, name);
  if (content === null && !optional) throw new Error(`MountVolume.SetUp failed: ${kind} "${name}" not found`);
  if (content === null || items === undefined) return content ?? new Map();
  return new Map(
    items.flatMap(({ key, path }) => {
      const value = content.get(key);
      if (value === undefined && !optional)
        throw new Error(`MountVolume.SetUp failed: ${kind} "${name}" has no ${key}`);
      return value === undefined ? [] : [[path, value]];
    }),
  );
}

async function ofSource(cluster: Cluster, pod: Pod, source: Source): Promise<Files> {
  const { serviceAccountToken, configMap, secret, downwardAPI } = source;
  if (serviceAccountToken !== undefined) {
    return new Map([[serviceAccountToken.path, Buffer.from(await boundToken(cluster, pod, serviceAccountToken))]]);
  }
  if (configMap !== undefined) return ofObject(cluster, pod, 'configmap', configMap.name, configMap);
  if (secret !== undefined) return ofObject(cluster, pod, 'secret', secret.name, secret);
  const items = downwardAPI?.items ?? [];
  return new Map(items.map(({ path, fieldRef }) => [path, Buffer.from(fieldOf(pod.metadata, fieldRef.fieldPath))]));
}

/** A token that ends with the pod, as the kubelet asks for it. */
async function boundToken(
  cluster: Cluster,
  { metadata: { name, namespace, uid }, spec }: Pod,
  { expirationSeconds, audience }: NonNullable<Source['serviceAccountToken']>,
): Promise<string> {
  const bound = ['--bound-object-kind=Pod', `--bound-object-name=${name}`, `--bound-object-uid=${uid}`];
  const limits = [`--duration=${expirationSeconds}s`, ...(audience === undefined ? [] : [`--audience=${audience}`])];
  const token = await kubectl(
    cluster,
    'create',
    'token',
    spec.serviceAccountName,
    '-n',
    namespace,
    ...bound,
    ...limits,
  );
  return token.trim();
}

function layOut(folder: string, files: Files): void {
  const stamp = `..${new Date().toISOString().replaceAll(/[-:T]/g, '_').replace('Z', '')}000000`;
  mkdirSync(join(folder, stamp));
  symlinkSync(stamp, join(folder, '..data'));
  for (const [path, content] of files) {
    mkdirSync(dirname(join(folder, stamp, path)), { recursive: true });
    writeFileSync(join(folder, stamp, path), content, { mode: 0o644 });
    const [top = path] = path.split('/');
    symlinkSync(join('..data', top), join(folder, top));
  }
}

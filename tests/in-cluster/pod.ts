// As much of a pod as its player reads. What it does not know it refuses: nothing of a manifest may be left out in silence.
import { z } from 'zod';
import { type Cluster, kubectl } from '../e2e/cluster.ts';

const KeyRef = z.strictObject({ name: z.string(), optional: z.boolean().default(false) });
const FieldRef = z.strictObject({ apiVersion: z.string().optional(), fieldPath: z.string() });

const Env = z.strictObject({
  name: z.string(),
  value: z.string().optional(),
  valueFrom: z.strictObject({ fieldRef: FieldRef }).optional(),
});
const EnvFrom = z.strictObject({ configMapRef: KeyRef.optional(), secretRef: KeyRef.optional() });
export type EnvFrom = z.infer<typeof EnvFrom>;

const Item = z.strictObject({ key: z.string(), path: z.string(), mode: z.number().optional() });
const Files = { items: z.array(Item).optional(), optional: z.boolean().default(false) };
const ConfigMapFiles = z.strictObject({ name: z.string(), ...Files });

const Source = z.strictObject({
  serviceAccountToken: z
    .strictObject({ path: z.string(), expirationSeconds: z.number(), audience: z.string().optional() })
    .optional(),
  configMap: ConfigMapFiles.optional(),
  secret: ConfigMapFiles.optional(),
  downwardAPI: z.strictObject({ items: z.array(z.strictObject({ path: z.string(), fieldRef: FieldRef })) }).optional(),
});
export type Source = z.infer<typeof Source>;

const defaultMode = z.number().optional();
const Volume = z.strictObject({
  name: z.string(),
  configMap: ConfigMapFiles.extend({ defaultMode }).optional(),
  secret: z.strictObject({ secretName: z.string(), defaultMode, ...Files }).optional(),
  projected: z.strictObject({ sources: z.array(Source), defaultMode }).optional(),
  emptyDir: z.object({}).optional(),
});
export type Volume = z.infer<typeof Volume>;

const Mount = z.strictObject({
  name: z.string(),
  mountPath: z.string(),
  readOnly: z.boolean().default(false),
});

const Container = z.object({
  name: z.string(),
  image: z.string(),
  /** The image says what is started. */
  command: z.undefined().optional(),
  args: z.array(z.string()).default([]),
  env: z.array(Env).default([]),
  envFrom: z.array(EnvFrom).default([]),
  volumeMounts: z.array(Mount).default([]),
  securityContext: z.object({
    readOnlyRootFilesystem: z.boolean().default(false),
    allowPrivilegeEscalation: z.boolean().default(true),
  }),
});

export const Pod = z.object({
  metadata: z.object({
    name: z.string(),
    namespace: z.string(),
    uid: z.string(),
    labels: z.record(z.string(), z.string()).default({}),
    annotations: z.record(z.string(), z.string()).default({}),
  }),
  spec: z.object({
    nodeName: z.string().optional(),
    serviceAccountName: z.string(),
    initContainers: z.undefined().optional(),
    securityContext: z.object({ runAsUser: z.number(), runAsGroup: z.number() }),
    containers: z.tuple([Container]),
    volumes: z.array(Volume).default([]),
  }),
  status: z.object({ phase: z.string().optional() }),
});
export type Pod = z.infer<typeof Pod>;
export type Metadata = Pod['metadata'];

export async function readPod(cluster: Cluster, namespace: string, name: string): Promise<Pod> {
  return Pod.parse(JSON.parse(await kubectl(cluster, 'get', 'pod', name, '-n', namespace, '-o', 'json')));
}

const Content = z.object({
  data: z.record(z.string(), z.string()).default({}),
  binaryData: z.record(z.string(), z.string()).default({}),
});

/** What is in a ConfigMap or Secret; null when it is not there. */
export async function contentOf(
  cluster: Cluster,
  kind: 'configmap' | 'secret',
  namespace: string,
  name: string,
): Promise<ReadonlyMap<string, Buffer> | null> {
  const text = await kubectl(cluster, 'get', kind, name, '-n', namespace, '--ignore-not-found', '-o', 'json');
  if (text.trim() === '') return null;
  const { data, binaryData } = Content.parse(JSON.parse(text));
  const encoding = kind === 'secret' ? 'base64' : 'utf8';
  return new Map([
    ...Object.entries(data).map(([key, value]) => [key, Buffer.from(value, encoding)] as const),
    ...Object.entries(binaryData).map(([key, value]) => [key, Buffer.from(value, 'base64')] as const),
  ]);
}

/** What the downward API tells of a pod. */
export function fieldOf({ name, namespace, uid, labels, annotations }: Metadata, path: string): string {
  const [, kind, key] = /^metadata\.(labels|annotations)\['([^']+)'\]$/.exec(path) ?? [];
  if (key !== undefined) return (kind === 'labels' ? labels : annotations)[key] ?? '';
  const known: Readonly<Record<string, string>> = {
    'metadata.name': name,
    'metadata.namespace': namespace,
    'metadata.uid': uid,
  };
  const value = known[path];
  if (value === undefined) throw new Error(`the player does not know the field ${path}`);
  return value;
}

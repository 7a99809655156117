import { z } from 'zod';
import { StateFault } from '../state-fault.ts';
import { MANIFESTS, type ObjectCalls } from './object-calls.ts';

const ConfigMap = z.looseObject({
  metadata: z.looseObject({ name: z.string(), resourceVersion: z.string() }),
  data: z.record(z.string(), z.string()).nullish(),
  binaryData: z.record(z.string(), z.string()).nullish(),
});

export interface Content {
  readonly texts: Readonly<Record<string, string>>;
  readonly bytes: Readonly<Record<string, Buffer>>;
}

/** A ConfigMap as it was read or written last. */
export interface StoredMap extends Content {
  readonly name: string;
  /** Changes with every write. */
  readonly version: string;
  readonly raw: z.infer<typeof ConfigMap>;
}

export const KIB = 1024;
/** What an API server takes in the values of one ConfigMap together, unpacked from base64. */
export const LARGEST_MAP = 1024 * KIB;
/** What we put in: beyond it the ledger is cut in several. */
export const FULL = Math.floor(0.9 * LARGEST_MAP);

export async function readMap(calls: ObjectCalls, name: string): Promise<StoredMap> {
  return stored(await calls.get('ConfigMap', name), name, calls.namespace);
}

/** Puts other content into it. Rejects with a Conflict when somebody else has written since it was read. */
export async function replaceMap(calls: ObjectCalls, map: StoredMap, content: Content): Promise<StoredMap> {
  const { name, raw } = map;
  const packed = Object.entries(content.bytes).map(([key, bytes]) => [key, bytes.toString('base64')] as const);
  const body = { ...raw, data: content.texts, binaryData: Object.fromEntries(packed) };
  return stored(await calls.replace('ConfigMap', name, body), name, calls.namespace);
}

/** Bytes as the API server counts them: of the values, without their names. */
export function sizeOf({ texts, bytes }: Content): number {
  const sizes = [
    ...Object.values(texts).map((text) => Buffer.byteLength(text)),
    ...Object.values(bytes).map((one) => one.length),
  ];
  return sizes.reduce((sum, size) => sum + size, 0);
}

function stored(object: unknown, name: string, namespace: string): StoredMap {
  const parsed = ConfigMap.safeParse(object);
  if (!parsed.success) {
    throw new StateFault(
      `the ConfigMap ${namespace}/${name} is not what an API server says: delete it, and \`${MANIFESTS}\` makes it anew`,
    );
  }
  const raw = parsed.data;
  const packed = Object.entries(raw.binaryData ?? {}).map(([key, text]) => [key, Buffer.from(text, 'base64')] as const);
  return {
    name,
    version: raw.metadata.resourceVersion,
    raw,
    texts: raw.data ?? {},
    bytes: Object.fromEntries(packed),
  };
}

import { z } from 'zod';
import type { AccessKind, RawObject } from './cluster-access.ts';

const Bag = z.record(z.string(), z.unknown()).catch({});

/** Annotations in which tools keep a copy of the whole object: long, and with values that were never meant to be shown. */
export const COPIES: readonly string[] = [
  'kubectl.kubernetes.io/last-applied-configuration',
  'kapp.k14s.io/original',
  'objectset.rio.cattle.io/applied',
  'banzaicloud.com/last-applied',
];

/** An object as it is kept: without who wrote which field, without copies of itself; of a ConfigMap no value at all. */
export function slim(kind: AccessKind, item: unknown): RawObject {
  const { metadata, ...rest } = Bag.parse(item);
  const { managedFields: _, annotations, ...meta } = Bag.parse(metadata);
  if (kind === 'ConfigMap') {
    // Its annotations may hold its data again, under whatever name.
    return { kind, metadata: meta, dataKeys: keysOf(rest['data']), binaryDataKeys: keysOf(rest['binaryData']) };
  }
  if (annotations === undefined) return { ...rest, kind, metadata: meta };
  const kept = Object.entries(Bag.parse(annotations)).filter(([key]) => !COPIES.includes(key));
  return { ...rest, kind, metadata: { ...meta, annotations: Object.fromEntries(kept) } };
}

function keysOf(value: unknown): readonly string[] {
  return Object.keys(Bag.parse(value ?? {}));
}

import { z } from 'zod';
import { project } from '../kinds/project.ts';
import { isKind, type Kind } from '../kinds/registry.ts';
import { revisionData } from './access-revision.ts';
import type { AccessKind, RawObject } from './cluster-access.ts';

const Bag = z.record(z.string(), z.unknown()).catch({});

/** Annotations in which tools keep a copy of the whole object: long, and with values that were never meant to be shown. */
export const COPIES: readonly string[] = [
  'kubectl.kubernetes.io/last-applied-configuration',
  'kapp.k14s.io/original',
  'objectset.rio.cattle.io/applied',
  'banzaicloud.com/last-applied',
];

/**
 * What is written in them may be a secret itself (the values of a chart, the access to a store), or long and of no use (the
 * certificates of webhooks): as much as the detectors read of them is shown.
 */
const PROJECTED: ReadonlySet<Kind> = new Set([
  'HelmChart',
  'SecretStore',
  'ClusterSecretStore',
  'ValidatingWebhookConfiguration',
  'MutatingWebhookConfiguration',
]);

/**
 * An object as it is kept: without who wrote which field, without copies of itself; of a ConfigMap no value at all,
 * of a ControllerRevision the template without values of variables.
 */
export function slim(kind: AccessKind, item: unknown): RawObject {
  if (isKind(kind) && PROJECTED.has(kind)) {
    const read = project(kind, { ...Bag.parse(item), kind });
    return read.ok ? read.object : { kind, metadata: Bag.parse(Bag.parse(item)['metadata']) };
  }
  const { metadata, ...rest } = Bag.parse(item);
  const { managedFields: _, annotations, ...meta } = Bag.parse(metadata);
  if (kind === 'ConfigMap') {
    // Its annotations may hold its data again, under whatever name.
    return { kind, metadata: meta, dataKeys: keysOf(rest['data']), binaryDataKeys: keysOf(rest['binaryData']) };
  }
  // Sealed or not, and with a copy of the Secret's own template.
  if (kind === 'SealedSecret') return { kind, metadata: withoutCopies(meta, annotations), status: rest['status'] };
  if (kind === 'ControllerRevision') {
    return { kind, metadata: meta, revision: rest['revision'], data: revisionData(rest['data']) };
  }
  return { ...rest, kind, metadata: withoutCopies(meta, annotations) };
}

function withoutCopies(meta: RawObject, annotations: unknown): RawObject {
  if (annotations === undefined) return meta;
  const kept = Object.entries(Bag.parse(annotations)).filter(([key]) => !COPIES.includes(key));
  return { ...meta, annotations: Object.fromEntries(kept) };
}

function keysOf(value: unknown): readonly string[] {
  return Object.keys(Bag.parse(value ?? {}));
}

import type { ObjectRef } from '../domain/object-ref.ts';
import type { Meta } from './meta.ts';

/** Anything with a kind and metadata. */
export interface HasMeta {
  readonly kind: string;
  readonly metadata: Meta;
}

export function refOf(object: HasMeta): ObjectRef {
  return { kind: object.kind, namespace: object.metadata.namespace ?? null, name: object.metadata.name };
}

export function namespaceOf(object: HasMeta): string {
  return object.metadata.namespace ?? '';
}

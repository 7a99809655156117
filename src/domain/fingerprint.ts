import type { Finding } from './finding.ts';
import type { ObjectRef } from './object-ref.ts';

/**
 * The same fault in the next cycle has the same fingerprint, also after a deploy replaced every pod:
 * no pod names, counts, event text or model text go in.
 */
export function fingerprint(finding: Pick<Finding, 'code' | 'owner' | 'container'>): string {
  const { kind, namespace, name } = finding.owner;
  return [finding.code, kind, namespace ?? '', name, finding.container ?? ''].join('|');
}

/** Key of a root inside one cluster: a listed service, or an object. */
export function rootKey(root: { readonly service: string } | { readonly object: ObjectRef }): string {
  if ('service' in root) return `service:${root.service}`;
  return `object:${root.object.kind}/${root.object.namespace ?? ''}/${root.object.name}`;
}

import { ReadError } from '../platform/errors.ts';
import { redact } from '../platform/redact/redact.ts';
import { ACCESS_RESOURCES } from './access-kinds.ts';
import type { AccessKind } from './cluster-access.ts';

const LABEL = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;
const LONGEST = { namespace: 63, container: 63, name: 253 } as const;

/** Rejects what Kubernetes would never take as a name, before it becomes part of a path. */
export function checkName(what: keyof typeof LONGEST, text: string): void {
  const parts = what === 'name' ? text.split('.') : [text];
  if (text.length <= LONGEST[what] && parts.every((part) => LABEL.test(part))) return;
  const told = JSON.stringify(redact(text, 80));
  throw new ReadError('error', `${told} can't be the name of a ${what === 'name' ? 'Kubernetes object' : what}`);
}

/** The namespace to look in: none for a kind that has none, whatever was asked; the one that matters where only that is read. */
export function namespaceFor(kind: AccessKind, namespace: string | null): string | null {
  const { namespaced, within } = ACCESS_RESOURCES[kind];
  if (!namespaced) return null;
  if (namespace !== null) checkName('namespace', namespace);
  if (within === undefined || namespace === within) return namespace;
  if (namespace === null) return within;
  throw new ReadError('error', `a ${kind} is read in ${within} only, so ${namespace} can't be the name to look in`);
}

/** As `namespaceFor`, for one object: a namespaced one can't be found without its namespace. */
export function placeOf(kind: AccessKind, namespace: string | null, name: string): string | null {
  const place = namespaceFor(kind, namespace);
  checkName('name', name);
  if (place === null && ACCESS_RESOURCES[kind].namespaced) {
    throw new ReadError('error', `a ${kind} lives in a namespace, and none was named`);
  }
  return place;
}

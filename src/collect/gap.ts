import type { Gap } from '../domain/cluster.ts';
import { type Kind, resourceName } from '../kinds/registry.ts';
import { messageOf, ReadError } from '../platform/errors.ts';
import { redact } from '../platform/redact/redact.ts';

export function gapOf(kind: Kind, namespace: string | null, error: unknown): Gap {
  const { fault, message } = asReadError(error);
  return { verb: 'list', resource: resourceName(kind), namespace, cause: fault, detail: redact(message, 500) };
}

/** A fault that nobody foresaw is a gap too: the cycle goes on with what it has. */
export function asReadError(error: unknown): ReadError {
  return error instanceof ReadError ? error : new ReadError('error', messageOf(error), { cause: error });
}

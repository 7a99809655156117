import { z } from 'zod';
import { ACCESS_RESOURCES } from '../../src/collect/access-kinds.ts';
import type { AccessKind, ClusterAccess, ListQuery, ObjectList, RawObject } from '../../src/collect/cluster-access.ts';
import { ReadError } from '../../src/platform/errors.ts';
import { failure } from '../shared/failure.ts';
import { nearest } from './nearest.ts';

const Named = z.object({ metadata: z.object({ name: z.string(), namespace: z.string().nullish() }) });

/** Makes of a ReadError what an agent can act on. Anything else, such as the signal's reason, goes on as it is. */
export async function asking<T>(work: Promise<T>, wholeCluster = false): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof ReadError ? failure(error.message, nextStepOf(error, wholeCluster), error) : error;
  }
}

const NOT_CHECKED = 'go on without it, and say that it was not checked';

function nextStepOf(error: ReadError, wholeCluster: boolean): string {
  if (error.status === 404) return NOT_CHECKED;
  if (/can't be the name|no label selector|lives in a namespace/.test(error.message))
    return 'mend the argument and call again';
  if (wholeCluster && (error.fault === 'forbidden' || error.fault === 'timeout')) {
    return 'name one namespace and call again, or go on and say that the rest was not checked';
  }
  return error.transient ? `call once more; if it fails again ${NOT_CHECKED}` : NOT_CHECKED;
}

export function list(access: ClusterAccess, query: ListQuery, signal: AbortSignal): Promise<ObjectList> {
  return asking(access.list(query, signal), query.namespace === null);
}

/** One object that must be there; if it is not, names that are near are offered. */
export async function getOne(
  access: ClusterAccess,
  kind: AccessKind,
  namespace: string | null,
  name: string,
  signal: AbortSignal,
): Promise<RawObject> {
  const object = await asking(access.get(kind, namespace, name, signal));
  if (object !== null) return object;
  const place = ACCESS_RESOURCES[kind].namespaced ? namespace : null;
  const near = nearest(name, await namesOf(access, kind, place, signal));
  const hint = near.length === 0 ? '' : `; near it: ${near.join(', ')}`;
  const where = place === null ? '' : ` namespace=${place}`;
  throw failure(
    `no ${kind} ${name}${place === null ? '' : ` in ${place}`}${hint}`,
    `list_resources kind=${kind}${where} shows the names`,
  );
}

/** A namespace that holds nothing may be none at all. */
export async function checkNamespace(
  access: ClusterAccess,
  namespace: string | null,
  signal: AbortSignal,
): Promise<void> {
  if (namespace === null) return;
  const there = await access.get('Namespace', null, namespace, signal).catch((error: unknown) => {
    signal.throwIfAborted();
    return error;
  });
  // Who can't read namespaces knows nothing of them.
  if (there === null) await getOne(access, 'Namespace', null, namespace, signal);
}

async function namesOf(
  access: ClusterAccess,
  kind: AccessKind,
  namespace: string | null,
  signal: AbortSignal,
): Promise<readonly string[]> {
  try {
    const { objects } = await access.list({ kind, namespace, labelSelector: null }, signal);
    return objects.flatMap((object) => Named.safeParse(object).data?.metadata.name ?? []);
  } catch {
    signal.throwIfAborted();
    return [];
  }
}

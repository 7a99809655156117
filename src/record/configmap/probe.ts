import { z } from 'zod';
import { Conflict, messageOf } from '../../platform/errors.ts';
import type { ConfigMapPlace } from '../state-place.ts';
import type { KubeObjects } from './kube-objects.ts';
import { type ObjectKind, stateObjectNames } from './names.ts';
import { type CallOptions, type ObjectCalls, objectCalls } from './object-calls.ts';

/**
 * Reads every object of a state and asks the API server whether it could be replaced, as a dry run: nothing is written, and no lease is
 * taken. What is wrong with each of them, with the mend; empty: nothing is.
 */
export async function probeConfigMaps(
  objects: KubeObjects,
  { namespace, name }: ConfigMapPlace,
  options: CallOptions,
): Promise<readonly string[]> {
  const names = stateObjectNames(name);
  const all: readonly (readonly [ObjectKind, string])[] = [
    ...names.configMaps.map((map) => ['ConfigMap', map] as const),
    ['Lease', names.lease],
  ];
  const calls = objectCalls(dry(objects), namespace, options);
  const found = await Promise.all(all.map(([kind, one]) => faultOf(() => probe(calls, kind, one))));
  return found.filter((fault) => fault !== null);
}

function dry(objects: KubeObjects): KubeObjects {
  const asDryRun = (write: KubeObjects['replace']): KubeObjects['replace'] => {
    return (path, body, signal) => write(`${path}?dryRun=All`, body, signal);
  };
  return { ...objects, replace: asDryRun(objects.replace), make: asDryRun(objects.make) };
}

async function probe(calls: ObjectCalls, kind: ObjectKind, name: string): Promise<void> {
  if (kind === 'ConfigMap') {
    await calls.replace(kind, name, await calls.get(kind, name));
    return;
  }
  const metadata = { name, namespace: calls.namespace };
  const lease = await calls.getOrMake(kind, name, { apiVersion: 'coordination.k8s.io/v1', kind, metadata, spec: {} });
  // One that was made as a dry run isn't there, and nothing can take its place.
  if (Made.safeParse(lease).success) await calls.replace(kind, name, lease);
}

/** The server gives a version to what it keeps, and none to what it would keep. */
const Made = z.object({ metadata: z.object({ resourceVersion: z.string().min(1) }) });

async function faultOf(work: () => Promise<void>): Promise<string | null> {
  try {
    await work();
    return null;
  } catch (error) {
    // Somebody has written meanwhile: whoever may lose that race may write.
    return error instanceof Conflict ? null : messageOf(error);
  }
}

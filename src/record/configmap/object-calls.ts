import type { Clock } from '../../platform/clock.ts';
import { within } from '../../platform/deadline.ts';
import { Conflict, messageOf, ReadError } from '../../platform/errors.ts';
import { StateFault } from '../state-fault.ts';
import type { KubeObjects } from './kube-objects.ts';
import { type ObjectKind, objectPath, pluralOf } from './names.ts';

export interface CallOptions {
  readonly clock: Clock;
  /** Of one call of the API. */
  readonly callTimeoutMs: number;
}

/** The objects of one namespace. Rejects with a Conflict, or with a StateFault that names the object and the mend. */
export interface ObjectCalls {
  readonly namespace: string;
  readonly clock: Clock;
  readonly serverTime: () => Date | null;
  readonly get: (kind: ObjectKind, name: string) => Promise<unknown>;
  /** Made as given where there is none: some that sync manifests leave out this kind. */
  readonly getOrMake: (kind: ObjectKind, name: string, empty: unknown) => Promise<unknown>;
  readonly replace: (kind: ObjectKind, name: string, body: unknown) => Promise<unknown>;
}

export const MANIFESTS = 'kubectl apply -f k8s/base/state.yaml';
/** The calls have their own deadlines; this is for one that forgot it. */
const TRIES = 3;

export function objectCalls(objects: KubeObjects, namespace: string, options: CallOptions): ObjectCalls {
  const { clock, callTimeoutMs } = options;
  const never = new AbortController().signal;
  const call = async (
    verb: 'get' | 'update',
    kind: ObjectKind,
    name: string,
    work: (signal: AbortSignal) => Promise<unknown>,
  ) => {
    const what = `${pluralOf(kind)} ${namespace}/${name}`;
    try {
      const found = await within(TRIES * callTimeoutMs, what, clock, never, work);
      if (found !== null) return found;
    } catch (error) {
      throw error instanceof Conflict ? error : told(error, verb, kind, what, namespace);
    }
    throw missing(kind, what);
  };
  return {
    namespace,
    clock,
    serverTime: objects.serverTime,
    get: (kind, name) => call('get', kind, name, (signal) => objects.get(objectPath(kind, namespace, name), signal)),
    getOrMake: (kind, name, empty) => {
      const path = objectPath(kind, namespace, name);
      return call('get', kind, name, async (signal) => {
        return (await objects.get(path, signal)) ?? (await make(objects, path, empty, signal));
      });
    },
    replace: (kind, name, body) =>
      call('update', kind, name, (signal) => objects.replace(objectPath(kind, namespace, name), body, signal)),
  };
}

/** Null: it is missing, and may not be made. */
async function make(objects: KubeObjects, path: string, empty: unknown, signal: AbortSignal): Promise<unknown> {
  try {
    return await objects.make(path, empty, signal);
  } catch (error) {
    if (error instanceof Conflict) return await objects.get(path, signal);
    if (error instanceof ReadError && (error.fault === 'forbidden' || error.status === 404)) return null;
    throw error;
  }
}

function missing(kind: ObjectKind, what: string): StateFault {
  return new StateFault(`the ${kind} ${what.split(' ')[1]} is missing: \`${MANIFESTS}\` makes it, empty`);
}

function told(error: unknown, verb: string, kind: ObjectKind, what: string, namespace: string): StateFault {
  const details = { cause: error };
  if (!(error instanceof ReadError)) return new StateFault(`${verb} ${what}: ${messageOf(error)}`, details);
  if (error.status === 404) return missing(kind, what);
  if (error.fault === 'forbidden') {
    const mend = `the Role in ${namespace} must allow it, as k8s/base/state.yaml does (\`${MANIFESTS}\`)`;
    return new StateFault(`not allowed to ${verb} ${what}: ${mend}; ${error.message}`, details);
  }
  return new StateFault(`could not ${verb} ${what}: ${error.message}`, details);
}

import { messageOf, ReadError } from '../../platform/errors.ts';
import { redact } from '../../platform/redact/redact.ts';
import type { ClusterRead, ConfigWrite, ServedList } from './read.ts';

/** A cluster that is asked every question once: incidents of one cycle share namespaces and nodes. */
export function askedOnce(read: ClusterRead): ClusterRead {
  const lists = new Map<string, Promise<ServedList>>();
  const writes = new Map<string, Promise<readonly ConfigWrite[]>>();
  return {
    list: (kind, namespace, labelSelector, signal) =>
      once(lists, JSON.stringify([kind, namespace, labelSelector]), () =>
        read.list(kind, namespace, labelSelector, signal),
      ),
    configWrites: (namespace, signal) => once(writes, namespace, () => read.configWrites(namespace, signal)),
  };
}

function once<T>(kept: Map<string, Promise<T>>, key: string, ask: () => Promise<T>): Promise<T> {
  const known = kept.get(key);
  if (known !== undefined) return known;
  // Whoever asks after a failure may have more time.
  const asked = ask().catch((error: unknown) => {
    kept.delete(key);
    throw error;
  });
  kept.set(key, asked);
  return asked;
}

const LONGEST = 240;

/** Null, and a limit in words, for what can't be read. Rejects only with the signal's reason, when that is no ReadError. */
export async function orLimit<T>(
  limits: string[],
  what: string,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T | null> {
  try {
    signal.throwIfAborted();
    return await work();
  } catch (error) {
    if (signal.aborted && !(signal.reason instanceof ReadError)) throw signal.reason;
    limits.push(redact(`${what} could not be read: ${messageOf(error)}`, LONGEST));
    return null;
  }
}

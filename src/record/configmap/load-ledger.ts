import type { Ledger } from '../../domain/ledger.ts';
import { readMap, type StoredMap } from './config-map.ts';
import { DAMAGED, type Generation, type Head, isPart, readHead } from './head.ts';
import type { StateObjectNames } from './names.ts';
import type { ObjectCalls } from './object-calls.ts';
import { type GenerationRead, newestIn, readGeneration } from './read-generation.ts';

/** The ledger as it is stored, and what has to be known to write the next one. */
export interface StoredLedger {
  readonly map: StoredMap;
  /** Null when there is none, or none that can be read. */
  readonly head: Head | null;
  readonly ledger: Ledger | null;
  /** Where `ledger` was read from; it stays until the next one counts. */
  readonly good: Generation | null;
  /** Bytes that could not be read, to be set aside. */
  readonly damaged: Buffer | null;
  /** What is damaged, for people. */
  readonly why: string | null;
  /** The schema of a newer program: nothing may be written over it. */
  readonly newer: number | null;
}

/** A ledger that is cut in several may be replaced while it is read: then it is read anew. */
const TRIES = 5;

/** Changes nothing. Rejects with the error of the API. */
export async function loadLedger(calls: ObjectCalls, { ledger: maps }: StateObjectNames): Promise<StoredLedger> {
  const headName = maps[0];
  let map = await readMap(calls, headName);
  for (let attempt = 0; ; attempt += 1) {
    const stored = await storedIn(calls, maps, map);
    const isCut = stored.head?.current?.parts.some((part) => part.map > 0) ?? false;
    if (stored.damaged === null || !isCut || attempt >= TRIES) return stored;
    const again = await readMap(calls, headName);
    if (again.version === map.version) return stored;
    map = again;
  }
}

async function storedIn(calls: ObjectCalls, maps: readonly string[], map: StoredMap): Promise<StoredLedger> {
  const nothing = { map, head: null, ledger: null, good: null, damaged: null, why: null, newer: null };
  const read = readHead(map);
  const isUnnamed = Object.keys(map.bytes).some(isPart);
  if (read.status === 'none') return nothing;
  if (read.status === 'newer') return { ...nothing, newer: read.version };
  if (read.status === 'damaged' || (read.head.current === null && isUnnamed)) {
    return withRead({ ...nothing, why: 'what it says of the ledger is damaged' }, await newestIn(map), null);
  }
  const { head } = read;
  if (head.current === null) return { ...nothing, head };
  const current = await readGeneration(calls, maps, map, head.current);
  const stored = withRead({ ...nothing, head }, current, head.current);
  if (stored.damaged === null || head.previous === null) return stored;
  const previous = await readGeneration(calls, maps, map, head.previous);
  if (previous.status !== 'ok') return stored;
  return { ...stored, ledger: previous.ledger, good: head.previous };
}

function withRead(stored: StoredLedger, read: GenerationRead, from: Generation | null): StoredLedger {
  if (read.status === 'ok') return { ...stored, ledger: read.ledger, good: from };
  if (read.status === 'newer') return { ...stored, newer: read.version };
  return { ...stored, damaged: read.bytes, why: read.why };
}

/** For the report; null when all is well. */
export function damageText({ why, ledger, map }: StoredLedger, namespace: string): string | null {
  if (why === null) return null;
  const goesOn =
    ledger === null
      ? 'this cycle starts from nothing, open incidents may be told once more'
      : 'this cycle goes on with the last one that can be read';
  return `the ledger in the ConfigMap ${namespace}/${map.name} is damaged (${why}): ${goesOn}; as far as there is room, it is kept there under the key \`${DAMAGED}\``;
}

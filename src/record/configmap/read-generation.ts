import type { Ledger } from '../../domain/ledger.ts';
import { parseLedger } from '../ledger-codec.ts';
import { readMap, type StoredMap } from './config-map.ts';
import { type Generation, isPart, numberOf } from './head.ts';
import type { ObjectCalls } from './object-calls.ts';
import { sha256, unpack } from './packed.ts';

export type GenerationRead =
  | { readonly status: 'ok'; readonly ledger: Ledger }
  | { readonly status: 'newer'; readonly version: number }
  /** `bytes`: as much of it as was found. */
  | { readonly status: 'damaged'; readonly why: string; readonly bytes: Buffer };

/** A ledger from its parts. Rejects with the error of the API. */
export async function readGeneration(
  calls: ObjectCalls,
  maps: readonly string[],
  head: StoredMap,
  { parts }: Generation,
): Promise<GenerationRead> {
  const read = new Map<number, StoredMap>([[0, head]]);
  for (const { map } of parts) {
    const name = maps[map];
    if (!read.has(map) && name !== undefined) read.set(map, await readMap(calls, name));
  }
  const found = parts.map(({ map, key, sha256 }) => ({ key, sha256, map, bytes: read.get(map)?.bytes[key] }));
  const whole = Buffer.concat(found.flatMap(({ bytes }) => bytes ?? []));
  const bad = found.find((part) => part.bytes === undefined || sha256(part.bytes) !== part.sha256);
  if (bad === undefined) return ledgerIn(whole);
  const what = bad.bytes === undefined ? 'is missing' : 'was changed';
  return { status: 'damaged', why: `${bad.key} of ${maps[bad.map]} ${what}`, bytes: whole };
}

/** The newest whole ledger in a head that no longer says which one counts. */
export async function newestIn({ bytes }: StoredMap): Promise<GenerationRead> {
  const keys = Object.keys(bytes).filter(isPart);
  const newest = keys.sort((a, b) => numberOf(b) - numberOf(a));
  let last: GenerationRead = {
    status: 'damaged',
    why: 'what it says of the ledger is damaged',
    bytes: Buffer.alloc(0),
  };
  for (const key of newest) {
    const read = await ledgerIn(bytes[key] ?? Buffer.alloc(0));
    if (read.status !== 'damaged') return read;
    if (last.bytes.length === 0) last = { ...last, bytes: read.bytes };
  }
  return last;
}

async function ledgerIn(bytes: Buffer): Promise<GenerationRead> {
  const unpacked = await unpack(bytes);
  if ('problem' in unpacked) return { status: 'damaged', why: unpacked.problem, bytes };
  const parsed = parseLedger(unpacked.text);
  return parsed.status === 'damaged' ? { ...parsed, bytes } : parsed;
}

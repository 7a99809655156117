import { Conflict } from '../../platform/errors.ts';
import { StateFault } from '../state-fault.ts';
import { readMap, replaceMap } from './config-map.ts';
import { type Generation, isPart, partKey } from './head.ts';
import type { ObjectCalls } from './object-calls.ts';
import { sha256 } from './packed.ts';

export interface PartsToWrite {
  /** The ConfigMaps for them, without the head. */
  readonly shards: readonly string[];
  readonly chunks: readonly Buffer[];
  readonly number: number;
  readonly writer: string;
  /** What counts until the head is replaced: it stays where it is. */
  readonly keep: Generation | null;
  /** What counted before: it makes room. */
  readonly old: Generation | null;
  /**
   * Writes the head once more as it is, so that whoever read it before can no longer make a ledger count. Rejects with a Conflict when
   * somebody else was first.
   */
  readonly claim: () => Promise<void>;
}

const TRIES = 5;

/**
 * Puts the pieces of a ledger beside those that count. None of them counts before the head names it.
 *
 * What a killed writer left is taken out, and it can't be told from what a living one has just put there. So the head is claimed first,
 * after the leftovers were seen: their writer read the head before it wrote them, and can no longer replace it. A piece that counts is
 * therefore never taken out.
 */
export async function writeParts(calls: ObjectCalls, parts: PartsToWrite): Promise<Generation> {
  const { shards, chunks, number, writer } = parts;
  const written: Generation['parts'] = [];
  for (const [index, chunk] of chunks.entries()) {
    const name = shards[index];
    if (name === undefined) throw new Error(`no ConfigMap for part ${index} of the ledger`);
    const key = partKey(number, writer, index);
    await writePart(calls, parts, { name, map: index + 1, key, chunk });
    written.push({ map: index + 1, key, sha256: sha256(chunk) });
  }
  return { number, parts: written };
}

interface PartToWrite {
  readonly name: string;
  readonly map: number;
  readonly key: string;
  readonly chunk: Buffer;
}

async function writePart(calls: ObjectCalls, all: PartsToWrite, { name, map, key, chunk }: PartToWrite): Promise<void> {
  const kept = keysOf(all.keep, map);
  const known = keysOf(all.old, map);
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const shard = await readMap(calls, name);
    const left = Object.keys(shard.bytes).filter((one) => !kept.has(one) && !known.has(one) && !isOwn(one, all.writer));
    if (left.length > 0) await all.claim();
    const stays = Object.entries(shard.bytes).filter(([one]) => kept.has(one));
    try {
      await replaceMap(calls, shard, { texts: shard.texts, bytes: { ...Object.fromEntries(stays), [key]: chunk } });
      return;
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
    }
  }
  throw new StateFault(
    `the ConfigMap ${calls.namespace}/${name} changed ${TRIES} times while a part of the ledger was written into it`,
  );
}

function keysOf(generation: Generation | null, map: number): ReadonlySet<string> {
  return new Set(generation?.parts.filter((part) => part.map === map).map(({ key }) => key));
}

function isOwn(key: string, writer: string): boolean {
  return isPart(key) && key.includes(`-${writer}-`);
}

import type { Ledger } from '../../domain/ledger.ts';
import { type Content, FULL, replaceMap, type StoredMap, sizeOf } from './config-map.ts';
import { DAMAGED, type Generation, type Head, headTexts, numberOf, partKey } from './head.ts';
import type { StoredLedger } from './load-ledger.ts';
import { sha256 } from './packed.ts';
import type { Writing } from './save-ledger.ts';
import { writeParts } from './write-parts.ts';

interface Next {
  readonly ledger: Ledger;
  readonly chunks: readonly [Buffer, ...Buffer[]];
}

/**
 * Replaces the head, so that the next ledger counts; without one, that our fence does. In it, as far as there is room: the ledger before,
 * and what was damaged. Rejects with a Conflict when somebody else has written since `before` was read.
 */
export async function writeHead(writing: Writing, before: StoredLedger, next: Next | null): Promise<StoredLedger> {
  const { calls, writer, fence } = writing;
  if (next === null) {
    const head = { ...(before.head ?? EMPTY), fence: fence(), writer };
    const map = await replaceMap(calls, before.map, { texts: headTexts(head), bytes: before.map.bytes });
    return { ...before, map, head: { schemaVersion: 1, ...head } };
  }
  const { ledger, chunks } = next;
  const number = 1 + Math.max(0, before.head?.current?.number ?? 0, ...Object.keys(before.map.bytes).map(numberOf));
  let last = before;
  const current =
    chunks.length === 1
      ? { number, parts: [{ map: 0, key: partKey(number, writer, 0), sha256: sha256(chunks[0]) }] }
      : await writeParts(calls, {
          shards: writing.names.ledger.slice(1),
          chunks,
          number,
          writer,
          keep: before.good,
          old: before.head?.previous ?? null,
          claim: async () => {
            last = await writeHead(writing, last, null);
          },
        });
  const cluster = { uid: ledger.cluster.uid, name: ledger.cluster.name };
  const head: Head = { schemaVersion: 1, cluster, fence: fence(), writer, current, previous: before.good };
  const own = chunks.length === 1 ? { [partKey(number, writer, 0)]: chunks[0] } : {};
  const map = await replaceMap(calls, last.map, fitting(head, own, before));
  return { map, head, ledger, good: current, damaged: null, why: null, newer: null };
}

const EMPTY = { cluster: { uid: 'unknown', name: '' }, current: null, previous: null };

function fitting(head: Head, own: Content['bytes'], { map, good, damaged }: StoredLedger): Content {
  const previous = heldIn(map, good);
  const aside = damaged ?? map.bytes[DAMAGED] ?? null;
  const withAside = (bytes: Content['bytes']) => (aside === null ? bytes : { ...bytes, [DAMAGED]: aside });
  const choices: readonly Content[] = [
    { texts: headTexts(head), bytes: withAside({ ...own, ...previous }) },
    { texts: headTexts(head), bytes: { ...own, ...previous } },
    { texts: headTexts({ ...head, previous: Object.keys(previous).length === 0 ? head.previous : null }), bytes: own },
  ];
  return (
    choices.find((content) => sizeOf(content) <= FULL) ?? { texts: headTexts({ ...head, previous: null }), bytes: own }
  );
}

/** The parts of a generation that lie in the head itself. */
function heldIn({ bytes }: StoredMap, generation: Generation | null): Content['bytes'] {
  const keys = generation?.parts.filter(({ map }) => map === 0).map(({ key }) => key) ?? [];
  return Object.fromEntries(keys.flatMap((key) => (bytes[key] === undefined ? [] : [[key, bytes[key]]])));
}

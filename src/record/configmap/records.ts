import { z } from 'zod';
import type { Report } from '../../domain/report.ts';
import { Conflict } from '../../platform/errors.ts';
import { chooseCycle } from '../choose-cycle.ts';
import { type ReportRead, reportIn } from '../read-report.ts';
import { StateFault } from '../state-fault.ts';
import type { RecordList } from '../state-store.ts';
import { FULL, KIB, readMap, replaceMap, type StoredMap, sizeOf } from './config-map.ts';
import type { ObjectCalls } from './object-calls.ts';
import { unpack } from './packed.ts';
import { spendTexts } from './spend.ts';
import { LARGEST_RECORD, packReport } from './trim-report.ts';

/** Cycles that are kept: a day of hourly ones. */
const KEPT = 24;
const INDEX = 'index';
/** What the index and its growth need. */
const INDEX_ROOM = 8 * KIB;
const TRIES = 5;

const Entry = z.object({ id: z.string(), key: z.string() });
type Entry = z.infer<typeof Entry>;

/** Keeps a cycle, packed and without what is too large; the oldest go. Rejects with the error of the store. */
export async function keepRecord(calls: ObjectCalls, name: string, report: Report): Promise<void> {
  const packed = await packReport(report);
  const { id } = report.cycle;
  if (packed === null) {
    throw new StateFault(
      `the record of cycle ${id} has more than ${LARGEST_RECORD / KIB} KiB even without logs, findings and texts: it is not kept`,
    );
  }
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const map = await readMap(calls, name);
    const entries = [{ id, key: keyOf(id) }, ...entriesIn(map).filter((entry) => entry.id !== id)];
    const bytes: Record<string, Buffer> = {};
    const kept: Entry[] = [];
    const others = spendTexts(map);
    let size = INDEX_ROOM + sizeOf({ texts: others, bytes: {} });
    for (const entry of entries.slice(0, KEPT)) {
      const own = entry.id === id ? packed : map.bytes[entry.key];
      if (own === undefined) continue;
      size += own.length;
      if (size > FULL) break;
      bytes[entry.key] = own;
      kept.push(entry);
    }
    try {
      await replaceMap(calls, map, { texts: { ...others, [INDEX]: JSON.stringify(kept) }, bytes });
      return;
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
    }
  }
  throw new StateFault(
    `the ConfigMap ${calls.namespace}/${name} was written by others ${TRIES} times meanwhile: cycle ${id} is not kept`,
  );
}

/** The newest cycles. A damaged one costs itself only. */
export async function listRecords(calls: ObjectCalls, name: string, limit: number): Promise<RecordList> {
  const map = await readMap(calls, name);
  const entries = entriesIn(map);
  const reads = await Promise.all(entries.slice(0, limit).map((entry) => readEntry(calls, map, entry)));
  return {
    cycles: reads.flatMap((read) => ('report' in read ? [read.report] : [])),
    damaged: reads.flatMap((read) => ('problem' in read ? [read.problem] : [])),
    total: entries.length,
  };
}

export async function readRecord(calls: ObjectCalls, name: string, which: string): Promise<ReportRead> {
  const map = await readMap(calls, name);
  const chosen = chooseCycle(entriesIn(map), which, `configmap ${calls.namespace}/${name}`);
  return 'cycle' in chosen ? readEntry(calls, map, chosen.cycle) : chosen;
}

async function readEntry(
  { namespace }: ObjectCalls,
  { name, bytes }: StoredMap,
  { id, key }: Entry,
): Promise<ReportRead> {
  const path = `cycle ${id} in configmap ${namespace}/${name}`;
  const unpacked = await unpack(bytes[key] ?? Buffer.alloc(0));
  return 'problem' in unpacked ? { problem: `${path} is damaged: ${unpacked.problem}` } : reportIn(unpacked.text, path);
}

/** The newest first. What the index doesn't name, or if it is damaged, follows by its id, which begins with the time. */
function entriesIn({ texts, bytes }: StoredMap): readonly Entry[] {
  const named = indexIn(texts[INDEX]).filter(({ key }) => bytes[key] !== undefined);
  const known = new Set(named.map(({ key }) => key));
  const others = Object.keys(bytes).filter((key) => !known.has(key));
  const unnamed = others.map((key) => ({ id: key, key })).sort((a, b) => (a.id < b.id ? 1 : -1));
  return [...named, ...unnamed];
}

function indexIn(text: string | undefined): readonly Entry[] {
  try {
    return z.array(Entry).parse(JSON.parse(text ?? '[]'));
  } catch {
    return [];
  }
}

/** Ids have a form that keys may have; one that hasn't is only read through the index. */
function keyOf(id: string): string {
  const key = id.replace(/[^-\w.]/g, '_').slice(0, 200);
  return /^\.|^$|^index$/.test(key) ? `_${key}` : key;
}

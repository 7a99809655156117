import { randomInt, randomUUID } from 'node:crypto';
import { monthOf, type Spend } from '../../domain/spend.ts';
import { Conflict } from '../../platform/errors.ts';
import type { SpendBook, SpendRead } from '../spend-book.ts';
import { StateFault } from '../state-fault.ts';
import { KIB, readMap, replaceMap, type StoredMap } from './config-map.ts';
import type { KubeObjects } from './kube-objects.ts';
import { stateObjectNames, type Where } from './names.ts';
import { type CallOptions, type ObjectCalls, objectCalls } from './object-calls.ts';
import { addedSums, readSums, type Sums, type SumsRead } from './spend-sums.ts';

const KEY = 'spend';
/** What could not be read, for people to look at. */
const DAMAGED = 'spend-damaged';
const LARGEST_DAMAGED = 16 * KIB;
const TRIES = 20;
/** Milliseconds, longer with each try up to ten times that. */
const PAUSE = 20;

/** What of the ConfigMap of the cycle records is not theirs. */
export function spendTexts({ texts }: StoredMap): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(texts).filter(([key]) => key === KEY || key === DAMAGED));
}

/** Sums beside the cycle records, written by compare-and-swap. The clock is the system's, never one that stands still. */
export function configMapSpendBook(objects: KubeObjects, { namespace, name }: Where, options: CallOptions): SpendBook {
  const calls = objectCalls(objects, namespace, options);
  const map = stateObjectNames(name).records;
  const place = `configmap ${namespace}/${map}`;
  let last: Promise<unknown> = Promise.resolve();
  let next: { readonly paid: Spend[]; readonly written: Promise<void> } | null = null;
  // One write at a time: what comes in meanwhile is written together.
  const write = (paid: readonly Spend[]): Promise<void> => {
    if (next === null) {
      const together: Spend[] = [];
      const written = last.then(() => {
        next = null;
        return keep(calls, map, together);
      });
      last = written.catch(() => {});
      next = { paid: together, written };
    }
    next.paid.push(...paid);
    return next.written;
  };
  return {
    place,
    spentUsd: async () => {
      const month = monthOf(options.clock.now());
      const { spends } = sumsOf(readSums((await readMap(calls, map)).texts[KEY]), place);
      return spends.filter(({ at }) => monthOf(new Date(at)) === month).reduce((sum, { usd }) => sum + usd, 0);
    },
    open: () => write([]),
    add: (spend) => write([{ at: options.clock.now().toISOString(), ...spend }]),
    read: async () => spendIn(await readMap(calls, map), place),
  };
}

async function keep(calls: ObjectCalls, name: string, paid: readonly Spend[]): Promise<void> {
  const place = `configmap ${calls.namespace}/${name}`;
  const id = randomUUID();
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const map = await readMap(calls, name);
    const read = readSums(map.texts[KEY]);
    // A damaged one is set aside: the month begins anew.
    const before = read.status === 'damaged' ? { spends: [], writes: [] } : sumsOf(read, place);
    if (before.writes.includes(id)) return;
    const text = addedSums(before, paid, id, calls.clock.now());
    if (text === null) throw new StateFault(`what models cost has no room in ${place}: too many models and clusters`);
    const aside = read.status === 'damaged' ? { [DAMAGED]: map.texts[KEY]?.slice(0, LARGEST_DAMAGED) ?? '' } : {};
    try {
      await replaceMap(calls, map, { texts: { ...map.texts, ...aside, [KEY]: text }, bytes: map.bytes });
      return;
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
    }
    await calls.clock.sleep(randomInt(PAUSE) * Math.min(attempt, 10));
  }
  throw new StateFault(`${place} was written by others ${TRIES} times meanwhile: what the model cost is not in it`);
}

function spendIn(map: StoredMap, place: string): SpendRead {
  const read = readSums(map.texts[KEY]);
  const now = read.status === 'ok' ? [] : [faultOf(read, place)];
  const earlier =
    map.texts[DAMAGED] === undefined
      ? []
      : [`${place}: what was spent before is damaged, and not in the sums; delete the key ${DAMAGED} to hide this`];
  return { spends: read.status === 'ok' ? read.sums.spends : [], problems: [...now, ...earlier] };
}

/** Throws when it is not known what was spent. */
function sumsOf(read: SumsRead, place: string): Sums {
  if (read.status === 'ok') return read.sums;
  throw new StateFault(faultOf(read, place));
}

function faultOf({ status, why }: Exclude<SumsRead, { status: 'ok' }>, place: string): string {
  return status === 'newer'
    ? `what was spent stands in ${place} as a newer version wrote it (${why}): update k8s-monitor`
    : `what was spent stands damaged in ${place} (${why}): it is not in the sums`;
}

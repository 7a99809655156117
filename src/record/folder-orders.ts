import { z } from 'zod';
import { NO_ORDERS, ORDERS_VERSION, Orders } from '../domain/orders.ts';
import type { Damage } from './folder-ledger.ts';
import { createNumbered, numberedFiles } from './numbered-files.ts';
import type { Link } from './place-new.ts';
import { pruneNumbered } from './prune-numbered.ts';
import { type CappedText, readCapped } from './read-capped.ts';
import { seal, unseal } from './sealed.ts';
import { StateFault } from './state-fault.ts';
import { setAsideAll } from './state-warnings.ts';

const NAME = 'orders';
const KEEP = 3;
/** Of as many who order at the same time, each gets its turn. */
const TRIES = 100;
const LARGEST = 8 * 1024 * 1024;
const Newer = z.object({ schemaVersion: z.number().min(ORDERS_VERSION + 1) });

export interface StoredOrders {
  /** The newest that can be read; none without one. */
  readonly orders: Orders;
  readonly isThere: boolean;
  readonly highest: number;
  /** Written by a newer program: left alone. */
  readonly newer: string | null;
  readonly damaged: readonly Damage[];
}

/** What people ordered for the cluster of this folder. Changes nothing. Throws the file system's error. */
export async function loadOrders(folder: string): Promise<StoredOrders> {
  const { highest, files } = await numberedFiles(folder, NAME);
  const damaged: Damage[] = [];
  for (const { path } of files) {
    const parsed = parseOrders(await readCapped(path, LARGEST));
    if (parsed === null) continue;
    if (parsed === 'newer') return { orders: NO_ORDERS, isThere: false, highest, newer: path, damaged };
    if ('orders' in parsed) return { orders: parsed.orders, isThere: true, highest, newer: null, damaged };
    damaged.push({ path, why: parsed.why });
  }
  return { orders: NO_ORDERS, isThere: false, highest, newer: null, damaged };
}

/** Changes them, whoever else does at the same time. Throws the file system's error. */
export async function changeOrders(folder: string, change: (orders: Orders) => Orders, link?: Link): Promise<void> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const stored = await loadOrders(folder);
    if (stored.newer !== null)
      throw new StateFault(`${stored.newer} was written by a newer version: update k8s-monitor`);
    await setAsideAll(stored.damaged);
    const text = seal(change(stored.orders));
    // Whoever came right after this one has read it: only a number that may have been pruned was too late.
    const file = { number: stored.highest + 1, text, atOnce: KEEP };
    if (await createNumbered(folder, NAME, file, link)) {
      await pruneNumbered(folder, NAME, KEEP);
      return;
    }
  }
  throw new StateFault(`somebody else keeps changing the orders in ${folder}: try again`);
}

/** Null: it is gone. */
function parseOrders(read: CappedText): { orders: Orders } | { why: string } | 'newer' | null {
  if (read.status === 'missing') return null;
  if (read.status === 'damaged') return read;
  const unsealed = unseal(read.text);
  if (unsealed.status === 'damaged') return unsealed;
  if (Newer.safeParse(unsealed.raw).success) return 'newer';
  const parsed = Orders.safeParse(unsealed.raw);
  return parsed.success ? { orders: parsed.data } : { why: 'not orders' };
}

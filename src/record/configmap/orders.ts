import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { NO_ORDERS, ORDERS_VERSION, Orders } from '../../domain/orders.ts';
import { Conflict } from '../../platform/errors.ts';
import { UNKNOWN } from '../folder-home.ts';
import { seal, unseal } from '../sealed.ts';
import { StateFault } from '../state-fault.ts';
import { KIB, LARGEST_MAP, readMap, replaceMap, type StoredMap, sizeOf } from './config-map.ts';
import type { ObjectCalls } from './object-calls.ts';

const KEY = 'orders';
/** The cluster they were given for. */
const CLUSTER = 'cluster';
const DAMAGED = 'damaged';
/** Somebody waits at a terminal, and others may be busy in the same object. */
const TRIES = 20;
/** Milliseconds, longer with each try up to ten times that. */
const PAUSE = 20;

export type OrdersRead =
  | { readonly status: 'ok'; readonly orders: Orders }
  /** `why` for people. Nobody's orders count then. */
  | { readonly status: 'damaged' | 'newer'; readonly why: string };

export async function readOrders(calls: ObjectCalls, name: string): Promise<OrdersRead> {
  return ordersIn(await readMap(calls, name), calls.namespace);
}

/** Changes what is ordered, whoever else does at the same time. What can't be read is set aside first. */
export async function changeOrders(
  calls: ObjectCalls,
  name: string,
  clusterUid: string,
  change: (orders: Orders) => Orders,
): Promise<void> {
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const map = await readMap(calls, name);
    const read = ordersIn(map, calls.namespace);
    if (read.status === 'newer') throw new StateFault(read.why);
    const known = map.texts[CLUSTER] ?? UNKNOWN;
    if (known !== clusterUid && known !== UNKNOWN && clusterUid !== UNKNOWN) {
      throw new StateFault(`the ConfigMap ${calls.namespace}/${name} holds the orders for another cluster (${known})`);
    }
    const bad = read.status === 'damaged' ? { [DAMAGED]: map.texts[KEY] ?? '' } : {};
    const texts = {
      ...map.texts,
      ...bad,
      [CLUSTER]: known === UNKNOWN ? clusterUid : known,
      [KEY]: seal(change(read.status === 'ok' ? read.orders : NO_ORDERS)),
    };
    try {
      await replaceMap(calls, map, fitting(texts, map, `${calls.namespace}/${name}`));
      return;
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
    }
    await calls.clock.sleep(randomInt(PAUSE) * Math.min(attempt, 10));
  }
  throw new StateFault(
    `the ConfigMap ${calls.namespace}/${name} was written by others ${TRIES} times meanwhile: try again`,
  );
}

function fitting(
  texts: Record<string, string>,
  { bytes }: StoredMap,
  where: string,
): Pick<StoredMap, 'texts' | 'bytes'> {
  if (sizeOf({ texts, bytes }) <= LARGEST_MAP) return { texts, bytes };
  const { [DAMAGED]: _, ...rest } = texts;
  const size = sizeOf({ texts: rest, bytes });
  if (size <= LARGEST_MAP) return { texts: rest, bytes };
  throw new StateFault(
    `the orders in the ConfigMap ${where} would have ${Math.ceil(size / KIB)} KiB, and ${LARGEST_MAP / KIB} KiB fit: end silences that are over`,
  );
}

function ordersIn({ texts, name }: StoredMap, namespace: string): OrdersRead {
  const text = texts[KEY];
  if (text === undefined) return { status: 'ok', orders: NO_ORDERS };
  const where = `the orders in the ConfigMap ${namespace}/${name}`;
  const unsealed = unseal(text);
  const raw = unsealed.status === 'ok' ? unsealed.raw : null;
  const version = z.object({ schemaVersion: z.int() }).safeParse(raw).data?.schemaVersion ?? 0;
  if (version > ORDERS_VERSION) {
    const why = `${where} were written by a newer version (schema ${version}, this one knows ${ORDERS_VERSION}): they don't count; update k8s-monitor`;
    return { status: 'newer', why };
  }
  const parsed = Orders.safeParse(raw);
  if (parsed.success) return { status: 'ok', orders: parsed.data };
  const what = unsealed.status === 'damaged' ? unsealed.why : 'not orders';
  return {
    status: 'damaged',
    why: `${where} are damaged (${what}): nothing is silenced or acknowledged, order it again`,
  };
}

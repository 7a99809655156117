import { z } from 'zod';
import { seal, unseal } from '../sealed.ts';
import type { StoredMap } from './config-map.ts';

export const HEAD_VERSION = 1;
/** The API keeps it as a 32-bit number in the Lease. */
const LARGEST_FENCE = 2 ** 31 - 2;

const Part = z.object({
  /** Which of the ConfigMaps of the ledger: 0 is the head itself. */
  map: z.int().min(0).max(3),
  key: z.string(),
  sha256: z.string(),
});
const Generation = z.object({ number: z.int(), parts: z.array(Part).min(1) });
/** A ledger as it was written once: packed, and cut where it is large. */
export type Generation = z.infer<typeof Generation>;

const Head = z.object({
  schemaVersion: z.literal(HEAD_VERSION),
  cluster: z.object({ uid: z.string(), name: z.string() }),
  /** The lease under which it was written. */
  fence: z.int().min(0).max(LARGEST_FENCE),
  /** Who wrote it: one session. */
  writer: z.string(),
  /** Null: nothing has been written yet. */
  current: Generation.nullable(),
  previous: Generation.nullable(),
});
/** What the first ConfigMap says of the ledger. Replacing it is what makes a new ledger count. */
export type Head = z.infer<typeof Head>;

export type HeadRead =
  | { readonly status: 'ok'; readonly head: Head }
  | { readonly status: 'none' }
  | { readonly status: 'damaged' }
  | { readonly status: 'newer'; readonly version: number };

const HEAD = 'head';
/** Set aside: what could not be read. For people. */
export const DAMAGED = 'damaged';
const LEDGER = 'ledger-';

/** A key no other writer gives. */
export function partKey(number: number, writer: string, part: number): string {
  return `${LEDGER}${number}-${writer}-${part}`;
}

export function isPart(key: string): boolean {
  return key.startsWith(LEDGER);
}

export function numberOf(key: string): number {
  return Number(/^ledger-(\d{1,15})-/.exec(key)?.[1] ?? 0);
}

export function headTexts(head: Omit<Head, 'schemaVersion'>): Record<string, string> {
  return { [HEAD]: seal({ schemaVersion: HEAD_VERSION, ...head }) };
}

export function readHead({ texts, bytes }: StoredMap): HeadRead {
  const text = texts[HEAD];
  if (text === undefined) return { status: Object.keys(bytes).some(isPart) ? 'damaged' : 'none' };
  const unsealed = unseal(text);
  if (unsealed.status === 'damaged') return { status: 'damaged' };
  const version = z.object({ schemaVersion: z.int() }).safeParse(unsealed.raw).data?.schemaVersion ?? 0;
  if (version > HEAD_VERSION) return { status: 'newer', version };
  const parsed = Head.safeParse(unsealed.raw);
  return parsed.success ? { status: 'ok', head: parsed.data } : { status: 'damaged' };
}

import type { Ledger } from '../../domain/ledger.ts';
import { compact } from '../compact.ts';
import { encodeLedger } from '../ledger-codec.ts';
import { StateFault } from '../state-fault.ts';
import { FULL, KIB, LARGEST_MAP } from './config-map.ts';
import { LARGEST_UNPACKED, pack } from './packed.ts';

/** From here on only what has to be kept is kept. */
const COMPACTED = Math.floor(0.7 * LARGEST_MAP);
/** What the head needs for itself. */
const HEAD_ROOM = 8 * KIB;
/** Twice in one ConfigMap: the ledger that counts, beside the next one. */
const LARGEST_CHUNK = 450 * KIB;

/** Bytes that a ledger may have in one ConfigMap. */
const IN_HEAD = FULL - HEAD_ROOM;

/**
 * The ledger as it is stored: whole, or in as many pieces as there are ConfigMaps besides the first. Rejects with a StateFault when it is
 * too large even so: nothing that is open is ever left out.
 */
export async function packLedger(ledger: Ledger, now: Date, shards: number): Promise<readonly [Buffer, ...Buffer[]]> {
  const usual = encodeLedger(ledger);
  const whole = Buffer.byteLength(usual) <= LARGEST_UNPACKED ? await pack(usual) : null;
  const bytes = whole !== null && whole.length < COMPACTED ? whole : await packHard(ledger, now);
  if (bytes.length <= IN_HEAD) return [bytes];
  if (bytes.length > shards * LARGEST_CHUNK) throw tooLarge(bytes.length, shards * LARGEST_CHUNK, ledger, 'packed');
  const [first, ...more] = Array.from({ length: Math.ceil(bytes.length / LARGEST_CHUNK) }, (_, i) =>
    bytes.subarray(i * LARGEST_CHUNK, (i + 1) * LARGEST_CHUNK),
  );
  return [first ?? bytes, ...more];
}

async function packHard(ledger: Ledger, now: Date): Promise<Buffer> {
  const text = encodeLedger(compact(ledger, now, 'hard'));
  const size = Buffer.byteLength(text);
  if (size > LARGEST_UNPACKED) throw tooLarge(size, LARGEST_UNPACKED, ledger, 'unpacked');
  return pack(text);
}

function tooLarge(size: number, limit: number, { incidents, outbox }: Ledger, how: string): StateFault {
  const kib = (bytes: number) => Math.ceil(bytes / KIB);
  const open = incidents.filter(({ status }) => status === 'open').length;
  return new StateFault(
    `the ledger has ${kib(size)} KiB ${how}, and ${kib(limit)} KiB fit into its ConfigMaps: nothing was written, nothing left out ` +
      `(${open} open incidents, ${outbox.length} messages to send); name a folder on a volume with --state or STATE_DIR`,
  );
}

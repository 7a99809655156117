import type { Ledger } from '../domain/ledger.ts';
import type { Clock } from '../platform/clock.ts';
import { compact } from './compact.ts';
import { KEEP_LEDGERS, LARGEST_LEDGER, LEDGER, loadLedger, type StoredLedger } from './folder-ledger.ts';
import type { HeldLock } from './held-lock.ts';
import { encodeLedger } from './ledger-codec.ts';
import { mergeLedgers } from './merge-ledgers.ts';
import { createNumbered } from './numbered-files.ts';
import type { Link } from './place-new.ts';
import { pruneNumbered } from './prune-numbered.ts';
import { inMb } from './read-capped.ts';
import { StateFault } from './state-fault.ts';
import { LostLease } from './state-store.ts';

const TRIES = 5;

export interface Saving {
  readonly folder: string;
  readonly stored: StoredLedger;
  /** What the cycle began with. */
  readonly began: Ledger;
  readonly lock: Pick<HeldLock, 'fence' | 'held'>;
  readonly clock: Clock;
  readonly link: Link | undefined;
}

/** Writes generations of a ledger under a lease. Every save waits for the one before it. */
export function ledgerWriter({ folder, stored, began, lock, clock, link }: Saving): (ledger: Ledger) => Promise<void> {
  let { highest, number } = stored;
  let base = began;
  /** What others wrote meanwhile. The cycle knows nothing of it, so it belongs into every generation that follows. */
  const others: { readonly theirs: Ledger; readonly base: Ledger }[] = [];

  const reread = async (): Promise<void> => {
    const found = await loadLedger(folder);
    if (found.newer !== null)
      throw new StateFault(`${found.newer.path} was written by a newer version: update k8s-monitor`);
    if (found.ledger !== null && found.ledger.fence > lock.fence) throw lost();
    // With this fence it is an own one, of which nobody heard that it had been written.
    const isOther = found.ledger !== null && found.number !== number && found.ledger.fence !== lock.fence;
    if (isOther) others.push({ theirs: found.ledger, base });
    ({ highest, number } = found);
  };

  const write = async (ledger: Ledger): Promise<void> => {
    for (let tries = 0; tries < TRIES; tries += 1) {
      if (!(await lock.held())) throw lost();
      const merged = others.reduce((all, other) => mergeLedgers(all, other.theirs, other.base), ledger);
      const next = { ...merged, fence: lock.fence };
      if (await createNumbered(folder, LEDGER, { number: highest + 1, text: textOf(next, clock.now()) }, link)) {
        highest += 1;
        number = highest;
        base = next;
        await pruneNumbered(folder, LEDGER, KEEP_LEDGERS);
        return;
      }
      await reread();
    }
    throw new StateFault(`somebody else keeps writing the ledger in ${folder}: find out who, and end it`);
  };

  let last: Promise<void> = Promise.resolve();
  return (ledger) => {
    const saved = last.then(() => write(ledger));
    last = saved.catch(() => {});
    return saved;
  };
}

/** What is larger than what will be read is not written. */
function textOf(ledger: Ledger, now: Date): string {
  const text = encodeLedger(ledger);
  if (Buffer.byteLength(text) <= LARGEST_LEDGER) return text;
  const smaller = encodeLedger(compact(ledger, now, 'hard'));
  const bytes = Buffer.byteLength(smaller);
  if (bytes <= LARGEST_LEDGER) return smaller;
  throw new StateFault(
    `what is to be remembered has ${inMb(bytes)} MB; more than ${inMb(LARGEST_LEDGER)} MB is never kept`,
  );
}

function lost(): LostLease {
  return new LostLease('another run has taken over, or this one stood still for longer than LEASE_SECONDS');
}

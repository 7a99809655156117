import { randomInt } from 'node:crypto';
import type { Ledger } from '../../domain/ledger.ts';
import { Conflict } from '../../platform/errors.ts';
import { mergeLedgers } from '../merge-ledgers.ts';
import { StateFault } from '../state-fault.ts';
import { LostLease } from '../state-store.ts';
import { loadLedger, type StoredLedger } from './load-ledger.ts';
import type { StateObjectNames } from './names.ts';
import type { ObjectCalls } from './object-calls.ts';
import { packLedger } from './pack-ledger.ts';
import { otherCluster, tooNew } from './refusals.ts';
import { writeHead } from './write-head.ts';

/** One session of writing: all of it under one lease. */
export interface Writing {
  readonly calls: ObjectCalls;
  readonly names: StateObjectNames;
  /** Tells our writes from those of others; letters and digits. */
  readonly writer: string;
  readonly fence: () => number;
}

/** What somebody else wrote while we were at work, and what both began with. */
interface Others {
  readonly theirs: Ledger;
  readonly base: Ledger;
}

export interface Ledgers {
  /** Rejects with LostLease when a later holder has written, else with the error of the store. */
  readonly save: (ledger: Ledger) => Promise<void>;
  /** Makes our fence count, so that a holder before us that is still alive can't write any more. */
  readonly claim: () => Promise<void>;
}

const RETRIES = 5;
/** Milliseconds, longer with each retry: two who wait the same time meet again. */
const PAUSE = 40;

/** `began` is what the cycle began with. */
export function ledgersOf(writing: Writing, found: StoredLedger, began: Ledger): Ledgers {
  const { calls, names, writer, fence } = writing;
  let stored = found;
  let base = began;
  const others: Others[] = [];

  const mergedWith = (mine: Ledger): Ledger =>
    others.reduce((merged, { theirs, base }) => mergeLedgers(merged, theirs, base), mine);

  /** After a conflict. What we wrote ourselves and never heard of is none. */
  const reload = async (): Promise<void> => {
    stored = await loadLedger(calls, names);
    const { head, ledger, newer } = stored;
    if (head !== null && head.fence > fence())
      throw new LostLease(`a later run has written the ledger (lease ${head.fence}, ours is ${fence()})`);
    if (newer !== null) throw new StateFault(tooNew(calls.namespace, stored, newer));
    if (ledger !== null && head?.writer !== writer) others.push({ theirs: ledger, base });
  };

  const retried = async (work: () => Promise<StoredLedger>): Promise<void> => {
    for (let retry = 0; ; retry += 1) {
      try {
        stored = await work();
        base = stored.ledger ?? base;
        return;
      } catch (error) {
        if (!(error instanceof Conflict)) throw error;
        if (retry === RETRIES) break;
      }
      await calls.clock.sleep(randomInt(PAUSE) * (retry + 1));
      await reload();
    }
    throw new StateFault(
      `the ConfigMap ${calls.namespace}/${stored.map.name} was written by others ${RETRIES + 1} times while the ledger was to be saved`,
    );
  };

  return {
    save: (ledger) =>
      retried(async () => {
        const next = { ...mergedWith(ledger), fence: fence() };
        const fault = otherCluster(calls.namespace, stored, next.cluster.uid);
        if (fault !== null) throw new StateFault(fault);
        const chunks = await packLedger(next, calls.clock.now(), names.ledger.length - 1);
        return writeHead(writing, stored, { ledger: next, chunks });
      }),
    claim: () => retried(() => writeHead(writing, stored, null)),
  };
}

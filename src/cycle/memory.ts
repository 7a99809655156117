import type { ClusterInfo } from '../domain/cluster.ts';
import { SECOND } from '../domain/duration.ts';
import { emptyLedger, type Ledger } from '../domain/ledger.ts';
import { NO_ORDERS, type Orders } from '../domain/orders.ts';
import { stateFault } from '../record/state-fault.ts';
import { LostLease, type OpenedState, type RunInfo, type Session, type Unfinished } from '../record/state-store.ts';
import type { Parts } from './parts.ts';

/** What earlier cycles left, and where this one is kept. Trouble with it costs the memory, never the cycle. */
export interface Memory {
  readonly status: 'open';
  readonly ledger: Ledger;
  readonly orders: Orders;
  /** False: nothing of this cycle is kept. */
  readonly writes: boolean;
  /** There should be a memory and it can't be used: what may have been told before is looked up where it was told. */
  readonly amnesia: boolean;
  /** Why this cycle will not be remembered, as far as is known by now: what it tells is looked for then. Null: it will be. */
  readonly unkept: () => string | null;
  /** Another run has taken over: this one has nothing to write any more, and nothing to tell. */
  readonly isLost: () => boolean;
  /** For the report; null when all is well. */
  readonly warning: string | null;
  /** Set when the state can't be used at all. */
  readonly fault: string | null;
  readonly unfinished: Unfinished | null;
  /** When a run before this one was at work last, whatever it could keep; null: not known. */
  readonly lastRunAt: Date | null;
  readonly at: (step: string) => Promise<void>;
  readonly held: Session['held'];
  /** Null once it is kept, else why it is not, for people. */
  readonly keep: (ledger: Ledger) => Promise<string | null>;
  readonly release: () => Promise<void>;
}

/** Another run is at work on this cluster. */
export interface Busy {
  readonly status: 'busy';
  readonly holder: string;
}

/** Takes the lease and loads. Never rejects. */
export async function openMemory(parts: Parts, cluster: ClusterInfo, run: RunInfo): Promise<Memory | Busy> {
  const { state } = parts;
  try {
    const opened = await openInTurn(parts, cluster, run);
    return opened.status === 'busy' ? opened : memoryOf(opened.session, parts);
  } catch (error) {
    return amnesia(cluster, stateFault('read what earlier cycles remembered', state.place, error));
  }
}

const LOOK_EVERY = SECOND;
/** What a lease may last beyond its end, for the clocks of two machines. */
const BEYOND = 10 * SECOND;

/**
 * A Job that is tried again finds the lease of its own killed run, in another container, where nobody can see that it is dead. It is
 * waited for until it ends: a retry that only says "skipped" would leave the slot to nobody.
 */
async function openInTurn(parts: Parts, cluster: ClusterInfo, run: RunInfo): Promise<OpenedState> {
  const { state, dryRun, clock, leaseMs, signal } = parts;
  const until = clock.monotonic() + leaseMs + BEYOND;
  for (;;) {
    const opened = await state.open(cluster, run, dryRun);
    const isOwn = opened.status === 'busy' && opened.runId === run.runId;
    if (!isOwn || signal.aborted || clock.monotonic() >= until) return opened;
    await clock.sleep(LOOK_EVERY, signal).catch(() => {});
  }
}

function memoryOf(session: Session, { state, dryRun }: Parts): Memory {
  const { ledger, orders, warning, writable, unwritable, unfinished, at, held, release } = session;
  const writes = writable && !dryRun;
  const amnesia = !writable && warning !== null;
  let isLost = false;
  let unkept = amnesia ? warning : null;
  if (unwritable !== undefined) unkept = stateFault('remember anything', state.place, unwritable);
  return {
    status: 'open',
    ledger,
    orders,
    writes,
    amnesia,
    unkept: () => unkept,
    isLost: () => isLost,
    warning,
    fault: null,
    unfinished,
    lastRunAt: session.lastRunAt ?? null,
    at: dryRun ? async () => {} : at,
    held: dryRun ? async () => true : held,
    keep: async (next) => {
      if (!writes) return null;
      try {
        await session.save(next);
        unkept = null;
        return null;
      } catch (error) {
        if (error instanceof LostLease) {
          isLost = true;
          return `this run is not the one that counts any more: ${error.message}`;
        }
        unkept = stateFault('remember this cycle', state.place, error);
        return unkept;
      }
    },
    release,
  };
}

/** Perhaps it can be read next time: what is there is not written over. */
function amnesia(cluster: ClusterInfo, why: string): Memory {
  return {
    status: 'open',
    ledger: emptyLedger({ ...cluster }),
    orders: NO_ORDERS,
    writes: false,
    amnesia: true,
    unkept: () => why,
    isLost: () => false,
    warning: why,
    fault: why,
    unfinished: null,
    lastRunAt: null,
    at: async () => {},
    held: async () => true,
    keep: async () => null,
    release: async () => {},
  };
}

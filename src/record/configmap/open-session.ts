import { randomBytes } from 'node:crypto';
import type { ClusterInfo } from '../../domain/cluster.ts';
import { emptyLedger } from '../../domain/ledger.ts';
import { NO_ORDERS } from '../../domain/orders.ts';
import { ReadError } from '../../platform/errors.ts';
import { forCluster } from '../folder-home.ts';
import { StateFault } from '../state-fault.ts';
import { LostLease, type OpenedState, type RunInfo, type Session } from '../state-store.ts';
import { UNLOCKED } from '../unlocked.ts';
import { type Acquired, acquireLease, type LeaseOptions } from './acquire-lease.ts';
import type { HeldLease } from './held-lease.ts';
import { damageText, loadLedger, type StoredLedger } from './load-ledger.ts';
import type { StateObjectNames } from './names.ts';
import type { ObjectCalls } from './object-calls.ts';
import { readOrders } from './orders.ts';
import { otherCluster, tooNew } from './refusals.ts';
import { ledgersOf } from './save-ledger.ts';

export interface Opening {
  readonly calls: ObjectCalls;
  readonly names: StateObjectNames;
  readonly cluster: ClusterInfo;
  readonly run: RunInfo;
}

/** Loads without a lease; nothing is written. Rejects with the error of the API. */
export async function openDry(opening: Opening): Promise<OpenedState> {
  return { status: 'open', session: { ...(await begun(opening)).start, ...UNLOCKED } };
}

/** Takes the lease and loads. Rejects with the error of the API when nothing can be read. */
export async function openSession(opening: Opening, lease: Omit<LeaseOptions, 'name'>): Promise<OpenedState> {
  const { calls, names, run } = opening;
  let acquired: Acquired;
  try {
    acquired = await acquireLease(calls, run, { ...lease, name: names.lease });
  } catch (error) {
    if (error instanceof StateFault && isOut(error)) throw error;
    // What can be read and not written costs what happens from now on, not the memory.
    const { start } = await begun(opening).catch(() => Promise.reject(error));
    const save = () => Promise.reject(error);
    return { status: 'open', session: { ...start, ...UNLOCKED, unwritable: error, save } };
  }
  if (acquired.status === 'busy') return acquired;
  try {
    return { status: 'open', session: await underLease(opening, acquired) };
  } catch (error) {
    await acquired.lease.release();
    if (error instanceof LostLease)
      return { status: 'busy', holder: `another run, a moment ago: ${error.message}`, runId: null };
    throw error;
  }
}

/** Nobody answers: asking for the rest takes its time and gives nothing. */
function isOut({ cause }: StateFault): boolean {
  return cause instanceof ReadError && /^(unreachable|timeout|unauthorized)$/.test(cause.fault);
}

async function underLease(
  opening: Opening,
  { lease, unfinished, lastRunAt }: Extract<Acquired, { status: 'held' }>,
): Promise<Session> {
  const { calls, names } = opening;
  const { start, stored, refusal } = await begun(opening);
  await lease.lift(stored.head?.fence ?? 0);
  const held = {
    ...start,
    unfinished,
    lastRunAt,
    at: async (step: string) => lease.note(step),
    held: lease.held,
    release: lease.release,
  };
  if (refusal !== null) return { ...held, save: () => Promise.reject(new StateFault(refusal)) };
  const writing = { calls, names, writer: randomBytes(6).toString('hex'), fence: lease.fence };
  const ledgers = ledgersOf(writing, stored, start.ledger);
  // It may only stand still, and go on later: then it meets our fence.
  if (unfinished !== null) await ledgers.claim();
  return { ...held, save: inTurn(lease, ledgers.save) };
}

/** One save after the other: each goes on from what the one before has written. */
function inTurn(lease: HeldLease, save: Session['save']): Session['save'] {
  let last: Promise<void> = Promise.resolve();
  return (ledger) => {
    const saved = last.then(async () => {
      await lease.demand();
      await save(ledger);
    });
    last = saved.catch(() => {});
    return saved;
  };
}

interface Begun {
  readonly start: Pick<Session, 'ledger' | 'orders' | 'writable' | 'warning'>;
  readonly stored: StoredLedger;
  /** Why nothing may be written. */
  readonly refusal: string | null;
}

async function begun({ calls, names, cluster }: Opening): Promise<Begun> {
  const [stored, read] = await Promise.all([loadLedger(calls, names), readOrders(calls, names.orders)]);
  const { namespace } = calls;
  const refusal =
    stored.newer === null ? otherCluster(namespace, stored, cluster.uid) : tooNew(namespace, stored, stored.newer);
  const known = refusal === null ? stored.ledger : null;
  const warnings = [refusal ?? damageText(stored, namespace), read.status === 'ok' ? null : read.why].filter(
    (warning) => warning !== null,
  );
  return {
    start: {
      ledger: known === null ? emptyLedger({ ...cluster }) : forCluster(known, cluster),
      orders: refusal === null && read.status === 'ok' ? read.orders : NO_ORDERS,
      writable: refusal === null,
      warning: warnings.length === 0 ? null : warnings.join('; '),
    },
    stored,
    refusal,
  };
}

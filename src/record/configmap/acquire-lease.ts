import { Conflict } from '../../platform/errors.ts';
import { StateFault } from '../state-fault.ts';
import type { RunInfo, Unfinished } from '../state-store.ts';
import { type HeldLease, holdLease } from './held-lease.ts';
import { type Judged, judgeLease, type LeaseWatch, leaseTime } from './judge-lease.ts';
import {
  holderText,
  type LeaseObject,
  microTime,
  readOrMakeLease,
  runOf,
  stepOf,
  timeOf,
  writeLease,
} from './lease-object.ts';
import type { ObjectCalls } from './object-calls.ts';

export type Acquired =
  | {
      readonly status: 'held';
      readonly lease: HeldLease;
      readonly unfinished: Unfinished | null;
      /** The last renewal of the holder before; null: there was none. */
      readonly lastRunAt: Date | null;
    }
  | { readonly status: 'busy'; readonly holder: string; readonly runId: string | null };

export interface LeaseOptions {
  readonly name: string;
  readonly leaseMs: number;
  readonly watch: LeaseWatch;
}

const TRIES = 5;
/** Looks at a lease whose times can't be right, until it has lasted out. */
const LOOKS = 4;
/** Leases longer than ours by this factor are not waited for: somebody has to look. */
const LONGER = 3;

/** Takes the lease if nobody has it, or if whoever has it is dead. Rejects with the error of the API. */
export async function acquireLease(calls: ObjectCalls, run: RunInfo, options: LeaseOptions): Promise<Acquired> {
  const { name, leaseMs, watch } = options;
  const me = `${run.runId}/${run.cycleId}`;
  let unfinished: Unfinished | null = null;
  let asked = false;
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const { lease, judged } = await settled(calls, name, leaseMs, watch);
    // The answer to our own write was lost: it is ours.
    const isOurs = asked && lease.spec?.holderIdentity === me;
    if (!isOurs && (judged === 'held' || judged === 'unclear'))
      return { status: 'busy', holder: holderText(lease), runId: runOf(lease) };
    if (judged === 'expired') unfinished = { runId: runOf(lease), startedAt: startOf(lease, run), step: stepOf(lease) };
    const lastRunAt = timeOf(lease.spec?.renewTime);
    const started = { monotonic: calls.clock.monotonic(), wall: calls.clock.now().getTime() };
    const now = microTime(leaseTime(calls).now);
    const spec = {
      holderIdentity: me,
      leaseDurationSeconds: Math.max(1, Math.ceil(leaseMs / 1000)),
      acquireTime: now,
      renewTime: now,
      leaseTransitions: (lease.spec?.leaseTransitions ?? 0) + 1,
    };
    asked = true;
    try {
      const held = await writeLease(calls, lease, spec, null);
      return { status: 'held', lease: holdLease(calls, held, { me, leaseMs, started }), unfinished, lastRunAt };
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
    }
  }
  throw new StateFault(
    `the Lease ${calls.namespace}/${name} changed ${TRIES} times while it was asked for: others want it too`,
  );
}

interface Settled {
  readonly lease: LeaseObject;
  readonly judged: Judged;
}

async function settled(calls: ObjectCalls, name: string, leaseMs: number, watch: LeaseWatch): Promise<Settled> {
  const look = async (): Promise<Settled> => {
    const lease = await readOrMakeLease(calls, name);
    return { lease, judged: judgeLease(lease, leaseTime(calls), watch.unchangedMs(lease)) };
  };
  const first = await look();
  const lasts = Math.min((first.lease.spec?.leaseDurationSeconds ?? 0) * 1000, LONGER * Math.max(leaseMs, 1000));
  let last = first;
  for (let looks = 0; last.judged === 'unclear' && looks < LOOKS; looks += 1) {
    await calls.clock.sleep(lasts / (LOOKS - 1) + 1);
    last = await look();
    // Somebody renews it: its clock is wrong, but it lives.
    if (last.lease.spec?.renewTime !== first.lease.spec?.renewTime) return last;
  }
  return last;
}

function startOf({ spec }: LeaseObject, { at }: RunInfo): Date {
  return timeOf(spec?.acquireTime) ?? at;
}

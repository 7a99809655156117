import { Conflict, messageOf } from '../../platform/errors.ts';
import { StateFault } from '../state-fault.ts';
import { LostLease } from '../state-store.ts';
import { leaseTime } from './judge-lease.ts';
import { holderText, type LeaseObject, type LeaseSpec, microTime, readLease, writeLease } from './lease-object.ts';
import type { ObjectCalls } from './object-calls.ts';

/** A lease that is ours, renewed by a timer that keeps no process alive. */
export interface HeldLease {
  /** Higher than that of every holder before. */
  readonly fence: () => number;
  /** Lifts the fence above one that was found in the state: the Lease was made anew since. */
  readonly lift: (above: number) => Promise<void>;
  /** Told with a renewal that starts now; nobody waits for it. */
  readonly note: (step: string) => void;
  /**
   * True: ours for sure, renewed a moment ago or just now. False: another one has it, or it was given back. Unknown: it has run out, and
   * in five seconds nobody said who has it. Never rejects.
   */
  readonly held: () => Promise<boolean | 'unknown'>;
  /** Rejects with LostLease when another one has it, with a StateFault when that can't be known. */
  readonly demand: () => Promise<void>;
  /** Never rejects. */
  readonly release: () => Promise<void>;
}

/** Both clocks: one stands still while a machine sleeps, the other one may be set. */
interface Moment {
  readonly monotonic: number;
  readonly wall: number;
}

interface Holding {
  readonly me: string;
  readonly leaseMs: number;
  /** Before the request that acquired it was sent. */
  readonly started: Moment;
}

/** Once for a conflict with ourselves: a write whose answer was lost. */
const TRIES = 2;
/** A message waits for this before it leaves. */
const ASK_MS = 5_000;
/** Whoever is told to end has other things to do: the lease ends by itself. */
const RELEASE_MS = 5_000;

export function holdLease(calls: ObjectCalls, acquired: LeaseObject, { me, leaseMs, started }: Holding): HeldLease {
  const { clock } = calls;
  let lease = acquired;
  let renewed = started;
  let step: string | null = null;
  let trouble = '';
  let lost: string | null = null;
  let ended = false;
  let last: Promise<void> = Promise.resolve();

  const moment = (): Moment => ({ monotonic: clock.monotonic(), wall: clock.now().getTime() });
  const isYoung = (): boolean => {
    const now = moment();
    return now.monotonic - renewed.monotonic < leaseMs && now.wall - renewed.wall < leaseMs;
  };
  /** The fences we have asked for: which of them was granted is not known when an answer is lost. */
  const fences = [lease.spec?.leaseTransitions ?? 0];
  const isOurs = ({ spec }: LeaseObject) => spec?.holderIdentity === me && fences.includes(spec.leaseTransitions ?? 0);

  const write = async (more: LeaseSpec): Promise<void> => {
    for (let attempt = 0; attempt < TRIES && lost === null; attempt += 1) {
      const begun = moment();
      try {
        lease = await writeLease(calls, lease, { ...more, renewTime: microTime(leaseTime(calls).now) }, step);
        renewed = begun;
        trouble = '';
        return;
      } catch (error) {
        if (!(error instanceof Conflict)) throw error;
        const found = await readLease(calls, lease.metadata.name);
        if (isOurs(found)) lease = found;
        else lost = found.spec?.holderIdentity ? `${holderText(found)} holds it now` : 'another run has held it since';
      }
    }
  };
  /** One write after the other: each needs the version that the one before has left. */
  const next = (work: () => Promise<void>): Promise<void> => {
    last = last.then(work).catch((error: unknown) => {
      trouble = messageOf(error);
    });
    return last;
  };
  let waiting = 0;
  const renew = async (): Promise<void> => {
    waiting += 1;
    await next(async () => {
      waiting -= 1;
      if (!ended) await write({});
    });
  };
  const timer = setInterval(() => void (waiting === 0 && renew()), leaseMs / 3);
  timer.unref();

  const isGone = (): boolean => lost !== null || ended;
  /** At most so long, in milliseconds; the renewal goes on after that. */
  const renewedIn = async (ms: number): Promise<void> => {
    if (isGone() || isYoung()) return;
    const waited = new AbortController();
    await Promise.race([waiting === 0 ? renew() : last, clock.sleep(ms, waited.signal).catch(() => {})]);
    waited.abort();
  };
  const nameOf = () => `the Lease ${calls.namespace}/${lease.metadata.name}`;

  return {
    fence: () => lease.spec?.leaseTransitions ?? 0,
    lift: async (above) => {
      if (above < (lease.spec?.leaseTransitions ?? 0)) return;
      fences.push(above + 1);
      await next(() => write({ leaseTransitions: above + 1 }));
      if (lost !== null) throw new LostLease(`${nameOf()} is lost: ${lost}`);
      if ((lease.spec?.leaseTransitions ?? 0) <= above)
        throw new StateFault(`${nameOf()} cannot be renewed: ${trouble}`);
    },
    note: (now) => {
      step = now;
      if (waiting === 0) void renew();
    },
    held: async () => {
      await renewedIn(ASK_MS);
      if (isGone()) return false;
      return isYoung() || 'unknown';
    },
    demand: async () => {
      if (!isGone() && !isYoung()) await renew();
      if (!isGone() && isYoung()) return;
      if (lost !== null) throw new LostLease(`${nameOf()} is lost: ${lost}`);
      throw new StateFault(`${nameOf()} cannot be renewed: ${trouble || 'this run has given it back'}`);
    },
    release: async () => {
      clearInterval(timer);
      const waited = new AbortController();
      const given = next(async () => {
        ended = true;
        step = null;
        if (lost === null) await write({ holderIdentity: null, acquireTime: null });
      });
      await Promise.race([given, clock.sleep(RELEASE_MS, waited.signal).catch(() => {})]);
      waited.abort();
    },
  };
}

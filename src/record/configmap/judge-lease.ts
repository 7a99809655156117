import type { Clock } from '../../platform/clock.ts';
import { type LeaseObject, timeOf } from './lease-object.ts';
import type { ObjectCalls } from './object-calls.ts';

/** `unclear`: its times can't be right; only watching it tells whether its holder lives. */
export type Judged = 'free' | 'held' | 'expired' | 'unclear';

export interface LeaseTime {
  readonly now: Date;
  /** By the API server's clock, else by ours. */
  readonly isServers: boolean;
}

/** What the server's Date header may be off: it tells whole seconds, and is up to a call old. */
const SERVER_OFF = 2_000;
/** What two machines' clocks may be apart. */
const CLOCKS_APART = 30_000;

/**
 * client-go compares no clocks: a lease is over when it was seen unchanged for as long as it lasts. That needs somebody who watches, and
 * a Job looks once and ends. But all holders write the API server's own time into it (its Date header), so its age by that same clock is
 * true however wrong the clocks of the nodes are. It counts with two seconds to spare; without a Date header, with thirty. Either way
 * the holder itself has stopped earlier: it counts from before it sent its renewal. And whoever is wrong meets the fence.
 */
export function judgeLease({ spec }: LeaseObject, { now, isServers }: LeaseTime, unchangedMs: number): Judged {
  if (!spec?.holderIdentity) return 'free';
  const lasts = (spec.leaseDurationSeconds ?? 0) * 1000;
  if (unchangedMs > lasts) return 'expired';
  const renewed = timeOf(spec.renewTime);
  if (renewed === null) return 'unclear';
  const age = now.getTime() - renewed.getTime();
  const off = isServers ? SERVER_OFF : CLOCKS_APART;
  if (age < -off) return 'unclear';
  return age > lasts + off ? 'expired' : 'held';
}

/** The API server's time where it is known: all who hold the lease go by the same clock then. */
export function leaseTime({ serverTime, clock }: Pick<ObjectCalls, 'serverTime' | 'clock'>): LeaseTime {
  const servers = serverTime();
  return { now: servers ?? clock.now(), isServers: servers !== null };
}

/** Remembers how long a lease was seen unchanged, by a clock that nobody sets. */
export interface LeaseWatch {
  readonly unchangedMs: (lease: LeaseObject) => number;
}

export function leaseWatch(clock: Clock): LeaseWatch {
  let seen = { what: '', since: 0 };
  return {
    unchangedMs: ({ spec }) => {
      const what = JSON.stringify([spec?.holderIdentity, spec?.renewTime, spec?.leaseTransitions]);
      if (what !== seen.what) seen = { what, since: clock.monotonic() };
      return clock.monotonic() - seen.since;
    },
  };
}

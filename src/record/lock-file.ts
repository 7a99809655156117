import { z } from 'zod';
import { isGone, ProcessMark } from './process-mark.ts';
import { readCapped } from './read-capped.ts';
import { seal, unseal } from './sealed.ts';
import type { Unfinished } from './state-store.ts';

/** Locks are `lock-000005.json` and the like. */
export const LOCK = 'lock';

/** Who may write the state of a cluster until when. */
const Lock = z.object({
  owner: ProcessMark.extend({ runId: z.string(), cycleId: z.string() }),
  startedAt: z.coerce.date(),
  /** By the owner's clock; renewed while it lives. */
  expiresAt: z.coerce.date(),
  leaseMs: z.number(),
  /** The last step it told of. */
  step: z.string().nullable(),
  released: z.boolean(),
});
export type Lock = z.infer<typeof Lock>;

const LARGEST = 64 * 1024;

export function encodeLock(lock: Lock): string {
  return seal(lock);
}

/** Null when it is damaged or gone: nobody can hold by what nobody can read. */
export async function readLock(path: string): Promise<Lock | null> {
  const read = await readCapped(path, LARGEST);
  if (read.status !== 'ok') return null;
  const unsealed = unseal(read.text);
  return unsealed.status === 'ok' ? (Lock.safeParse(unsealed.raw).data ?? null) : null;
}

export type Alive = (owner: ProcessMark, own: ProcessMark) => Promise<boolean>;

/** Certain death only. */
export const aliveByPid: Alive = async (owner, own) => !(await isGone(owner, own));

/**
 * Free when it was given back, ran out, or its process is dead. An end further away than a lease can reach was written by a clock that
 * has been set back since, and says nothing. Too early a verdict costs the owner its run, and is no second holder: whoever takes the
 * next number is the holder, and the owner asks for the highest number before everything it does.
 */
export async function isFree(lock: Lock, now: Date, own: ProcessMark, alive: Alive): Promise<boolean> {
  const left = lock.expiresAt.getTime() - now.getTime();
  if (lock.released || left <= 0 || left > 2 * lock.leaseMs) return true;
  return !(await alive(lock.owner, own));
}

/** For people: `run k8s-monitor-29401 since 14:00:03 UTC`. */
export function holderOf({ owner, startedAt }: Lock): string {
  return `run ${owner.runId} since ${startedAt.toISOString().slice(11, 19)} UTC`;
}

export function unfinishedOf(lock: Lock | null): Unfinished | null {
  if (lock === null || lock.released) return null;
  return { runId: lock.owner.runId, startedAt: lock.startedAt, step: lock.step };
}

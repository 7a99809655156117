import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FolderOptions } from './folder-options.ts';
import { encodeLock, LOCK, type Lock } from './lock-file.ts';
import { numberedFiles } from './numbered-files.ts';

/** A lease that this process took. */
export interface HeldLock {
  readonly fence: number;
  /** Writes the step down, for whoever comes after a killed run. Never rejects. */
  readonly at: (step: string) => Promise<void>;
  /** False for good once it was lost. Never rejects. */
  readonly held: () => Promise<boolean>;
  /** Gives it back. Never rejects. */
  readonly release: () => Promise<void>;
}

export interface Taken {
  readonly folder: string;
  readonly path: string;
  readonly fence: number;
  readonly lock: Lock;
  /** When it runs out, on the clock that only grows. */
  readonly ends: number;
}

/**
 * Keeps a lease alive, three times in its length. It is lost when somebody took a higher number, or when this process stood still until
 * its end. A wall clock past the end with the other one before it means that the clock was set or the machine slept: the lease is
 * renewed first, and counts if nobody has taken the next number by then.
 */
export function holdLock({ folder, path, fence, lock: taken, ends }: Taken, options: FolderOptions): HeldLock {
  const { clock, leaseMs } = options;
  let lock = taken;
  let endsAt = ends;
  let state: 'held' | 'lost' | 'released' = 'held';
  let last: Promise<void> = Promise.resolve();

  /** One after the other: an older renewal must not be written over a newer one. */
  const queued = (work: () => Promise<void>): Promise<void> => {
    last = last.then(work).catch(() => {});
    return last;
  };
  const isOurs = async (): Promise<boolean> => {
    if (state === 'held' && clock.monotonic() >= endsAt) state = 'lost';
    if (state !== 'held') return false;
    const isHighest = (await numberedFiles(folder, LOCK)).highest === fence;
    // Meanwhile it may have been given back.
    if (!isHighest && state === 'held') state = 'lost';
    return isHighest;
  };
  const renew = async (): Promise<void> => {
    const [ms, now] = [clock.monotonic(), clock.now()];
    if (!(await isOurs())) return;
    lock = { ...lock, expiresAt: new Date(now.getTime() + leaseMs) };
    // Also when it can't be written, for the disk is full: as long as the folder can be read, a successor is seen.
    endsAt = ms + leaseMs;
    await replace(path, encodeLock(lock));
  };
  const timer = setInterval(() => void queued(renew), leaseMs / 3).unref();

  return {
    fence,
    at: (step) => {
      lock = { ...lock, step };
      return queued(renew);
    },
    held: async () => {
      try {
        if (!(await isOurs())) return false;
        if (clock.now() < lock.expiresAt) return true;
        await queued(renew);
        return await isOurs();
      } catch {
        // Nobody can have taken it through a folder that can't be read; without renewals it ends in time.
        return state === 'held';
      }
    },
    release: async () => {
      clearInterval(timer);
      await queued(async () => {
        if (!(await isOurs())) return;
        state = 'released';
        await replace(path, encodeLock({ ...lock, released: true }));
      });
    },
  };
}

/** In one step, and not synced: what a power cut leaves of a lock is no news. */
async function replace(path: string, text: string): Promise<void> {
  const temporary = join(dirname(path), `.${randomUUID()}.tmp`);
  try {
    await writeFile(temporary, text, { flag: 'wx' });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

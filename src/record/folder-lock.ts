import { join } from 'node:path';
import type { FolderOptions } from './folder-options.ts';
import { type HeldLock, holdLock } from './held-lock.ts';
import { aliveByPid, encodeLock, holderOf, isFree, LOCK, type Lock, readLock, unfinishedOf } from './lock-file.ts';
import { createNumbered, numberedFiles } from './numbered-files.ts';
import { numberedName } from './numbered-names.ts';
import { ownMark } from './process-mark.ts';
import { pruneNumbered } from './prune-numbered.ts';
import type { RunInfo, Unfinished } from './state-store.ts';

const KEEP = 3;
const TRIES = 10;
/** Between two looks at a number that is taken and has no file yet. Milliseconds. */
const PATIENCE = 20;

export type TakenLock =
  | {
      readonly status: 'taken';
      readonly lock: HeldLock;
      readonly unfinished: Unfinished | null;
      /** When the holder before began; null: there was none, or nobody can read it. */
      readonly lastRunAt: Date | null;
    }
  | { readonly status: 'busy'; readonly holder: string; readonly runId: string | null };

/**
 * The lease of a cluster's folder: `lock-000005.json`, whose number is the fence. Whoever makes the file with the next number has it;
 * locks are never removed by those who held them, so the highest number is always the last holder's. `above`: the highest fence that was
 * ever written, in case somebody removed the locks. Throws the file system's error.
 */
export async function takeLock(
  folder: string,
  run: RunInfo,
  above: number,
  options: FolderOptions,
): Promise<TakenLock> {
  const { clock, leaseMs, link } = options;
  const own = await ownMark(options.host);
  for (let tries = 1; tries <= TRIES; tries += 1) {
    const { highest, files } = await numberedFiles(folder, LOCK);
    const newest = files[0];
    const last = newest === undefined ? null : await readLock(newest.path);
    if (last !== null && !(await isFree(last, clock.now(), own, options.alive ?? aliveByPid))) {
      return { status: 'busy', holder: holderOf(last), runId: last.owner.runId };
    }
    if (highest > (newest?.number ?? 0) && tries < TRIES / 2) {
      await clock.sleep(PATIENCE * tries);
      continue;
    }
    const now = clock.now();
    const ends = clock.monotonic() + leaseMs;
    const lock: Lock = {
      owner: { ...own, runId: run.runId, cycleId: run.cycleId },
      startedAt: run.at,
      expiresAt: new Date(now.getTime() + leaseMs),
      leaseMs,
      step: null,
      released: false,
    };
    const number = Math.max(highest, above) + 1;
    if (await createNumbered(folder, LOCK, { number, text: encodeLock(lock) }, link)) {
      await pruneNumbered(folder, LOCK, KEEP);
      const path = join(folder, numberedName(LOCK, number));
      return {
        status: 'taken',
        lock: holdLock({ folder, path, fence: number, lock, ends }, options),
        unfinished: unfinishedOf(last),
        lastRunAt: last?.startedAt ?? null,
      };
    }
  }
  return { status: 'busy', holder: 'another run that began at the same time', runId: null };
}

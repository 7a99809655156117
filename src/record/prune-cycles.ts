import { rm } from 'node:fs/promises';
import { DAY } from '../domain/duration.ts';
import { cycleFiles } from './cycle-files.ts';

export interface KeepLimits {
  readonly ms: number;
  readonly bytes: number;
}

const KEEP: KeepLimits = { ms: 30 * DAY, bytes: 200 * 1024 * 1024 };

/** Removes records over 30 days older than the newest one, and the oldest ones beyond 200 MB. The newest always stays. */
export async function pruneCycles(folder: string, keep: KeepLimits = KEEP): Promise<void> {
  const [newest, ...older] = await cycleFiles(folder);
  if (newest === undefined) return;
  let total = newest.bytes;
  for (const { path, bytes, writtenMs } of older) {
    total += bytes;
    if (total > keep.bytes || newest.writtenMs - writtenMs > keep.ms) await rm(path, { force: true });
  }
}

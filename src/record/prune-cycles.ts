import { rm } from 'node:fs/promises';
import { DAY, HOUR } from '../domain/duration.ts';
import { cycleFolder } from './cycle-files.ts';

export interface KeepLimits {
  readonly ms: number;
  readonly bytes: number;
}

const KEEP: KeepLimits = { ms: 30 * DAY, bytes: 200 * 1024 * 1024 };
/** A transcript is written a moment before its record: younger ones may still get theirs. */
const ORPHANED = HOUR;

/**
 * Removes records over 30 days older than the newest one, and the oldest ones beyond 200 MB, each with its transcripts. The newest
 * always stays.
 */
export async function pruneCycles(folder: string, keep: KeepLimits = KEEP): Promise<void> {
  const { cycles, orphans } = await cycleFolder(folder);
  const [newest, ...older] = cycles;
  if (newest === undefined) return;
  const old = orphans.filter(({ writtenMs }) => newest.writtenMs - writtenMs > ORPHANED);
  for (const { path } of old) await rm(path, { force: true });
  let total = newest.bytes;
  for (const { path, transcripts, bytes, writtenMs } of older) {
    total += bytes;
    if (total <= keep.bytes && newest.writtenMs - writtenMs <= keep.ms) continue;
    // The record goes last: ended in between, the next pruning still finds both.
    if (transcripts !== null) await rm(transcripts, { force: true });
    await rm(path, { force: true });
  }
}

import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DAY } from '../../domain/duration.ts';
import { commonDirOf } from './local.ts';

/** A clone nobody fetches knows of no new commit, which looks like a quiet day. */
const STALE_AFTER = DAY;

/**
 * What to say of a clone on this machine that was not brought up to date for a day; empty: it was, or it is a clone of nothing.
 * `tipAt`: when the newest commit was made, as there can be no older copy of it.
 */
export async function staleWords(gitDir: string, tipAt: Date | null, now: Date): Promise<readonly string[]> {
  const common = await commonDirOf(gitDir);
  if (!(await hasRemote(common))) return [];
  const fetched = await times([join(gitDir, 'FETCH_HEAD'), join(common, 'FETCH_HEAD')]);
  // Cloned, and never fetched since.
  const made = fetched.length > 0 ? fetched : await times([join(common, 'packed-refs'), join(common, 'config')]);
  const newest = Math.max(...made, tipAt?.getTime() ?? 0);
  if (newest === 0 || now.getTime() - newest <= STALE_AFTER) return [];
  const at = new Date(newest).toISOString().slice(0, 16);
  return [`the clone was last updated ${at}Z: commits that came later are not in it until it is fetched`];
}

async function hasRemote(common: string): Promise<boolean> {
  try {
    return /^\s*\[remote "/m.test(await readFile(join(common, 'config'), 'utf8'));
  } catch {
    return false;
  }
}

async function times(files: readonly string[]): Promise<readonly number[]> {
  const all = await Promise.all(
    files.map(async (file) => {
      try {
        return [(await stat(file)).mtimeMs];
      } catch {
        return [];
      }
    }),
  );
  return all.flat();
}

import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { codeOf } from './errors.ts';

/**
 * Replaces a file in one step: after a crash it holds the old text or the new one, never a part. The file and its
 * folder are synced to the disk before this returns. Creates the folder. `mode`: who may read it, from its first byte on;
 * without one as the process's umask says. Throws the file system's own error.
 */
export async function writeAtomic(path: string, text: string, mode = 0o666): Promise<void> {
  const folder = dirname(path);
  await makeFolder(folder);
  const temporary = join(folder, `.${randomUUID()}.tmp`);
  try {
    const file = await open(temporary, 'wx', mode);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(folder);
}

/** `mkdir -p`. On a read-only disk Node's own says ENOENT; asked for the one folder that is missing, it says why that can't be made. */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    const missing = codeOf(error) === 'ENOENT' && error instanceof Error && 'path' in error ? error.path : null;
    if (typeof missing === 'string') await mkdir(missing);
    throw error;
  }
}

/** Some file systems can't sync a folder; the rename has happened all the same. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch {
    // Nothing to do: the text is in place, only its survival of a power cut is not promised.
  } finally {
    await handle.close();
  }
}

import { randomUUID } from 'node:crypto';
import { mkdtemp, open, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { codeOf } from '../platform/errors.ts';

const SMALL = 4096;

/**
 * Writes a file into a state folder, to the disk, and takes it away; lease, ledger and records are not touched. Where the folder is not
 * there yet it is tried where it would be made. True: the folder is there. Rejects with the file system's error.
 */
export async function probeFolder(folder: string): Promise<boolean> {
  const there = await isFolder(folder);
  if (there) {
    await writeAndRemove(folder);
    return true;
  }
  const parent = await nearest(resolve(folder));
  const made = await mkdtemp(join(parent, '.k8s-monitor-'));
  try {
    await writeAndRemove(made);
  } finally {
    await rmdir(made);
  }
  return false;
}

async function writeAndRemove(folder: string): Promise<void> {
  // Of such a name that whoever tidies up takes it away, should we be killed in between.
  const path = join(folder, `.${randomUUID()}.tmp`);
  try {
    const file = await open(path, 'wx');
    try {
      await file.writeFile(Buffer.alloc(SMALL));
      await file.sync();
    } finally {
      await file.close();
    }
  } finally {
    await rm(path, { force: true });
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    if ((await stat(path)).isDirectory()) return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
  throw Object.assign(new Error(`ENOTDIR: ${path}`), { code: 'ENOTDIR' });
}

async function nearest(path: string): Promise<string> {
  const parent = dirname(path);
  return parent === path || (await isFolder(parent)) ? parent : nearest(parent);
}

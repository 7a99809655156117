import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, messageOf, ReadError } from '../../platform/errors.ts';
import { namesIn } from '../../platform/names-in.ts';
import type { Workspace } from './workspace.ts';

/** Takes the copy of a remote repository away, and what is known of it. */
export async function throwAway({ gitDir, folder }: Workspace): Promise<void> {
  await rm(gitDir, { recursive: true, force: true });
  await rm(join(folder, 'notes.json'), { force: true });
}

/** A git that was killed leaves its lock files and half a pack. Only for who holds the lock, and before git runs. */
export async function clearLeftovers(gitDir: string): Promise<void> {
  for (const folder of ['.', 'refs/kept', 'objects/pack']) {
    const names = await namesIn(join(gitDir, folder));
    const left = names.filter((name) => name.endsWith('.lock') || name.startsWith('tmp_'));
    await Promise.all(left.map((name) => rm(join(gitDir, folder, name), { recursive: true, force: true })));
  }
}

/** An error of the file system in words; any other as it is. */
export function diskError(error: unknown, folder: string): unknown {
  if (codeOf(error) === '') return error;
  const why = codeOf(error) === 'ENOSPC' ? 'the disk is full' : messageOf(error);
  return new ReadError('error', `${folder} can't be used: ${why}`, { cause: error });
}

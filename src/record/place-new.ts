import { link, mkdir, rename, stat } from 'node:fs/promises';
import { codeOf } from '../platform/errors.ts';

export type Link = (existing: string, path: string) => Promise<void>;

/** What file systems without hard links answer: FAT, SMB, some in user space. */
const NO_LINKS: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

/**
 * Puts a file in place under a name that nobody has; false when somebody has it. A hard link does both in one step. Where there are
 * none, a folder is made that stands for the name: that is exclusive on every file system, and the rename after it never shows a part
 * of the file. Opening the name itself exclusively would show readers a file that is still being written.
 *
 * A process killed between the two leaves a name that is taken and has no file: the number is used up, and the next one is taken.
 */
export async function placeNew(temporary: string, path: string, hardLink: Link = link): Promise<boolean> {
  try {
    await hardLink(temporary, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    if (!NO_LINKS.has(codeOf(error))) throw error;
  }
  if (!(await claims(path)) || (await isThere(path))) return false;
  await rename(temporary, path);
  return true;
}

async function claims(path: string): Promise<boolean> {
  try {
    await mkdir(path.replace(/\.json$/, '.claim'));
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** From a time in which the file system had links. */
async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

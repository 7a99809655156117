import { readdir } from 'node:fs/promises';
import { codeOf } from './errors.ts';

/** Names in a folder; none of a folder that is not there. Rejects with the error of the file system otherwise. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

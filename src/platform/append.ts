import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncFolder } from './atomic-write.ts';

/**
 * Adds to the end of a file, and returns when it is on the disk. One write: what several processes add does not mix. Creates file and
 * folder. Throws the file system's own error; the file may then end in a part of the text.
 */
export async function append(path: string, text: string): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  const file = await open(path, 'a');
  let isNew: boolean;
  try {
    isNew = (await file.stat()).size === 0;
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  if (isNew) await syncFolder(folder);
}

import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder, syncFolder } from '../platform/atomic-write.ts';
import { codeOf } from '../platform/errors.ts';
import { namesIn } from '../platform/names-in.ts';
import { LARGEST_NUMBER, numberedEntries, numberedName } from './numbered-names.ts';
import { type Link, placeNew } from './place-new.ts';
import { StateFault } from './state-fault.ts';

export interface NumberedFile {
  readonly number: number;
  readonly path: string;
}

export interface Numbered {
  /** The highest number ever taken, whether its file is whole, set aside or was never written; 0 before the first. */
  readonly highest: number;
  /** The newest first. */
  readonly files: readonly NumberedFile[];
}

/** `ledger-000124.json` and the like in a folder. No folder: nothing yet. Throws the file system's error. */
export async function numberedFiles(folder: string, name: string): Promise<Numbered> {
  const found = numberedEntries(await namesIn(folder), name);
  const files = found.filter(({ kind }) => kind === 'file');
  return {
    highest: found[0]?.number ?? 0,
    files: files.map(({ number, entry }) => ({ number, path: join(folder, entry) })),
  };
}

/**
 * Writes the file of this number, on the disk when this returns. False when the number is taken, or so much above it that it may be free
 * only because it was pruned (`atOnce` above it; 1 when not said): somebody was faster. A crash leaves the whole file or none. Throws
 * the file system's error.
 */
export async function createNumbered(
  folder: string,
  name: string,
  file: { readonly number: number; readonly text: string; readonly atOnce?: number },
  link?: Link,
): Promise<boolean> {
  if (file.number > LARGEST_NUMBER)
    throw new StateFault(`${folder} has no numbers left for a ${name}: remove the one with 999…`);
  await makeFolder(folder);
  const temporary = join(folder, `.${randomUUID()}.tmp`);
  try {
    await writeNew(temporary, file.text);
    if (!(await placeNew(temporary, join(folder, numberedName(name, file.number)), link))) return false;
  } finally {
    await rm(temporary, { force: true });
  }
  await syncFolder(folder);
  return (await numberedFiles(folder, name)).highest < file.number + (file.atOnce ?? 1);
}

/** Moves what is damaged out of the way, never over an older one: somebody may still want it. The new path; null when it is gone already. */
export async function setAside(path: string): Promise<string | null> {
  const aside = `${path}.damaged-${randomUUID().slice(0, 8)}`;
  try {
    await rename(path, aside);
    return aside;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

async function writeNew(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

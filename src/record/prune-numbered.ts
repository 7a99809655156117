import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { HOUR } from '../domain/duration.ts';
import { numberedEntries } from './numbered-names.ts';

/** What was set aside is for people to look at. */
const ASIDE = 10;
const TEMPORARY = /^\.[\w-]+\.tmp$/;

/**
 * Keeps the newest of the numbered files of a name, and the newest that were set aside. That something can't go
 * is no trouble: it is tried again.
 */
export async function pruneNumbered(folder: string, name: string, keep: number): Promise<void> {
  const found = numberedEntries(await namesIn(folder), name);
  const highest = found[0]?.number ?? 0;
  const files = found.filter(({ kind }) => kind === 'file').slice(keep);
  const aside = found.filter(({ kind }) => kind === 'aside').slice(ASIDE);
  const claims = found.filter(({ number, kind }) => kind === 'claim' && number <= highest - keep);
  for (const { entry } of [...files, ...aside, ...claims]) await removed(join(folder, entry));
}

/** What killed processes left half written. Nobody writes one file for an hour. */
export async function pruneTemporary(folder: string, now: Date): Promise<void> {
  for (const entry of (await namesIn(folder)).filter((name) => TEMPORARY.test(name))) {
    const path = join(folder, entry);
    const written = await stat(path).catch(() => null);
    if (written !== null && now.getTime() - written.mtimeMs > HOUR) await removed(path);
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}

async function removed(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true }).catch(() => {});
}

import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../platform/errors.ts';

export interface CycleFile {
  readonly id: string;
  readonly path: string;
  readonly bytes: number;
  readonly writtenMs: number;
}

export function cyclesFolder(stateDir: string): string {
  return join(stateDir, 'cycles');
}

/**
 * The records of a folder, the last one written first: by the files' own times, because a replay may carry any date.
 * No folder means no cycle yet.
 */
export async function cycleFiles(folder: string): Promise<readonly CycleFile[]> {
  const names = await namesIn(folder);
  const files = await Promise.all(names.map((name) => cycleFile(folder, name)));
  return files.filter((file) => file !== null).sort((a, b) => b.writtenMs - a.writtenMs || (a.id < b.id ? 1 : -1));
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith('.json') && !name.startsWith('.'));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

/** Null when another process has just pruned it. */
async function cycleFile(folder: string, name: string): Promise<CycleFile | null> {
  const path = join(folder, name);
  try {
    const { size, mtimeMs } = await stat(path);
    return { id: name.slice(0, -'.json'.length), path, bytes: size, writtenMs: mtimeMs };
  } catch {
    return null;
  }
}

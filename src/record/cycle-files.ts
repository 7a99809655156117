import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { namesIn } from '../platform/names-in.ts';

export interface CycleFile {
  readonly id: string;
  readonly path: string;
  /** What the agents said in this cycle; null when none was asked. */
  readonly transcripts: string | null;
  /** Both files together. */
  readonly bytes: number;
  readonly writtenMs: number;
}

export interface CycleFolder {
  /** The last one written first: by the files' own times, because a replay may carry any date. */
  readonly cycles: readonly CycleFile[];
  /** Transcripts whose cycle is not there. */
  readonly orphans: readonly { readonly path: string; readonly writtenMs: number }[];
}

const RECORD = '.json';
const TRANSCRIPTS = '.agents.json';

export function cyclesFolder(stateDir: string): string {
  return join(stateDir, 'cycles');
}

/** Throws when the id could lead out of the folder. */
export function recordPath(stateDir: string, id: string): string {
  return join(cyclesFolder(stateDir), `${safe(id)}${RECORD}`);
}

export function transcriptsPath(stateDir: string, id: string): string {
  return join(cyclesFolder(stateDir), `${safe(id)}${TRANSCRIPTS}`);
}

function safe(id: string): string {
  if (id === basename(id) && !id.startsWith('.') && !`${id}${RECORD}`.endsWith(TRANSCRIPTS)) return id;
  throw new Error(`not a name for a cycle's file: ${id}`);
}

/** The records of a folder, the last one written first. No folder means no cycle yet. */
export async function cycleFiles(folder: string): Promise<readonly CycleFile[]> {
  return (await cycleFolder(folder)).cycles;
}

/** Records and what belongs to them. */
export async function cycleFolder(folder: string): Promise<CycleFolder> {
  const found = (await Promise.all((await recordsIn(folder)).map((name) => fileAt(folder, name)))).filter(
    (file) => file !== null,
  );
  const records = found.filter(({ name }) => !name.endsWith(TRANSCRIPTS));
  const said = new Map(found.filter(({ name }) => name.endsWith(TRANSCRIPTS)).map((file) => [file.name, file]));
  const cycles = records.map(({ name, path, bytes, writtenMs }): CycleFile => {
    const id = name.slice(0, -RECORD.length);
    const own = said.get(`${id}${TRANSCRIPTS}`);
    said.delete(`${id}${TRANSCRIPTS}`);
    return { id, path, transcripts: own?.path ?? null, bytes: bytes + (own?.bytes ?? 0), writtenMs };
  });
  return {
    cycles: cycles.sort((a, b) => b.writtenMs - a.writtenMs || (a.id < b.id ? 1 : -1)),
    orphans: [...said.values()],
  };
}

async function recordsIn(folder: string): Promise<readonly string[]> {
  return (await namesIn(folder)).filter((name) => name.endsWith(RECORD) && !name.startsWith('.'));
}

interface FoundFile {
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
  readonly writtenMs: number;
}

/** Null when another process has just pruned it. */
async function fileAt(folder: string, name: string): Promise<FoundFile | null> {
  const path = join(folder, name);
  try {
    const { size, mtimeMs } = await stat(path);
    return { name, path, bytes: size, writtenMs: mtimeMs };
  } catch {
    return null;
  }
}

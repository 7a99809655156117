import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeAtomic } from '../../platform/atomic-write.ts';
import type { Clock } from '../../platform/clock.ts';

// What is known of the copy of a remote repository, beside it. Times are milliseconds since 1970.

const Notes = z.object({
  version: z.literal(1),
  createdAt: z.number(),
  /** How far back the history of each reference was asked for. */
  reaches: z.record(z.string(), z.number()),
  rewritten: z.record(z.string(), z.object({ at: z.number(), from: z.string().regex(/^[0-9a-f]{40,64}$/) })),
});
export type RemoteNotes = Readonly<z.output<typeof Notes>>;

/** What can't be read counts as nothing known: then it is fetched. */
export async function readNotes(folder: string, clock: Clock): Promise<RemoteNotes> {
  try {
    return Notes.parse(JSON.parse(await readFile(join(folder, 'notes.json'), 'utf8')));
  } catch {
    return { version: 1, createdAt: clock.now().getTime(), reaches: {}, rewritten: {} };
  }
}

/** Throws the file system's error. */
export function writeNotes(folder: string, notes: RemoteNotes): Promise<void> {
  return writeAtomic(join(folder, 'notes.json'), `${JSON.stringify(notes)}\n`);
}

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CHANGES_FILE, type RecordedChanges, readChanges, writeChanges } from '../correlate/recorded/changes-file.ts';
import { recorder } from '../correlate/recorded/recorder.ts';
import { recordedSource } from '../correlate/recorded/source.ts';
import type { CommitsPart } from '../cycle/parts.ts';
import { messageOf } from '../platform/errors.ts';

/** The commits that lie in a recording instead of those of the repository; one that can't be used costs the changes, not the cycle. */
export async function withRecorded(part: CommitsPart, snapshot: string | undefined): Promise<CommitsPart> {
  if (snapshot === undefined) return part;
  const recorded = await recordedIn(join(snapshot, CHANGES_FILE));
  return recorded === null ? part : { ...part, source: recordedSource(recorded), whyNone: '' };
}

async function recordedIn(path: string): Promise<RecordedChanges | null> {
  try {
    return await readChanges(path);
  } catch (error) {
    return { name: 'the recording', repository: '', limits: [], unread: messageOf(error), commits: [] };
  }
}

export interface Keeping {
  readonly part: CommitsPart;
  /** To be called after the cycle; says why nothing could be kept, null when all is well. */
  readonly keep: () => Promise<string | null>;
}

/** Keeps the commits a cycle looked at beside the objects it read, for `--snapshot`. */
export function keepingChanges(part: CommitsPart, folder: string | undefined): Keeping {
  if (folder === undefined) return { part, keep: async () => null };
  const path = join(folder, CHANGES_FILE);
  if (part.source === null) return { part, keep: () => attempt(() => rm(path, { force: true })) };
  const { source, said } = recorder(part.source);
  return { part: { ...part, source }, keep: () => attempt(() => writeChanges(path, said())) };
}

async function attempt(work: () => Promise<void>): Promise<string | null> {
  try {
    await work();
    return null;
  } catch (error) {
    return messageOf(error);
  }
}

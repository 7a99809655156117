import { join } from 'node:path';
import { CHANGES_FILE, type RecordedChanges, readChanges, writeChanges } from '../correlate/recorded/changes-file.ts';
import { type RecordedCluster, recordingHistory, replayedHistory } from '../correlate/recorded/cluster.ts';
import { recorder } from '../correlate/recorded/recorder.ts';
import { recordedSource } from '../correlate/recorded/source.ts';
import type { ChangesPart } from '../cycle/parts.ts';
import { messageOf } from '../platform/errors.ts';

/** The changes that lie in a recording instead of today's; a file that can't be used costs the commits, not the cycle. */
export async function withRecorded(part: ChangesPart, snapshot: string | undefined): Promise<ChangesPart> {
  if (snapshot === undefined) return part;
  const recorded = await recordedIn(join(snapshot, CHANGES_FILE));
  if (recorded === null) return part;
  return {
    ...part,
    // No repository was set then: that is not one that could not be read.
    source: recorded.name === '' ? null : recordedSource(recorded),
    whyNone: recorded.unread ?? '',
    history: (read) => {
      const history = part.history(read);
      return history === null ? null : replayedHistory(recorded.cluster, history);
    },
  };
}

async function recordedIn(path: string): Promise<RecordedChanges | null> {
  try {
    return await readChanges(path);
  } catch (error) {
    return { name: 'the recording', repository: '', limits: [], unread: messageOf(error), commits: [], cluster: [] };
  }
}

export interface Keeping {
  readonly part: ChangesPart;
  /** To be called after the cycle; says why nothing could be kept, null when all is well. */
  readonly keep: () => Promise<string | null>;
}

/** Keeps what a cycle heard of changes beside the objects it read, for `--snapshot`. */
export function keepingChanges(part: ChangesPart, folder: string | undefined): Keeping {
  if (folder === undefined) return { part, keep: async () => null };
  const cluster: RecordedCluster[] = [];
  const kept = part.source === null ? null : recorder(part.source);
  const none = { name: '', repository: '', limits: [], unread: part.whyNone, commits: [] };
  return {
    part: {
      ...part,
      source: kept?.source ?? null,
      history: (read) => {
        const history = part.history(read);
        return history === null ? null : recordingHistory(history, cluster);
      },
    },
    keep: async () => {
      try {
        await writeChanges(join(folder, CHANGES_FILE), { ...(kept?.said() ?? none), cluster });
        return null;
      } catch (error) {
        return messageOf(error);
      }
    },
  };
}

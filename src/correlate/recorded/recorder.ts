import type { Change } from '../../domain/change.ts';
import { messageOf } from '../../platform/errors.ts';
import type { ChangeSource } from '../change-source.ts';
import type { RecordedChanges } from './changes-file.ts';

export interface Recorder {
  readonly source: ChangeSource;
  /** What the source has said since; commits that were only listed have no files. */
  readonly said: () => Omit<RecordedChanges, 'cluster'>;
}

/** The same source, whose answers are kept for a replay. */
export function recorder(source: ChangeSource): Recorder {
  const commits = new Map<string, Change>();
  const limits = new Set<string>();
  let unread: string | null = null;
  const { name, repository, mostReads } = source;
  return {
    source: {
      name,
      repository,
      mostReads,
      list: async (query, signal) => {
        try {
          const list = await source.list(query, signal);
          for (const change of list.changes) if (!commits.has(change.sha)) commits.set(change.sha, change);
          for (const limit of list.limits) limits.add(limit);
          return list;
        } catch (error) {
          unread ??= messageOf(error);
          throw error;
        }
      },
      read: async (change, signal) => {
        const read = await source.read(change, signal);
        commits.set(read.sha, read);
        return read;
      },
    },
    said: () => ({
      name,
      repository,
      limits: [...limits],
      unread: commits.size === 0 ? unread : null,
      commits: [...commits.values()],
    }),
  };
}

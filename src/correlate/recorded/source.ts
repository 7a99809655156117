import { ReadError } from '../../platform/errors.ts';
import type { ChangeSource } from '../change-source.ts';
import { isIn } from '../paths.ts';
import type { RecordedChanges } from './changes-file.ts';

/** The changes of a recording. */
export function recordedSource({
  name,
  repository,
  limits,
  unread,
  commits,
}: Omit<RecordedChanges, 'cluster'>): ChangeSource {
  const newestFirst = [...commits].sort((a, b) => b.committedAt.getTime() - a.committedAt.getTime());
  const refuse = () => {
    if (unread !== null) throw new ReadError('error', unread);
  };
  return {
    name,
    repository,
    mostReads: 100,
    list: async ({ paths, since, until }, signal) => {
      signal.throwIfAborted();
      refuse();
      const changes = newestFirst.filter(
        ({ committedAt, files }) =>
          committedAt >= since &&
          committedAt <= until &&
          (paths.length === 0 ||
            files.some(({ path, previousPath }) => isIn(path, paths) || isIn(previousPath ?? '', paths))),
      );
      return { changes, limits };
    },
    read: async ({ sha }, signal) => {
      signal.throwIfAborted();
      refuse();
      const change = newestFirst.find((one) => one.sha === sha);
      if (change === undefined) throw new ReadError('error', `commit ${sha.slice(0, 7)} is not in the recording`);
      return change;
    },
  };
}

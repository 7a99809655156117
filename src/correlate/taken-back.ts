import type { Change, ChangedFile } from '../domain/change.ts';
import { redoes, revertOf, undoes } from './reverts.ts';

/** The commit that took this one back, of those after it; null: nobody did. */
export function takenBackBy(change: Change, others: readonly Change[]): Change | null {
  const rest = others.filter((other) => other.sha !== change.sha);
  const later = rest.filter((other) => other.committedAt >= change.committedAt);
  // Of several commits of one title it is the newest that has files in common.
  const isNamed = (other: Change) =>
    revertOf(other, [change]) === change.sha &&
    revertOf(other, [change, ...rest].filter(mayShareFiles(other))) === change.sha;
  // Which of one second came last is not known, unless one says so.
  const isLater = (other: Change) => other.committedAt > change.committedAt && other.files.length > 0;
  const mayUndo = mayShareFiles(change);
  return later.find((other) => isNamed(other) || (isLater(other) && mayUndo(other) && undoes(other, change))) ?? null;
}

/** Also where the files of one of them are not known. */
function mayShareFiles(one: Change): (other: Change) => boolean {
  const isUnknown = ({ files, moreFiles }: Change) => files.length === 0 || moreFiles;
  const paths = new Set(one.files.flatMap(pathsOf));
  return (other) =>
    isUnknown(one) || isUnknown(other) || other.files.some((file) => pathsOf(file).some((path) => paths.has(path)));
}

function pathsOf({ path, previousPath }: ChangedFile): readonly string[] {
  return previousPath === null ? [path] : [path, previousPath];
}

/** An earlier commit that this one does once more, after somebody had taken it back; null: it is new. */
export function repeats(change: Change, others: readonly Change[]): Change | null {
  const earlier = others.filter((other) => other.committedAt < change.committedAt);
  return earlier.find((other) => redoes(change, other) && takenBackBy(other, earlier) !== null) ?? null;
}

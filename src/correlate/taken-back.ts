import type { Change } from '../domain/change.ts';
import { redoes, revertOf, undoes } from './reverts.ts';

/** The commit that took this one back, of those after it; null: nobody did. */
export function takenBackBy(change: Change, others: readonly Change[]): Change | null {
  const later = others.filter((other) => other.sha !== change.sha && other.committedAt >= change.committedAt);
  // Which of one second came last is not known, unless one says so.
  const isLater = (other: Change) => other.committedAt > change.committedAt;
  return (
    later.find((other) => revertOf(other, [change]) === change.sha || (isLater(other) && undoes(other, change))) ?? null
  );
}

/** An earlier commit that this one does once more, after somebody had taken it back; null: it is new. */
export function repeats(change: Change, others: readonly Change[]): Change | null {
  const earlier = others.filter((other) => other.committedAt < change.committedAt);
  return earlier.find((other) => redoes(change, other) && takenBackBy(other, earlier) !== null) ?? null;
}

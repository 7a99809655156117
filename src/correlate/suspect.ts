import type { Change, ChangedFile, Suspect } from '../domain/change.ts';
import { MINUTE } from '../domain/duration.ts';
import { changedFields } from './fields.ts';
import { isDocument, isMassEdit } from './noise.ts';
import { isIn, isNamedAfter } from './paths.ts';
import { shortSha } from './sha.ts';
import type { Target } from './targets.ts';
import { timing } from './window.ts';

/** A commit in the window, and the places it was found by, its own first. */
export interface Candidate {
  readonly change: Change;
  readonly targets: readonly Target[];
  /** Other commits of the same second. */
  readonly twins: number;
}

/** A candidate after a closer look; `why` says what kept us from taking it. */
export interface Looked {
  readonly change: Change;
  /** Null: its files were read. */
  readonly unread: string | null;
}

/** The incident it is looked at for. */
export interface Seen {
  readonly onset: Date;
  /** Label of its own target. */
  readonly own: string;
}

/** Likeliest first, by place and time alone. */
export function byPromise(onset: Date): (a: Candidate, b: Candidate) => number {
  const rank = ({ change, targets }: Candidate): readonly number[] => {
    const before = onset.getTime() - change.committedAt.getTime();
    const time = timing(before);
    const isNeeded = targets[0]?.relation === 'dependency';
    return [time.confidence === 'MEDIUM' ? 0 : 1, isNeeded ? 1 : 0, time.isUsual ? 0 : 1, before];
  };
  return (a, b) => {
    const [left, right] = [rank(a), rank(b)];
    const differs = left.findIndex((value, i) => value !== right[i]);
    return differs < 0 ? 0 : (left[differs] ?? 0) - (right[differs] ?? 0);
  };
}

/** Null: a closer look takes the suspicion away. */
export function suspectOf(candidate: Candidate, looked: Looked, { onset, own }: Seen): Suspect | null {
  const { targets, twins } = candidate;
  const { change, unread } = looked;
  const touched = unread === null ? touchedBy(change, targets) : unreadTouch(targets);
  if (touched === null) return null;
  const { target, files } = touched;
  const before = onset.getTime() - change.committedAt.getTime();
  const minutes = Math.round(before / MINUTE);
  const time = timing(before);
  return {
    change,
    minutesBeforeOnset: minutes,
    // Unread, it may be documents only.
    confidence: unread === null ? time.confidence : 'LOW',
    reasons: [
      `${placeOf(target, files, own)}, ${minutes} min before the first symptom`,
      ...(time.reason === null ? [] : [time.reason]),
      ...(time.confidence === 'MEDIUM' ? ['whether the changed field explains the fault is not compared yet'] : []),
      ...(twins === 0 ? [] : [`one push with ${twins} other ${twins === 1 ? 'commit' : 'commits'} of the same second`]),
      ...(unread === null ? [] : [`its files could not be read: ${unread}`]),
    ],
    fields: changedFields(files),
    rollback: target.synced ? `git revert ${change.merge === true ? '-m 1 ' : ''}${shortSha(change.sha)}` : null,
  };
}

interface Touched {
  readonly target: Target;
  readonly files: readonly ChangedFile[];
}

function touchedBy(change: Change, targets: readonly Target[]): Touched | null {
  if (isMassEdit(change)) return null;
  const inside = (target: Target, path: string) =>
    target.relation === 'named' ? isNamedAfter(path, target.names) : isIn(path, target.paths);
  for (const target of targets) {
    const files = change.files.filter(
      (file) =>
        !isDocument(file) &&
        (inside(target, file.path) || (file.previousPath !== null && inside(target, file.previousPath))),
    );
    if (files.length > 0) return { target, files };
  }
  return null;
}

/** The source found it by its path; only where the path had to be read first nothing is known. */
function unreadTouch(targets: readonly Target[]): Touched | null {
  const target = targets.find(({ relation }) => relation !== 'named');
  return target === undefined ? null : { target, files: [] };
}

function placeOf(target: Target, files: readonly ChangedFile[], own: string): string {
  const path = target.paths.find((one) => files.some((f) => isIn(f.path, [one]) || isIn(f.previousPath ?? '', [one])));
  const where = path ?? files[0]?.path ?? target.paths[0] ?? '';
  switch (target.relation) {
    case 'own':
      return `touches ${where} of ${target.label}`;
    case 'dependency':
      return `touches ${where} of ${target.label}, which ${own} needs`;
    case 'named':
      return `touches ${where}, named after ${target.label}`;
  }
}

import type { Change, ChangedFile } from '../domain/change.ts';
import { fieldChanges } from './manifest/diff.ts';
import { isDocument } from './noise.ts';

/** The SHA a commit says it takes back, as it says it; null when it names none. */
function namedRevert({ subject }: Pick<Change, 'subject'>): string | null {
  return (
    (
      /This reverts (?:merge )?commit ([0-9a-f]{7,40})\b/i.exec(subject)?.[1] ??
      /^\s*revert(?:s|ed|ing)?\b[^"\n]*?\b([0-9a-f]{7,40})\b/i.exec(subject)?.[1] ??
      null
    )?.toLowerCase() ?? null
  );
}

/** The SHA of the one of these commits that this one says it takes back: by its SHA, or by its subject; null when it says no such thing. */
export function revertOf(change: Change, earlier: readonly Change[]): string | null {
  const before = earlier.filter((other) => other.sha !== change.sha && other.committedAt <= change.committedAt);
  const named = namedRevert(change);
  if (named !== null) return before.find(({ sha }) => sha.toLowerCase().startsWith(named))?.sha ?? null;
  const quoted = quotedIn(change.subject);
  if (quoted === null) return null;
  const same = before.filter(({ subject }) => titleOf(subject) === quoted);
  return same.toSorted((a, b) => b.committedAt.getTime() - a.committedAt.getTime())[0]?.sha ?? null;
}

/** `Revert "Revert "x""` takes back `Revert "x"`; git writes `Reapply "x"` for it, too. */
function quotedIn(subject: string): string | null {
  const title = titleOf(subject);
  const again = /^reapply\s+"(.+)"$/i.exec(title)?.[1];
  if (again !== undefined) return `Revert "${again}"`;
  return /^revert:?\s+"(.+)"$/i.exec(title)?.[1] ?? /^revert:\s+(.+)$/i.exec(title)?.[1] ?? null;
}

/** First line, without the numbers of pull requests. */
function titleOf(subject: string): string {
  return (subject.split('\n')[0] ?? '').replace(/\s*\(#\d+\)/g, '').trim();
}

/** Whether the later commit puts back all the earlier one changed in the cluster; it may do more. Files must have been read. */
export function undoes(later: Change, earlier: Change): boolean {
  const files = earlier.files.filter(matters);
  if (files.length === 0 || earlier.moreFiles || later.sha === earlier.sha) return false;
  return files.every((file) => later.files.some((other) => putsBack(other, file)));
}

/** Whether the later commit does all the earlier one did, once more. */
export function redoes(later: Change, earlier: Change): boolean {
  const files = earlier.files.filter(matters);
  if (files.length === 0 || earlier.moreFiles || later.sha === earlier.sha) return false;
  return files.every((file) => later.files.some((other) => isSameChange(other, file)));
}

function matters(file: ChangedFile): boolean {
  return !isDocument(file) && (file.status !== 'modified' || file.patch === null || fieldChanges([file]).length > 0);
}

function putsBack(later: ChangedFile, earlier: ChangedFile): boolean {
  if (earlier.status === 'renamed') return later.path === earlier.previousPath && later.previousPath === earlier.path;
  if (later.path !== earlier.path) return false;
  if (earlier.status === 'added') return later.status === 'removed';
  if (earlier.status === 'removed') return later.status === 'added' && isSwapped(later, earlier);
  return later.status === 'modified' && (isSwapped(later, earlier) || hasSwappedFields(later, earlier));
}

/** Line by line, the other way round. */
function isSwapped(later: ChangedFile, earlier: ChangedFile): boolean {
  if (later.patch === null || earlier.patch === null) return later.status === 'added';
  if (later.cut || earlier.cut || isMasked(later.patch) || isMasked(earlier.patch)) return false;
  return (
    linesOf(later.patch, '+') === linesOf(earlier.patch, '-') &&
    linesOf(later.patch, '-') === linesOf(earlier.patch, '+')
  );
}

function isSameChange(later: ChangedFile, earlier: ChangedFile): boolean {
  if (later.path !== earlier.path || later.status !== earlier.status || later.previousPath !== earlier.previousPath)
    return false;
  if (later.patch === null || earlier.patch === null) return later.status !== 'modified';
  return (
    !later.cut &&
    !earlier.cut &&
    !isMasked(later.patch) &&
    !isMasked(earlier.patch) &&
    linesOf(later.patch, '+') === linesOf(earlier.patch, '+') &&
    linesOf(later.patch, '-') === linesOf(earlier.patch, '-')
  );
}

/** Two other values that were taken out look the same: whether one is the other again, nobody can tell. */
function isMasked(patch: string): boolean {
  return patch.split('\n').some((line) => /^[+-].*\[(?:masked|redacted)/.test(line));
}

/** Comments and blanks put nothing back. */
function linesOf(patch: string, mark: '+' | '-'): string {
  return patch
    .split('\n')
    .filter((line) => line.startsWith(mark) && !/^.\s*(?:#|$)/.test(line))
    .map((line) => line.slice(1).trimEnd())
    .join('\n');
}

/** Every field back at what it was; values nobody may see can't be compared. */
function hasSwappedFields(later: ChangedFile, earlier: ChangedFile): boolean {
  const back = fieldChanges([later]);
  const fields = fieldChanges([earlier]);
  return (
    fields.length > 0 &&
    fields.every(
      ({ kind, from, to, object }) =>
        (from !== null || to !== null) &&
        back.some(
          (now) => now.kind === kind && now.from === to && now.to === from && now.object?.name === object?.name,
        ),
    )
  );
}

import type { Change, ChangedFile } from '../domain/change.ts';
import { isIn, isNamedAfter } from './paths.ts';
import type { Target } from './targets.ts';

export interface Touched {
  readonly target: Target;
  readonly files: readonly ChangedFile[];
}

/** The first of the targets that the commit touches, and its files there; null: none. */
export function touchedBy(change: Pick<Change, 'files'>, targets: readonly Target[]): Touched | null {
  for (const target of targets) {
    const files = change.files.filter((file) => isOf(file, target));
    if (files.length > 0) return { target, files };
  }
  return null;
}

export function isOf({ path, previousPath }: ChangedFile, target: Target): boolean {
  return isInside(target, path) || (previousPath !== null && isInside(target, previousPath));
}

function isInside(target: Target, path: string): boolean {
  return target.relation === 'named' ? isNamedAfter(path, target.names) : isIn(path, target.paths);
}

/** The source found it by its path; only where the path had to be read first nothing is known. */
export function unreadTouch(targets: readonly Target[]): Touched | null {
  const target = targets.find(({ relation }) => relation !== 'named');
  return target === undefined ? null : { target, files: [] };
}

/** For people. */
export function placeOf({ target, files }: Touched, own: string): string {
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

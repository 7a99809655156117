import type { Change } from '../domain/change.ts';
import type { FieldChange } from '../domain/field-change.ts';
import { fieldChanges } from './manifest/diff.ts';
import { majorUpgrade } from './manifest/major-upgrade.ts';
import { shortSha } from './sha.ts';
import type { Target } from './targets.ts';
import { isOf } from './touched.ts';

export function revertCommand({ sha, merge }: Pick<Change, 'sha' | 'merge'>): string {
  return `git revert ${merge === true ? '-m 1 ' : ''}${shortSha(sha)}`;
}

/** What stands against taking these back; null: nothing. */
export function cautionOf(fields: readonly FieldChange[]): string | null {
  const upgrade = fields.map(majorUpgrade).find((one) => one !== null);
  if (upgrade === undefined) return null;
  const { product, from, to } = upgrade;
  return `${product} ${from} cannot open data that ${product} ${to} has written: a backup or a migration comes first`;
}

/** Of a whole commit: a revert takes back all of it, not just what belongs to the incident. */
export function cautionOfCommit(change: Change, targets: readonly Target[], isRevertTold: boolean): string | null {
  const { files, moreFiles } = change;
  const others = files.filter((file) => !targets.some((target) => isOf(file, target))).length;
  const count = others === 0 ? 'files that were not read' : `${others} other ${others === 1 ? 'file' : 'files'}`;
  const said = [
    cautionOf(fieldChanges(files)),
    isRevertTold && (others > 0 || moreFiles)
      ? `it also takes back ${moreFiles && others > 0 ? 'at least ' : ''}${count}`
      : null,
  ].filter((one) => one !== null);
  return said.length === 0 ? null : said.join('; ');
}

import { ReadError } from '../../platform/errors.ts';
import { redact } from '../../platform/redact/redact.ts';
import { refFault } from '../repository-path.ts';

const MOST_NAMED = 5;

/** Throws a ReadError for what can't be the name of a branch. */
export function checkBranch(branch: string | null): void {
  const fault = branch === null ? null : refFault(branch);
  if (fault !== null) throw new ReadError('error', `'${redact(branch ?? '', 100)}' can't be read: ${fault}`);
}

/** `branch` null: the default one. `names`: the branches there are. */
export function noBranch(branch: string | null, at: string, names: readonly string[]): ReadError {
  if (branch === null)
    return new ReadError('error', `${at} has no commits, or its HEAD names a branch that is not there`);
  const near = [...names]
    .sort((a, b) => distance(a, branch) - distance(b, branch) || (a < b ? -1 : 1))
    .slice(0, MOST_NAMED);
  const there =
    near.length === 0
      ? 'it has no branches'
      : `there ${near.length === 1 ? 'is' : 'are'} ${near.map((one) => redact(one, 100)).join(', ')}`;
  const more = names.length > near.length ? ` and ${names.length - near.length} more` : '';
  return new ReadError(
    'error',
    `${at} has no branch ${branch}: ${there}${more}; compare GIT_BRANCH and what the applications name`,
  );
}

/** Letters to change, add or take away. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (let j = 1; j <= b.length; j += 1) {
      const same = (row[j - 1] ?? 0) + (letter === b[j - 1] ? 0 : 1);
      next.push(Math.min(same, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

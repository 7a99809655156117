import type { FieldChange } from '../domain/field-change.ts';

/** Whether the cluster got what the commit changed. A chart and an image come with their name in the cluster, and often without in Git. */
export function isSame(seen: FieldChange, committed: FieldChange): boolean {
  // Values of a chart come from Git, whichever fields they are there.
  if (isVague(seen) && seen.text.startsWith(VALUES)) return true;
  if (seen.kind !== committed.kind) return false;
  // The cluster tells no more than that something in it changed.
  if (isVague(seen)) return true;
  if (seen.kind === 'env' && labelOf(seen) !== labelOf(committed)) return false;
  if (seen.to === null || committed.to === null) return labelOf(seen) === labelOf(committed);
  return seen.to === committed.to || seen.to.endsWith(` ${committed.to}`) || seen.to.endsWith(`:${committed.to}`);
}

export function isChangedAgain(field: FieldChange, later: readonly FieldChange[]): boolean {
  return later.some(
    (now) =>
      now.kind === field.kind &&
      now.object?.name === field.object?.name &&
      labelOf(now) === labelOf(field) &&
      !isVague(now),
  );
}

const VALUES = 'values of the chart ';

function isVague({ text, from, to }: FieldChange): boolean {
  return from === null && to === null && (text.startsWith('checksum of ') || text.startsWith(VALUES));
}

/** What it is called, without its values and without what became of it; a container's name before it says nothing of another place. */
function labelOf({ text, from, to }: FieldChange): string {
  const ends = [from, to].flatMap((value) => (value === null || value === '' ? [] : [text.indexOf(` ${value}`)]));
  const end = Math.min(text.length, ...ends.filter((at) => at > 0));
  return text
    .slice(0, end)
    .replace(/ \(.*$| (?:added|removed|changed)\b.*$| \S* → .*$/, '')
    .replace(/^[\w.-]+: /, '');
}

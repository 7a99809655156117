import type { Alert } from '../../domain/alert.ts';
import type { Changes, Suspect } from '../../domain/change.ts';
import { plain } from './plain.ts';
import { firstLines, otherLines, type Readings } from './suspect-lines.ts';

const OTHERS = 2;

/** The change behind it, or that there is none, or that nobody could look: three different things. */
export function changeLines({ changes, advice, timeZone }: Alert): readonly string[] {
  if (changes === null) return ['Change behind it: as told before'];
  switch (changes.status) {
    case 'unread':
      return [`Change behind it: changes could not be read (${plain(changes.why)})`];
    case 'none':
      return [`Change behind it: no matching change found (${plain(changes.looked)})${limits(changes)}`];
    case 'found':
      return foundLines(changes.suspects, limits(changes), advice?.changes ?? [], timeZone);
  }
}

/** The likeliest change, where there is a way to take it back. */
export function likeliest(changes: Changes | null): Suspect | null {
  return changes?.status === 'found' ? (changes.suspects[0] ?? null) : null;
}

function foundLines(
  suspects: readonly Suspect[],
  limited: string,
  readings: Readings,
  timeZone: string,
): readonly string[] {
  const [first, ...others] = suspects;
  if (first === undefined) return [`Change behind it: no matching change found${limited}`];
  const rest = others.length - OTHERS;
  return [
    ...firstLines(first, limited, readings, timeZone),
    ...others.slice(0, OTHERS).flatMap((s) => otherLines(s, readings)),
    ...(rest > 0 ? [`  and ${rest} more`] : []),
  ];
}

function limits(changes: Exclude<Changes, { status: 'unread' }>): string {
  return changes.limits.length === 0 ? '' : `; but ${changes.limits.map((l) => plain(l, 160)).join('; ')}`;
}

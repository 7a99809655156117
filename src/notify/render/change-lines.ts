import { DateTime } from 'luxon';
import type { Alert } from '../../domain/alert.ts';
import type { Changes, Suspect } from '../../domain/change.ts';
import { plain } from './plain.ts';

const OTHERS = 2;
const FILES = 3;
const SHORT_SHA = 7;

/** The change behind it, or that there is none, or that nobody could look: three different things. */
export function changeLines({ changes, advice, timeZone }: Alert): readonly string[] {
  if (changes === null) return ['Change behind it: as told before'];
  switch (changes.status) {
    case 'unread':
      return [`Change behind it: changes could not be read (${plain(changes.why)})`];
    case 'none':
      return [`Change behind it: no matching change found (${plain(changes.looked)})${limits(changes)}`];
    case 'found':
      return foundLines(changes.suspects, limits(changes), whyOf(advice), timeZone);
  }
}

/** The command that takes the likeliest change back; null when no change is known, or none that can be taken back. */
export function revertOf(changes: Changes | null): string | null {
  return changes?.status === 'found' ? (changes.suspects[0]?.rollback ?? null) : null;
}

export function shortSha(sha: string): string {
  return sha.slice(0, SHORT_SHA);
}

type Why = (sha: string) => string | null;

function foundLines(suspects: readonly Suspect[], limited: string, why: Why, timeZone: string): readonly string[] {
  const [first, ...others] = suspects;
  if (first === undefined) return [`Change behind it: no matching change found${limited}`];
  const { change } = first;
  const said = why(change.sha);
  const rest = others.length - OTHERS;
  return [
    `Change behind it: ${shortSha(change.sha)} by ${plain(change.author, 80)}, ${at(change.committedAt, timeZone)}, ${before(first)}: ${plain(change.subject, 120)}`,
    `  ${confidence(first)}${limited}`,
    `  changed: ${first.fields.length === 0 ? '' : `${first.fields.map((f) => plain(f, 120)).join(', ')} in `}${filesOf(first)}`,
    ...(change.pullRequest === null
      ? []
      : [`  pull request ${change.pullRequest.number}: ${plain(change.pullRequest.title, 120)}`]),
    ...(change.url === null ? [] : [`  ${change.url}`]),
    ...(said === null ? [] : [`  an agent's reading: ${plain(said)}`]),
    ...others
      .slice(0, OTHERS)
      .map((s) => `  or ${shortSha(s.change.sha)}, ${before(s)}: ${plain(s.change.subject, 100)} (${s.confidence})`),
    ...(rest > 0 ? [`  and ${rest} more`] : []),
  ];
}

function confidence({ confidence: level, reasons }: Suspect): string {
  return `confidence ${level}${reasons.length === 0 ? '' : ` (${reasons.map((r) => plain(r, 160)).join('; ')})`}`;
}

function before({ minutesBeforeOnset }: Suspect): string {
  return `${minutesBeforeOnset} min before the first symptom`;
}

function filesOf({ change }: Suspect): string {
  const names = change.files.map((file) => plain(file.path, 160));
  const rest = names.length - FILES;
  if (names.length === 0) return 'not read';
  return `${names.slice(0, FILES).join(', ')}${rest > 0 ? ` and ${rest} more` : change.moreFiles ? ' and more' : ''}`;
}

function limits(changes: Exclude<Changes, { status: 'unread' }>): string {
  return changes.limits.length === 0 ? '' : `; but ${changes.limits.map((l) => plain(l, 160)).join('; ')}`;
}

function whyOf(advice: Alert['advice']): Why {
  return (sha) => advice?.changes.find((change) => change.sha === sha)?.why ?? null;
}

/** In the zone of the people who read it. */
function at(date: Date, zone: string): string {
  return DateTime.fromJSDate(date, { zone }).toFormat('yyyy-MM-dd HH:mm');
}

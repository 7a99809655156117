import type { Advice } from '../../domain/advice.ts';
import { isCommit, madeAt, type Suspect } from '../../domain/change.ts';
import { refText } from '../../domain/object-ref.ts';
import { plain } from './plain.ts';
import { when } from './when.ts';

const FILES = 3;
const SHORT_SHA = 7;

/** What github-reviewer says, likeliest first. */
export type Readings = Advice['changes'];

export function shortSha(sha: string): string {
  return sha.slice(0, SHORT_SHA);
}

/** The likeliest one, in full. `limited` says what could not be read. */
export function firstLines(suspect: Suspect, limited: string, readings: Readings, zone: string): readonly string[] {
  const { change, revertedBy } = suspect;
  const sure = `  ${confidence(suspect)}${limited}`;
  const back = revertedBy === null ? [] : [`  already taken back by ${revertedBy}: wait for the sync`];
  const time = `${when(madeAt(change), zone)}, ${before(suspect)}`;
  if (!isCommit(change)) {
    return [`Change behind it: ${plain(refText(change.object))}, ${time}: ${plain(change.text)}`, sure, ...back];
  }
  const { sha, author, subject, pullRequest, url } = change;
  return [
    `Change behind it: ${shortSha(sha)} by ${plain(author, 80)}, ${time}: ${plain(subject, 120)}`,
    sure,
    `  changed: ${changed(suspect)}`,
    ...back,
    ...(pullRequest === null ? [] : [`  pull request ${pullRequest.number}: ${plain(pullRequest.title, 120)}`]),
    ...(url === null ? [] : [`  ${url}`]),
    ...readingLines(sha, readings),
  ];
}

export function otherLines(suspect: Suspect, readings: Readings): readonly string[] {
  const { change, confidence: level } = suspect;
  if (!isCommit(change)) {
    return [`  or ${plain(refText(change.object))}, ${before(suspect)}: ${plain(change.text, 100)} (${level})`];
  }
  const own = readings.findIndex((reading) => reading.sha === change.sha);
  // The model's first stands above, as the likelier one.
  const why = own > 0 ? readings[own]?.why : undefined;
  return [
    `  or ${shortSha(change.sha)}, ${before(suspect)}: ${plain(change.subject, 100)} (${level})`,
    ...(why === undefined ? [] : [`    read (model): ${plain(why, 160)}`]),
  ];
}

function confidence({ confidence: level, reasons }: Suspect): string {
  return `confidence ${level}${reasons.length === 0 ? '' : ` (${reasons.map((r) => plain(r, 160)).join('; ')})`}`;
}

function before({ minutesBeforeOnset }: Suspect): string {
  return `${minutesBeforeOnset} min before the first symptom`;
}

/** The fields, and the files of the incident they are in; else all of the commit. */
function changed({ change, fields, touched }: Suspect): string {
  const paths = touched.length > 0 || !isCommit(change) ? touched : change.files.map(({ path }) => path);
  const names = paths.map((path) => plain(path, 160));
  const rest = names.length - FILES;
  const more = isCommit(change) && change.moreFiles ? ' and more' : '';
  const files = `${names.slice(0, FILES).join(', ')}${rest > 0 ? ` and ${rest} more` : more}`;
  const what = fields.map((f) => plain(f, 120)).join(', ');
  if (names.length === 0) return what === '' ? 'not read' : what;
  return what === '' ? files : `${what} in ${files}`;
}

/** What the model says of the rules' first, and its own first where that is another one: the command to roll back stays the rules'. */
function readingLines(sha: string, readings: Readings): readonly string[] {
  const [likeliest] = readings;
  const own = readings.find((reading) => reading.sha === sha);
  return [
    ...(own === undefined ? [] : [`  read (model${own.rollBack ? ', would take it back' : ''}): ${plain(own.why)}`]),
    ...(likeliest === undefined || likeliest === own
      ? []
      : [`  likelier (model): ${shortSha(likeliest.sha)}, ${plain(likeliest.why)}`]),
  ];
}

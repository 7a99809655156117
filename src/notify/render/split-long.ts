import { clean } from '../../platform/redact/clean.ts';
import { cycleOf, mrkdwnLine } from './slack-escape.ts';
import { splitMention } from './slack-text.ts';

/**
 * Escaped for Slack, the place that counts strictest: what fits there fits everywhere. Slack's blocks take 7,000, so that an edit may add
 * to it.
 */
const LONGEST_PART = 6000;
/** More would be a flood: the rest is in the record. */
const MOST_PARTS = 5;
/** What Slack takes as one line, before and after it is escaped. */
const LONGEST_LINE = 1400;
const LONGEST_ESCAPED = 2800;
/** Longer lines are broken into pieces like this, where words end. */
const PIECE = 500;
const LONGEST_HEADLINE = 350;
const LONGEST_FOOTER = 200;

/**
 * A plain message as one that fits in one piece and what follows it in its thread, each with a headline and the last line of the whole.
 * Nothing is lost: the first part says how many lines follow, and the last one how many only the record has.
 */
export function splitLong(message: string): readonly string[] {
  const { mention, text } = splitMention(message);
  const [first = '', ...rest] = clean(text).split('\n');
  if (lengthOf([first, ...rest]) <= LONGEST_PART && [first, ...rest].every(isShort)) return [message];
  const last = rest.at(-1) ?? '';
  const footer = cycleOf(last) !== null && last.length <= LONGEST_FOOTER ? [last] : [];
  const [headline = '', ...over] = broken(first, LONGEST_HEADLINE);
  const body = rest.slice(0, rest.length - footer.length);
  const lines = [...over, ...body.flatMap((line) => (isShort(line) ? [line] : broken(line, PIECE)))];
  const chunks = chunked(lines, LONGEST_PART - lengthOf([headline, ...footer]) - ROOM_FOR_MORE);
  const parts = chunks.slice(0, MOST_PARTS);
  const [opening = [], ...others] = parts;
  const follow = count(others.flat());
  const unsaid = count(chunks.slice(MOST_PARTS).flat());
  const missing = unsaid === 0 ? [] : [`${more(unsaid)}: k8s-monitor cycles show ${cycleOf(last) ?? 'latest'}`];
  return [
    [
      mention === 'here' ? `@here ${headline}` : callingNobody(headline),
      ...opening,
      ...(follow === 0 ? [] : [`${more(follow)} in the thread`]),
      ...footer,
    ].join('\n'),
    ...others.map((chunk, i) =>
      [
        `Continued (${i + 2} of ${parts.length}): ${headline}`,
        ...chunk,
        ...(i === others.length - 1 ? missing : []),
        ...footer,
      ].join('\n'),
    ),
  ];
}

/** With what hid it gone, a call may stand at the beginning of a message that calls nobody. */
function callingNobody(headline: string): string {
  return splitMention(headline).mention === null ? headline : headline.replace('@', '@ ');
}

/** What stands before the headline of a later part, and the line that says how many lines follow. */
const ROOM_FOR_MORE = 250;

function chunked(lines: readonly string[], longest: number): readonly (readonly string[])[] {
  const chunks: string[][] = [];
  let length = Number.POSITIVE_INFINITY;
  for (const line of lines) {
    const own = lengthOf([line]);
    if (length + own > longest) {
      chunks.push([]);
      length = 0;
    }
    chunks.at(-1)?.push(line);
    length += own;
  }
  return chunks;
}

/** Pieces after the first are marked: none of them may look like a command or a line of its own. */
function broken(line: string, longest: number): readonly string[] {
  const pieces: string[] = [];
  let left = line;
  while (left.length > longest) {
    const space = left.lastIndexOf(' ', longest);
    const end = space > longest / 2 ? space : longest;
    pieces.push(left.slice(0, end).toWellFormed());
    left = left.slice(end).trimStart();
  }
  return [...pieces, left].map((piece, i) => (i === 0 ? piece : `  … ${piece}`));
}

function isShort(line: string): boolean {
  return line.length <= LONGEST_LINE && mrkdwnLine(line).length <= LONGEST_ESCAPED;
}

function lengthOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + mrkdwnLine(line).length + 1, 0);
}

function count(lines: readonly string[]): number {
  return lines.filter((line) => line.trim() !== '').length;
}

function more(lines: number): string {
  return `+${lines} more ${lines === 1 ? 'line' : 'lines'}`;
}

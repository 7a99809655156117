import { type ParsedLine, parseLine } from './yaml-line.ts';

export interface HunkLine {
  readonly text: string;
  /** Column of the first character; -1 for a blank line. */
  readonly indent: number;
  /** Read once for both sides; null: not read yet. */
  parsed: ParsedLine | null;
  /** It came or went; false: it stands there before and after. */
  readonly changed: boolean;
}

/** One hunk of a unified diff, as it was and as it is. */
export interface Hunk {
  /** What git writes behind the second `@@`: the last line at the margin before the hunk. */
  readonly heading: string;
  readonly before: readonly HunkLine[];
  readonly after: readonly HunkLine[];
}

const HEADER = /^@@ -\d+(?:,\d+)? \+\d+(?:,\d+)? @@ ?(.*)$/;

/** The hunks of a patch; lines without any header are one hunk. A patch that was cut loses the end nobody can trust. */
export function hunksOf(patch: string, cut: boolean): readonly Hunk[] {
  const all = patch.split('\n');
  const first = all.findIndex((line) => HEADER.test(line));
  const lines = (cut ? trusted(all) : all).slice(Math.max(0, first));
  const hunks: { heading: string; before: HunkLine[]; after: HunkLine[] }[] = [];
  for (const raw of lines) {
    const header = HEADER.exec(raw);
    if (header !== null) hunks.push({ heading: (header[1] ?? '').trimEnd(), before: [], after: [] });
    else {
      if (hunks.length === 0) hunks.push({ heading: '', before: [], after: [] });
      const mark = raw.slice(0, 1);
      const text = raw.slice(1).trimEnd();
      const line = { text, indent: indentOf(text), parsed: null, changed: mark === '+' || mark === '-' };
      // `\ No newline at end of file`
      if (mark === '\\') continue;
      if (mark !== '+') hunks.at(-1)?.before.push(line);
      if (mark !== '-') hunks.at(-1)?.after.push(line);
    }
  }
  return hunks;
}

function indentOf(text: string): number {
  let at = 0;
  while (text[at] === ' ') at += 1;
  return at === text.length ? -1 : at;
}

export function parsed(line: HunkLine): ParsedLine {
  line.parsed ??= parseLine(line.text, line.indent);
  return line.parsed;
}

/** The last line may be half a line, and what was taken out before it may have come back behind the cut. */
function trusted(lines: readonly string[]): readonly string[] {
  const whole = lines.slice(0, -1);
  const kept = whole.findLastIndex((line) => !line.startsWith('-'));
  // A file that was removed has nothing but such lines.
  return whole.some((line) => line.startsWith('+') || line.startsWith(' ')) ? whole.slice(0, kept + 1) : whole;
}

import type { Finder, Span } from './span.ts';

const MARK = /-{4,5} ?(BEGIN|END) ([A-Z0-9 ]{0,48}?)-{4,5}/g;
const LABEL = 'private key';

/** Private keys between BEGIN and END, on lines or escaped on one; also when the log lost one of the two. */
export const findPrivateKeys: Finder = function* (text) {
  let open: { start: number; end: number } | undefined;
  let floor = 0;
  for (const match of text.matchAll(MARK)) {
    if (!match[2]?.includes('PRIVATE KEY')) continue;
    const end = match.index + match[0].length;
    if (match[1] === 'BEGIN') {
      if (open) yield keyFrom(text, open, match.index);
      open = { start: match.index, end };
    } else {
      yield open ? { start: open.start, end, label: LABEL } : keyBefore(text, floor, match.index, end);
      open = undefined;
      floor = end;
    }
  }
  if (open) yield keyFrom(text, open, text.length);
};

/** Without an END the key goes on as long as lines look like base64 or a PEM header. */
function keyFrom(text: string, open: { start: number; end: number }, limit: number): Span {
  let end = lineEnd(text, open.end, limit);
  while (end < limit) {
    const next = lineEnd(text, end + 1, limit);
    if (!isKeyLine(text.slice(end + 1, next))) break;
    end = next;
  }
  return { start: open.start, end, label: LABEL };
}

/** Without a BEGIN: the lines before the END that look like base64. */
function keyBefore(text: string, floor: number, mark: number, end: number): Span {
  let start = text.lastIndexOf('\n', mark) + 1;
  // On one line with its mark: the run of base64 in front of it.
  if (start < mark) start = Math.max(floor, Math.min(mark, runStart(text, mark, Math.max(start, floor))));
  while (start > floor && text[start - 1] === '\n') {
    const before = start >= 2 ? text.lastIndexOf('\n', start - 2) + 1 : 0;
    if (before < floor || before >= start || !isKeyLine(text.slice(before, start - 1))) break;
    start = before;
  }
  return { start: Math.max(start, floor), end, label: LABEL };
}

function runStart(text: string, mark: number, floor: number): number {
  let at = mark;
  while (at > floor && /[A-Za-z0-9+/=\\ ]/.test(text[at - 1] ?? '')) at -= 1;
  return at;
}

function lineEnd(text: string, from: number, limit: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 || end > limit ? limit : end;
}

/** A log may put a time in front of each line, so the last word counts. */
function isKeyLine(line: string): boolean {
  const trimmed = line.trim();
  if (trimmed === '' || /^(?:Proc-Type|DEK-Info|Comment|Version|Hash|Charset):/.test(trimmed)) return true;
  const last = trimmed.slice(trimmed.lastIndexOf(' ') + 1);
  return (
    /^[A-Za-z0-9+/]+={0,2}\\?$/.test(last) &&
    (last.length >= 24 || (last === trimmed && (last.length > 12 || last.endsWith('='))))
  );
}

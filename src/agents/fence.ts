import { clean } from '../platform/redact/clean.ts';
import { redact } from '../platform/redact/redact.ts';

/** About 2,000 tokens: what one result of a tool may have. */
const LONGEST = 7000;
const LONGEST_LABEL = 80;
/** What could open a tag, and the characters that only look as if: a text that has none can't end the fence or open a turn. */
const TAG_START = /<(?=\p{L}|[^\S\n]*(?:[/!?|]|data))|[\u{ff1c}\u{fe64}]/giu;
const CHAT_MARK = /\[(\/?(?:INST|SYS|SYSTEM|USER|ASSISTANT))\]/gi;

/**
 * Somebody else's text as data, between delimiters that it can't forge: redacted, without invisible characters, every line behind a
 * bar, so that no line of it ever stands where ours stand. `maxLength` in characters; what is cut is said.
 */
export function fenced(label: string, text: string, maxLength: number = LONGEST): string {
  const lines = defused(redact(text, maxLength)).split('\n');
  return `<data ${labelOf(label)}>\n${lines.map((line) => `| ${line}`).join('\n')}\n</data>`;
}

/** The same from several texts, one line each: none of them can add a line that looks like another. */
export function fencedRows(label: string, rows: readonly string[], longestRow: number): string {
  return fenced(label, rows.map((row) => oneLine(row, longestRow)).join('\n'), rows.length * (longestRow + 1) + 1);
}

/** Redacted, on one line, at most `longest` characters. */
export function oneLine(text: string, longest: number): string {
  const line = redact(text).replace(/\s+/g, ' ').trim();
  return line.length <= longest ? line : `${line.slice(0, longest - 1).toWellFormed()}…`;
}

/** A label is ours, but may hold the name of a tool that a model asked for. */
function labelOf(label: string): string {
  return clean(label)
    .replace(/[^\w.,:/#-]+/g, ' ')
    .trim()
    .slice(0, LONGEST_LABEL);
}

function defused(text: string): string {
  return text.replace(TAG_START, '‹').replace(CHAT_MARK, '($1)');
}

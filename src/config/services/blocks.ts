// The shape of the file: sections, their entries, the fields of those, the items of these. No meaning yet.
import { isListKey, normalKey, tellsAService } from './keys.ts';
import { type Line, readLines } from './lines.ts';

export interface Item {
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

export interface Field extends Item {
  /** As written. */
  readonly key: string;
  /** What stands behind the colon; empty when a list follows. */
  readonly text: string;
  readonly items: Item[];
}

export interface Entry {
  readonly id: string;
  readonly title: string;
  readonly line: number;
  readonly column: number;
  readonly section: Section | null;
  readonly fields: Field[];
}

export interface Section {
  readonly title: string;
  readonly line: number;
  readonly column: number;
}

export interface Blocks {
  readonly entries: readonly Entry[];
  /** Rows of pipe tables outside of entries. */
  readonly rows: readonly (readonly string[])[];
}

const SECTION = /^(\d{1,3})[.)]\s+(\S.*)$/;
const ENTRY = /^(\d{1,3}\.\d{1,6})[.)]?\s+(\S.*)$/;
const FIELD = /^([A-Za-z][A-Za-z0-9 /&'_.()-]{0,48}?)\s*:(?:\s+(.*)|)$/;

export function readBlocks(text: string): Blocks {
  const lines = readLines(text);
  const entries: Entry[] = [];
  const rows: string[][] = [];
  let section: Section | null = null;
  let builder: EntryBuilder | null = null;
  for (const [index, line] of lines.entries()) {
    const start = startOf(lines, index, section);
    if (start?.kind === 'section') {
      section = { title: start.title, line: line.number, column: line.column };
      builder = null;
    } else if (start?.kind === 'entry') {
      builder = entryBuilder();
      entries.push({
        id: start.id || `0.${entries.length + 1}`,
        title: start.title,
        line: line.number,
        column: line.column,
        section,
        fields: builder.fields,
      });
    } else if (line.text.startsWith('|')) {
      rows.push(
        line.text
          .replace(/^\||\|$/g, '')
          .split('|')
          .map((cell) => cell.trim()),
      );
    } else {
      builder?.add(line);
    }
  }
  return { entries, rows };
}

type Start =
  | { readonly kind: 'section'; readonly title: string }
  | { readonly kind: 'entry'; readonly id: string; readonly title: string };

function startOf(lines: readonly Line[], index: number, section: Section | null): Start | undefined {
  const line = lines[index];
  if (!line) return undefined;
  const entry = ENTRY.exec(line.text);
  if (entry && isEntry(lines, index, entry[2] ?? '', section))
    return { kind: 'entry', id: entry[1] ?? '', title: entry[2] ?? '' };
  const heading = SECTION.exec(line.text);
  if (heading && !entry && !line.bullet && (line.indent <= 1 || line.hashes > 0))
    return { kind: 'section', title: heading[2] ?? '' };
  if (line.hashes === 0 || entry) return undefined;
  // Markdown headings without numbers: an entry where fields follow that only services have.
  if (line.hashes >= 2 && fieldsFollow(lines, index)) return { kind: 'entry', id: '', title: line.text };
  return { kind: 'section', title: line.text };
}

/** "4.1 Health check patterns" and "1.5 GB of memory" are no services. */
function isEntry(lines: readonly Line[], index: number, title: string, section: Section | null): boolean {
  const oneWord = /^[^\s()[\]]+\s*(?:[([].*|[-–—:]\s.*)?$/.test(title);
  const tiered = section !== null && /\bP\d/i.test(section.title);
  return (oneWord && tiered) || fieldsFollow(lines, index);
}

function fieldsFollow(lines: readonly Line[], index: number): boolean {
  for (const line of lines.slice(index + 1, index + 40)) {
    if (ENTRY.test(line.text) || line.hashes > 0 || (SECTION.test(line.text) && line.indent <= 1 && !line.bullet))
      return false;
    const key = FIELD.exec(line.text)?.[1];
    if (key !== undefined && tellsAService(key)) return true;
  }
  return false;
}

interface EntryBuilder {
  readonly fields: Field[];
  readonly add: (line: Line) => void;
}

/** The indentation of the first field tells fields from items, whatever it is. */
function entryBuilder(): EntryBuilder {
  const fields: Field[] = [];
  let fieldIndent: number | null = null;
  const add = (line: Line): void => {
    const last = fields.at(-1);
    const match = FIELD.exec(line.text);
    const deeper = fieldIndent !== null && line.indent > fieldIndent + 1;
    const known = match !== null && normalKey(match[1] ?? '') !== undefined;
    // A flat list: items no deeper than the key they belong to.
    const flatItem = last !== undefined && last.text === '' && isListKey(last.key) && line.bullet && !known;
    if (match && !deeper && !flatItem && (line.bullet || known)) {
      fieldIndent ??= line.indent;
      fields.push({ key: match[1] ?? '', text: match[2] ?? '', items: [], line: line.number, column: line.column });
    } else if (last) {
      append(last, line);
    }
  };
  return { fields, add };
}

function append(field: Field, line: Line): void {
  const previous = field.items.at(-1);
  const goesOn = !line.bullet && (previous !== undefined || field.text !== '') && !FIELD.test(line.text);
  if (!goesOn) {
    field.items.push({ text: line.text, line: line.number, column: line.column });
  } else if (previous) {
    field.items[field.items.length - 1] = { ...previous, text: `${previous.text} ${line.text}` };
  } else {
    field.items.push({ text: line.text, line: line.number, column: line.column });
  }
}

export interface ParsedLine {
  /** Columns of the dashes: one for each list item that begins here. */
  readonly dashes: readonly number[];
  readonly key: string | null;
  /** Without quotes and comment; null: there is none on this line. */
  readonly value: string | null;
  /** `'[a]'` is text, `[a]` a list. */
  readonly isQuoted: boolean;
  /** Its value is a text (`|`, `>`) in the lines below. */
  readonly isText: boolean;
}

const KEY = /^(?:"([^"]{1,200})"|'([^']{1,200})'|([^\s"'#{}[\]&*!|>%@`][^#]{0,200}?))\s{0,8}:(?=\s|$)/;
/** Most values: no quotes, comment, comma, tag or sign. */
const PLAIN = /^[\w./:@+=-]+$/;
const NOTHING: ParsedLine = { dashes: [], key: null, value: null, isQuoted: false, isText: false };

/** One line of YAML, or of JSON with a line for each value. `indent` is the column of its first character. */
export function parseLine(line: string, indent: number): ParsedLine {
  const dashes: number[] = [];
  let at = indent;
  while (line[at] === '-' && (line[at + 1] === ' ' || line.length === at + 1)) {
    dashes.push(at);
    at += 1;
    while (line[at] === ' ') at += 1;
  }
  const rest = line.slice(at);
  if (rest.startsWith('#')) return { ...NOTHING, dashes };
  // Brackets of JSON: an object in a list begins like an item.
  if (/^[\]}]+,?$/.test(rest)) return { ...NOTHING, dashes };
  if (rest === '{') return { ...NOTHING, dashes: indent === 0 ? dashes : [...dashes, at] };
  const matched = KEY.exec(rest);
  if (matched === null) return { ...NOTHING, dashes, ...endOf(rest) };
  const key = matched[1] ?? matched[2] ?? matched[3] ?? '';
  return { dashes, key, ...endOf(rest.slice(matched[0].length).trim()) };
}

function endOf(text: string): Pick<ParsedLine, 'value' | 'isQuoted' | 'isText'> {
  if (PLAIN.test(text)) return { value: text, isQuoted: false, isText: false };
  // Tags and anchors say nothing here.
  const bare = text.replace(/^(?:[!&][^\s]*\s+)+/, '');
  if (/^[|>][+\-\d]{0,2}\s*(?:#.*)?$/.test(bare)) return { value: null, isQuoted: false, isText: true };
  const quoted = /^(["'])(.*?)\1,?\s*(?:#.*)?$/.exec(bare)?.[2];
  const value =
    quoted ??
    bare
      .replace(/(?:^|\s)#.*$/, '')
      .replace(/,$/, '')
      .trim();
  const isOpen = quoted === undefined && (value === '' || value === '{' || value === '[');
  return { value: isOpen ? null : value, isQuoted: quoted !== undefined, isText: false };
}

/** Neither a key nor an item: it goes on with a value of above, or it is a text that is no YAML at all. */
export function isLoose({ key, value, dashes }: ParsedLine): boolean {
  return key === null && value !== null && dashes.length === 0;
}

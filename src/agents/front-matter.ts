import { isScalar, isSeq, isMap as isYamlMap, LineCounter, type Node, type Pair, parseDocument } from 'yaml';

/** Line and column start at 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface Value extends Place {
  /** Text, number, boolean or null; undefined for anything that is built of more. */
  readonly plain: unknown;
}

export interface Entry extends Value {
  readonly key: string;
  readonly keyAt: Place;
  /** The items of a list; null when the value is no list. */
  readonly items: readonly Value[] | null;
}

export type FrontMatter =
  | { readonly ok: true; readonly entries: readonly Entry[]; readonly body: string; readonly bodyLine: number }
  | ({ readonly ok: false; readonly message: string } & Place);

/** The keys between the `---` lines with their places, and what follows. */
export function readFrontMatter(text: string): FrontMatter {
  const lines = text.split('\n');
  if (lines[0]?.trimEnd() !== '---')
    return fault(1, 1, 'does not begin with ---; the first lines are front matter: ---, name: …, description: …, ---');
  const end = lines.findIndex((line, index) => index > 0 && line.trimEnd() === '---');
  if (end < 0) return fault(1, 1, 'the front matter has no end; write a line --- before the prompt');
  const entries = parseEntries(lines.slice(1, end).join('\n'));
  if (!Array.isArray(entries)) return entries;
  const first = lines.findIndex((line, index) => index > end && line.trim() !== '');
  const body = lines.slice(end + 1).join('\n');
  return { ok: true, entries, body: body.trim(), bodyLine: (first < 0 ? end : first) + 1 };
}

function parseEntries(yaml: string): Entry[] | Extract<FrontMatter, { ok: false }> {
  const counter = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: counter });
  const broken = [...document.errors, ...document.warnings][0];
  if (broken !== undefined) {
    const at = broken.linePos?.[0];
    // The first line of the file is `---`. The parser's message repeats the place, and shows the line below.
    const said = (broken.message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '');
    return fault((at?.line ?? 1) + 1, at?.col ?? 1, `is not valid YAML: ${said}; mend this line`);
  }
  if (!isYamlMap(document.contents)) return fault(2, 1, 'the front matter has no keys; write lines such as name: …');
  return document.contents.items.map((pair) => entryOf(pair, counter));
}

function entryOf({ key, value }: Pair, counter: LineCounter): Entry {
  const keyAt = placeOf(key, counter, { line: 2, column: 1 });
  const items = isSeq(value) ? value.items.map((item) => plainValue(item, counter, keyAt)) : null;
  return { key: String(isScalar(key) ? key.value : key), keyAt, items, ...plainValue(value, counter, keyAt) };
}

function plainValue(node: unknown, counter: LineCounter, fallback: Place): Value {
  const plain = isScalar(node) ? node.value : node === null ? null : undefined;
  return { plain, ...placeOf(node, counter, fallback) };
}

function placeOf(node: unknown, counter: LineCounter, fallback: Place): Place {
  const start = isNode(node) ? node.range?.[0] : undefined;
  if (start === undefined) return fallback;
  const { line, col } = counter.linePos(start);
  return { line: line + 1, column: col };
}

function isNode(node: unknown): node is Node {
  return isScalar(node) || isSeq(node) || isYamlMap(node);
}

function fault(line: number, column: number, message: string): Extract<FrontMatter, { ok: false }> {
  return { ok: false, line, column, message };
}

import { type HunkLine, parsed as parsedOf } from './patch-hunks.ts';
import { flowNodes } from './yaml-flow.ts';
import { isLoose, type ParsedLine } from './yaml-line.ts';
import { makeNode, type Node } from './yaml-node.ts';

/** Text under these keys is YAML again: Helm values inside an Application. */
const YAML_INSIDE: ReadonlySet<string> = new Set(['values', 'valuesContent']);
/** Hostile text may nest as deep as its lines are long. */
const DEEPEST = 60;

interface Builder {
  readonly root: Node;
  readonly stack: Node[];
  /** The key that git names in the header of the hunk. */
  readonly heading: Node | null;
  /** Whose text goes on in deeper lines. */
  block: Node | null;
}

/** The documents in these lines: a hunk may begin in the middle of one, and end in the middle of another. */
export function documentsOf(lines: readonly HunkLine[], heading: string): readonly Node[] {
  const builders = [builderOf(heading)];
  lines.forEach((line, at) => {
    const last = builders.at(-1);
    if (isEnd(line.text)) builders.push(builderOf(''));
    else if (last !== undefined) add(last, line, () => isTextFrom(lines, at));
  });
  return builders.map(({ root }) => root).filter(({ children }) => children.length > 0);
}

function isEnd(line: string): boolean {
  return (line.startsWith('---') || line.startsWith('...')) && /^.{3}(?:\s|$)/.test(line);
}

function builderOf(heading: string): Builder {
  const root = makeNode('root', '', -1);
  const key = /^["']?([\w.-]+)["']?:\s*$/.exec(heading)?.[1];
  const node = key === undefined ? null : makeNode('key', key, 0);
  return { root, stack: node === null ? [root] : [root, node], heading: node, block: null };
}

function add(builder: Builder, line: HunkLine, isText: () => boolean): void {
  const { text, indent, changed } = line;
  if (indent < 0) return;
  if (builder.block !== null && indent > builder.block.indent) {
    // What begins with # is a comment in what manifests hold: settings and scripts.
    const words = text.trim();
    if (words.startsWith('#') && !words.startsWith('#!')) return;
    builder.block.text?.push(words);
    if (changed) touch(builder);
    return;
  }
  builder.block = null;
  const parsed = parsedOf(line);
  if (isNothing(parsed)) return;
  const level = openLevel(builder, indent);
  if (level !== null && isText()) {
    level.text = [text.trim()];
    builder.block = level;
  } else give(builder, parsed, line);
  if (changed) touch(builder);
}

function touch({ stack }: Builder): void {
  for (const node of stack) node.touched = true;
}

function isNothing({ dashes, key, value, isText }: ParsedLine): boolean {
  return dashes.length === 0 && key === null && value === null && !isText;
}

function give(builder: Builder, parsed: ParsedLine, { indent, changed }: HunkLine): void {
  const { dashes, key, value, isQuoted, isText } = parsed;
  for (const at of dashes) push(builder, makeNode('item', '', at));
  const last = dashes.at(-1);
  if (key !== null) push(builder, makeNode('key', key, last === undefined ? indent : last + 2));
  const top = topOf(builder);
  if (isText) {
    if (YAML_INSIDE.has(key ?? '')) return;
    builder.block = top;
    top.text = [];
  }
  if (value === null) return;
  // A further line of the value above, or of a list in brackets.
  if (isLoose(parsed) && top.value !== null && indent > top.indent) top.value += ` ${value}`;
  else if (isLoose(parsed)) push(builder, makeNode('item', '', indent, value));
  else {
    // What stands on both sides is the same, taken apart or not.
    const inside = isQuoted || !changed ? null : flowNodes(value);
    if (inside === null) top.value = value;
    else top.children.push(...inside);
  }
}

function topOf({ stack, root }: Builder): Node {
  return stack.at(-1) ?? root;
}

function push(builder: Builder, node: Node): void {
  const { stack } = builder;
  unwind(builder, node);
  openLevel(builder, node.indent);
  seeHeading(builder);
  topOf(builder).children.push(node);
  stack.push(node);
}

/** A list may stand as deep as the key it belongs to. */
function unwind({ stack, root }: Builder, node: Pick<Node, 'type' | 'indent'>): void {
  const isOver = ({ indent, type }: Node) =>
    indent > node.indent || (indent === node.indent && (node.type === 'key' || type === 'item'));
  while (stack.length > 1 && (isOver(stack.at(-1) ?? root) || stack.length > DEEPEST)) stack.pop();
}

/** The key of the header counts once something stands below it. */
function seeHeading(builder: Builder): void {
  const { root, heading } = builder;
  if (heading !== null && topOf(builder) === heading && !root.children.includes(heading)) root.children.push(heading);
}

/** A level for lines whose parent lies above the hunk; null when the parent is there. */
function openLevel(builder: Builder, indent: number): Node | null {
  const { root, stack, heading } = builder;
  unwind(builder, { type: 'item', indent });
  const parent = topOf(builder);
  if (indent === 0 || (parent !== heading && parent !== root)) return null;
  seeHeading(builder);
  const level = makeNode('level', '', indent - 1);
  parent.children.push(level);
  stack.push(level);
  return level;
}

/** Whether the lines from here on, as deep as this one or deeper, are a text: one of them is neither YAML nor a value's further line. */
function isTextFrom(lines: readonly HunkLine[], from: number): boolean {
  const indent = lines[from]?.indent ?? 0;
  let valueAt: number | null = null;
  for (const line of lines.slice(from)) {
    const { text, indent: here } = line;
    if (here < 0) continue;
    if (here < indent || isEnd(text)) return false;
    if (valueAt !== null && here > valueAt) continue;
    const parsed = parsedOf(line);
    if (isLoose(parsed)) return true;
    const isOpen = parsed.value === null && !parsed.isText && !/[[(]$/.test(text);
    valueAt = isOpen || isNothing(parsed) ? null : here;
  }
  return false;
}

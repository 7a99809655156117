/**
 * A piece of a manifest as far as a hunk shows it. `level`: lines whose parent lies above the hunk; they belong together because
 * they are equally deep.
 */
export interface Node {
  readonly type: 'root' | 'key' | 'item' | 'level';
  /** Name of a key; '' for the others. */
  readonly key: string;
  readonly indent: number;
  /** A plain value without quotes and comment; null for what has none of its own. */
  value: string | null;
  /** Lines of a text (`|`), without comments; null for what is none. */
  text: string[] | null;
  readonly children: Node[];
  /** One of its lines came or went: only such nodes can differ from the one on the other side. */
  touched: boolean;
}

export function makeNode(type: Node['type'], key: string, indent: number, value: string | null = null): Node {
  return { type, key, indent, value, text: null, children: [], touched: false };
}

/** The key below it, levels seen through. */
export function childOf({ children }: Node, key: string): Node | null {
  for (const child of children) {
    if (child.key === key && child.type === 'key') return child;
    const deeper = child.type === 'level' ? childOf(child, key) : null;
    if (deeper !== null) return deeper;
  }
  return null;
}

/** The value at the end of these keys; null when there is none. */
export function valueAt(node: Node, ...keys: readonly string[]): string | null {
  let at: Node | null = node;
  for (const key of keys) at = at === null ? null : childOf(at, key);
  return at?.value ?? null;
}

/** The first key of that name, however deep. */
export function findKey(node: Node, names: ReadonlySet<string>): Node | null {
  if (names.has(node.key)) return node;
  for (const child of node.children) {
    const found = findKey(child, names);
    if (found !== null) return found;
  }
  return null;
}

/** What it says, to compare it with another: equal for the same content, however it is indented. */
export function contentOf({ key, value, text, children }: Node): string {
  const inside = children.map(contentOf).join('\u0001');
  return `${key}\u0002${value ?? ''}\u0002${text?.join('\n') ?? ''}\u0003${inside}\u0004`;
}

import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { ConfigFault } from '../fault.ts';

/** A key, or the number of an item. */
export type Step = string | number;

/** A YAML file with the places of what stands in it. */
export interface Placed {
  readonly value: unknown;
  /** A fault at what the path leads to, or as near to it as the file goes. */
  readonly fault: (path: readonly Step[], message: string) => ConfigFault;
  /** At the key that the path ends with. */
  readonly keyFault: (path: readonly Step[], message: string) => ConfigFault;
  readonly line: (path: readonly Step[]) => number;
}

const MOST_CHARACTERS = 64 * 1024;
/** Each alias may be used so often: more is no file that anybody wrote. */
const MOST_ALIASES = 50;
const MOST_FAULTS = 5;

/** Reads a YAML file of ours. What is no YAML, too large or blows up is a fault, never an exception. */
export function readPlaced(text: string, file: string): Placed | { readonly faults: readonly ConfigFault[] } {
  const fail = (line: number, column: number, message: string): ConfigFault => ({ file, line, column, message });
  if (text.length > MOST_CHARACTERS) {
    const message = `has ${text.length} characters; ${MOST_CHARACTERS} are read at most: make it shorter`;
    return { faults: [fail(0, 0, message)] };
  }
  const counter = new LineCounter();
  // Without excerpts of the text: thousands of them take seconds.
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false });
  if (document.errors.length > 0) {
    const faults = document.errors.slice(0, MOST_FAULTS).map(({ code, pos, message }) => {
      const { line, col } = counter.linePos(pos[0]);
      return fail(line, col, `${code === 'DUPLICATE_KEY' ? DUPLICATE : message.slice(0, 200)}${MENDS[code] ?? ''}`);
    });
    return { faults };
  }
  const place = (path: readonly Step[], atKey: boolean) => counter.linePos(offsetOf(document, path, atKey));
  const faultAt = (atKey: boolean) => (path: readonly Step[], message: string) => {
    const { line, col } = place(path, atKey);
    return fail(line, col, message);
  };
  try {
    const value: unknown = document.toJS({ maxAliasCount: MOST_ALIASES });
    return { value, fault: faultAt(false), keyFault: faultAt(true), line: (path) => place(path, false).line };
  } catch (error) {
    const why = error instanceof ReferenceError ? error.message : 'it is nested too deeply';
    return { faults: [fail(1, 1, `can't be read: ${why}; write it without anchors and aliases`)] };
  }
}

const DUPLICATE = 'stands here a second time: a name may be given once; take one of the two away';

const MENDS: Readonly<Record<string, string>> = {
  BLOCK_AS_IMPLICIT_KEY: '; a channel is written without a space: slack:#alerts',
  TAB_AS_INDENT: '; use spaces',
  MULTIPLE_DOCS: '; take the "---" out',
};

function offsetOf(document: Document.Parsed, path: readonly Step[], atKey: boolean): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const [index, step] of path.entries()) {
    const next = into(isAlias(node) ? node.resolve(document) : node, step);
    // One value stands for a list of one, and what isn't there has the place of what it is missing from.
    if (next === null) return offset;
    offset = startOf(next.key) ?? offset;
    if (atKey && index === path.length - 1) return offset;
    node = next.value;
    // Where nothing stands, the key is what people look for.
    if (!isScalar(node) || node.value !== null) offset = startOf(node) ?? offset;
  }
  return offset;
}

function into(node: unknown, step: Step): { readonly key: unknown; readonly value: unknown } | null {
  if (isMap(node))
    return node.items.find(({ key }) => String(isScalar(key) ? key.value : key) === String(step)) ?? null;
  const item = isSeq(node) ? node.items[Number(step)] : undefined;
  return item === undefined ? null : { key: null, value: item };
}

function startOf(node: unknown): number | null {
  return (isScalar(node) || isMap(node) || isSeq(node) || isAlias(node)) && node.range ? node.range[0] : null;
}

/** What stands at a place; undefined where nothing does. */
export function valueAt(value: unknown, path: readonly Step[]): unknown {
  return path.reduce<unknown>((here, step) => {
    if (typeof here !== 'object' || here === null) return undefined;
    return Object.entries(here).find(([key]) => key === String(step))?.[1];
  }, value);
}

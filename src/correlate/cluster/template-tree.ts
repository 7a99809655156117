import { z } from 'zod';
import { makeNode, type Node } from '../manifest/yaml-node.ts';
import type { Served } from './read.ts';

const Bag = z.record(z.string(), z.unknown());
type Bag = z.infer<typeof Bag>;

/** Of these every pod has its own. */
const OWN_LABELS: ReadonlySet<string> = new Set(['pod-template-hash', 'controller-revision-hash']);
const DEEPEST = 40;
/** What an argument may say and tell no secret: amounts, times, switches, levels. */
const PLAIN = /^(?:-?\d{1,6}(?:\.\d{1,3})?[a-zA-Z%]{0,2}|true|false|debug|info|warn(?:ing)?|error)$/;

/** Two templates as trees that can be compared, without any value of a variable, a header or an argument. */
export function templateTrees(before: Served, after: Served): readonly [Node, Node] {
  const tokens = new Map<string, string>();
  const hide = (value: unknown): string => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    // Another number, another value; words never show what is masked.
    const known = tokens.get(text) ?? `[masked ${tokens.size + 1}]`;
    tokens.set(text, known);
    return known;
  };
  const tree = (template: Served, other: Served) => {
    const root = nodeOf('root', '', -1);
    root.children.push(...keyed('spec', { template: parts(template) }, { template: parts(other) }, 0, hide));
    return root;
  };
  return [tree(before, after), tree(after, before)];
}

/** Any part of it may differ. */
function nodeOf(...parts: Parameters<typeof makeNode>): Node {
  const node = makeNode(...parts);
  node.touched = true;
  return node;
}

/** Of the metadata the labels: annotations of a template hold whatever tools put there. */
function parts({ metadata, spec }: Served): Bag {
  const labels = Object.entries(bagOf(bagOf(metadata)['labels'])).filter(([key]) => !OWN_LABELS.has(key));
  return { metadata: { labels: Object.fromEntries(labels) }, spec };
}

type Hide = (value: unknown) => string;

function keyed(key: string, value: unknown, other: unknown, depth: number, hide: Hide): readonly Node[] {
  if (isNothing(value) || depth > DEEPEST) return [];
  if (typeof value !== 'object') return [scalar(nodeOf('key', key, depth), String(value))];
  const node = nodeOf('key', key, depth);
  if (key === 'command' || key === 'args') node.children.push(...words(value, key, depth + 1, hide));
  else if (Array.isArray(value)) node.children.push(...items(value, other, depth + 1, hide));
  else node.children.push(...fields(bagOf(value), bagOf(other), depth + 1, hide));
  return [node];
}

function fields(bag: Bag, other: Bag, depth: number, hide: Hide): readonly Node[] {
  const isPair = typeof bag['name'] === 'string';
  return Object.entries(bag).flatMap(([key, value]) => {
    if (!isPair || (key !== 'value' && key !== 'address')) return keyed(key, value, other[key], depth, hide);
    // Whether a variable came or went its name tells.
    return isNothing(value) || isNothing(other[key]) ? [] : [nodeOf('key', key, depth, hide(value))];
  });
}

function items(values: readonly unknown[], other: unknown, depth: number, hide: Hide): readonly Node[] {
  const others: readonly unknown[] = Array.isArray(other) ? other : [];
  return values
    .filter((value) => !isNothing(value))
    .map((value) => {
      if (typeof value !== 'object') return scalar(nodeOf('item', '', depth), String(value));
      const bag = bagOf(value);
      const same = others.map(bagOf).find((one) => one['name'] === bag['name']);
      const node = nodeOf('item', '', depth);
      node.children.push(...fields(bag, same ?? {}, depth + 1, hide));
      return node;
    });
}

/** A command line: the program and the names of flags, and plain values. */
function words(value: unknown, key: string, depth: number, hide: Hide): readonly Node[] {
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  return all.map((word, index) => {
    const text = String(word);
    const [, flag, rest = ''] = /^(--?[\w.-]{1,60})(?:=(.*))?$/s.exec(text) ?? [];
    const shown = () => {
      if (flag !== undefined) return text === flag ? flag : `${flag}=${PLAIN.test(rest) ? rest : hide(rest)}`;
      const isProgram = index === 0 && key === 'command' && /^[\w./-]{1,80}$/.test(text);
      return isProgram || PLAIN.test(text) ? text : hide(text);
    };
    return nodeOf('item', '', depth, shown());
  });
}

function scalar(node: Node, text: string): Node {
  if (text.includes('\n')) node.text = text.split('\n');
  else node.value = text;
  return node;
}

function bagOf(value: unknown): Bag {
  return Bag.safeParse(value).data ?? {};
}

function isNothing(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

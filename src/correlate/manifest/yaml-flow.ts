import { parse } from 'yaml';
import { makeNode, type Node } from './yaml-node.ts';

const LONGEST = 4000;
const DEEPEST = 20;

/** `[a, b]` and `{a: 1}` as the nodes they stand for; null for what is neither, or not well formed. */
export function flowNodes(value: string): readonly Node[] | null {
  const isFlow = (/^\[.*\]$/.test(value) && !/^\[(?:masked|redacted)/.test(value)) || /^\{(?!\{).*\}$/.test(value);
  if (!isFlow || value.length > LONGEST) return null;
  try {
    return childrenOf(parse(value, { maxAliasCount: 0, schema: 'failsafe', logLevel: 'silent' }), 0);
  } catch {
    return null;
  }
}

function childrenOf(parsed: unknown, depth: number): readonly Node[] {
  if (typeof parsed !== 'object' || parsed === null || depth > DEEPEST) return [];
  const entries = Array.isArray(parsed)
    ? parsed.map((one: unknown): [Node, unknown] => [makeNode('item', '', 0), one])
    : Object.entries(parsed).map(([key, one]: [string, unknown]): [Node, unknown] => [makeNode('key', key, 0), one]);
  return entries.map(([node, one]) => {
    // It stands on one line with the others: what differs in it is looked for whenever that line was touched.
    node.touched = true;
    if (typeof one === 'string') node.value = one;
    node.children.push(...childrenOf(one, depth + 1));
    return node;
  });
}

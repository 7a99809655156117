import { parseJson } from './parse-json.ts';
import { parseYaml } from './parse-yaml.ts';

/** One value of a file, or the place where it can't be understood. Lines count from 1. */
export type Parsed =
  | { readonly ok: true; readonly value: unknown; readonly line: number }
  | { readonly ok: false; readonly why: string; readonly line: number };

/** Reads JSON or YAML, also several documents; what is broken doesn't lose the rest. */
export function parseText(text: string): readonly Parsed[] {
  const marked = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const plain = marked.includes('\r') ? marked.replaceAll('\r\n', '\n') : marked;
  return parseJson(plain) ?? parseYaml(plain);
}

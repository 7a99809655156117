import type { ChangedFile } from '../domain/change.ts';
import { redact } from '../platform/redact/redact.ts';

const MOST = 4;
const LONGEST = 160;
const LONGEST_VALUE = 60;

interface Scalar {
  readonly indent: number;
  readonly key: string;
  readonly value: string;
}

/** What changed, in words, where the patch of a manifest is unambiguous: `memory limit 512Mi → 64Mi`. At most four, redacted. */
export function changedFields(files: readonly ChangedFile[]): readonly string[] {
  const words = files.flatMap((file) => [...ofFile(file), ...fromPatch(file)]);
  return [...new Set(words)].slice(0, MOST).map((text) => redact(text, LONGEST));
}

function ofFile({ path, previousPath, status }: ChangedFile): readonly string[] {
  if (status === 'removed') return [`${path} removed`];
  if (status !== 'renamed') return [];
  if (/\.disabled$/.test(path) && path === `${previousPath ?? ''}.disabled`) return [`${previousPath} switched off`];
  return previousPath === null ? [] : [`${previousPath} moved to ${path}`];
}

function fromPatch({ path, patch, status }: ChangedFile): readonly string[] {
  if (patch === null || status === 'added' || status === 'removed' || !/\.ya?ml(?:\.disabled)?$/.test(path)) return [];
  const lines = patch.split('\n');
  const words: string[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    if (!lines[at]?.startsWith('-')) continue;
    const removedTo = runEnd(lines, at, '-');
    const addedTo = runEnd(lines, removedTo, '+');
    words.push(...pairs(lines, at, removedTo, addedTo));
    at = addedTo - 1;
  }
  return words;
}

function runEnd(lines: readonly string[], from: number, mark: string): number {
  let end = from;
  while (lines[end]?.startsWith(mark)) end += 1;
  return end;
}

/** A removed and an added line tell of one field when they have the same key, equally deep, and no other line there has it. */
function pairs(lines: readonly string[], from: number, middle: number, to: number): readonly string[] {
  const words: string[] = [];
  for (let at = from; at < middle; at += 1) {
    const old = scalar(lines[at]);
    if (old === null) continue;
    const isSame = (line: string | undefined) => {
      const other = scalar(line);
      return other !== null && other.key === old.key && other.indent === old.indent;
    };
    const added = lines.slice(middle, to).filter(isSame);
    const now = scalar(added[0]);
    if (added.length !== 1 || lines.slice(from, middle).filter(isSame).length !== 1 || now === null) continue;
    if (now.value !== old.value) words.push(`${nameOf(lines, at, old)} ${change(old.value, now.value)}`);
  }
  return words;
}

function change(old: string, now: string): string {
  // Both are taken out: that it changed is all there is to say.
  if (old.includes('[masked]') || old.includes('[redacted')) return 'changed (its value is not shown)';
  return `${short(old)} → ${short(now)}`;
}

function short(value: string): string {
  return value.length <= LONGEST_VALUE ? value : `${value.slice(0, LONGEST_VALUE - 1)}…`.toWellFormed();
}

/** `+    memory: "64Mi"  # was more`; null for what is no key with a plain value. */
function scalar(line: string | undefined): Scalar | null {
  const [, blanks = '', dash = '', key, rest = ''] =
    /^[+\- ](\s*)(- )?["']?([\w./-]+)["']?:\s+(.*)$/.exec(line ?? '') ?? [];
  if (key === undefined) return null;
  const quoted = /^(["'])(.*?)\1\s*(?:#.*)?$/.exec(rest)?.[2];
  const value = quoted ?? rest.replace(/(?:^|\s)#.*$/, '').trim();
  if (value === '' || /^[|>&*{[]/.test(value.replace(/^\[(?:masked|redacted)[^\]]*\]/, ''))) return null;
  return { indent: blanks.length + dash.length, key, value };
}

/** The last key, with what it belongs to where the key alone says too little. */
function nameOf(lines: readonly string[], at: number, { key, indent }: Scalar): string {
  if (key === 'value') {
    const name = scalar(lines.slice(0, at).findLast((line) => isContext(line) && /^[+\- ]\s*(?:- )?name:/.test(line)));
    return name !== null && name.indent === indent ? `env ${name.value}` : key;
  }
  const parent = parentOf(lines, at, indent);
  if (parent === 'limits') return `${key} limit`;
  if (parent === 'requests') return `${key} request`;
  return key;
}

function parentOf(lines: readonly string[], at: number, indent: number): string | null {
  for (const line of lines.slice(0, at).reverse()) {
    if (line.startsWith('@@')) return null;
    const [, blanks = '', dash = '', key] = /^[+\- ](\s*)(- )?([\w./-]+):/.exec(line) ?? [];
    if (key !== undefined && blanks.length + dash.length < indent) return key;
  }
  return null;
}

function isContext(line: string): boolean {
  return !line.startsWith('+');
}

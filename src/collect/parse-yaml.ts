import { LineCounter, parseDocument } from 'yaml';
import { messageOf } from '../platform/errors.ts';
import type { Parsed } from './parse.ts';

interface Piece {
  readonly text: string;
  /** Line of the file on which the text starts. */
  readonly line: number;
}

/**
 * YAML, document by document, and a long `items:` list item by item: the parser needs seventy times the memory of its text,
 * and one broken item must not lose the others.
 */
export function parseYaml(text: string): Parsed[] {
  return documents(text).flatMap((piece) => {
    const split = splitItems(piece);
    if (split === null) return parsePiece(piece);
    const items = split.items.flatMap((item) => parsePiece(item).flatMap(only));
    // Anchors may be used across items: then only the whole makes sense.
    if (items.some((item) => !item.ok && item.why.includes('alias'))) return parsePiece(piece);
    const [head = { ok: false, why: 'no head', line: piece.line }] = parsePiece(split.head);
    if (!head.ok || !isRecord(head.value)) return items;
    const good = items.flatMap((item) => (item.ok ? [item.value] : []));
    return [{ ok: true, value: { ...head.value, items: good }, line: piece.line }, ...items.filter((item) => !item.ok)];
  });
}

function documents(text: string): Piece[] {
  const pieces: Piece[] = [];
  let lines: string[] = [];
  let start = 1;
  const all = text.split('\n');
  for (const [index, line] of all.entries()) {
    if (/^(---|\.\.\.)(\s|$)/.test(line)) {
      pieces.push({ text: lines.join('\n'), line: start });
      // Whatever follows the marker on its line belongs to the new document.
      lines = [line.slice(3)];
      start = index + 1;
    } else {
      lines.push(line);
    }
  }
  pieces.push({ text: lines.join('\n'), line: start });
  return pieces.filter((piece) => !piece.text.split('\n').every((line) => /^\s*(#|$)/.test(line)));
}

/** The parts of `items:`; null when the document has no such list in block style. */
function splitItems({ text, line }: Piece): { readonly head: Piece; readonly items: readonly Piece[] } | null {
  const lines = text.split('\n');
  const at = lines.findIndex((entry) => /^items:\s*(#.*)?$/.test(entry));
  const indent = /^( *)- /.exec(lines[at + 1] ?? '')?.[1];
  if (at === -1 || indent === undefined) return null;

  const dash = `${indent}-`;
  const items: { lines: string[]; line: number }[] = [];
  let next = at + 1;
  for (; next < lines.length; next += 1) {
    const entry = lines[next] ?? '';
    // A key at the margin ends the list.
    if (/^[^\s#-]/.test(entry)) break;
    if (entry.startsWith(`${dash} `) || entry.trimEnd() === dash) items.push({ lines: [], line: line + next });
    items.at(-1)?.lines.push(entry);
  }
  // Blank lines keep the line numbers of the head right.
  const head = [...lines.slice(0, at), ...lines.slice(next)].join('\n');
  return {
    head: { text: head, line },
    items: items.map((item) => ({ text: item.lines.join('\n'), line: item.line })),
  };
}

function parsePiece({ text, line }: Piece): Parsed[] {
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      uniqueKeys: false,
      logLevel: 'silent',
    });
    const error = document.errors[0];
    if (error === undefined) return [{ ok: true, value: document.toJS({ maxAliasCount: 100 }), line }];
    return [{ ok: false, why: error.message.slice(0, 200), line: line + lines.linePos(error.pos[0]).line - 1 }];
  } catch (error) {
    return [{ ok: false, why: messageOf(error).slice(0, 200), line }];
  }
}

/** A piece of a list is a list of one. */
function only(parsed: Parsed): Parsed[] {
  if (!parsed.ok || !Array.isArray(parsed.value)) return [parsed];
  const values: readonly unknown[] = parsed.value;
  return values.map((value) => ({ ok: true, value, line: parsed.line }));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

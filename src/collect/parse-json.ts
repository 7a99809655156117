import { messageOf } from '../platform/errors.ts';
import type { Parsed } from './parse.ts';

/** JSON, or several JSON objects one after the other as `kubectl cluster-info dump` prints them. Null: not JSON. */
export function parseJson(text: string): Parsed[] | null {
  if (!/^\s*[{[]/.test(text)) return null;
  try {
    return [{ ok: true, value: JSON.parse(text), line: 1 }];
  } catch (error) {
    const several = parseSeveral(text);
    // A broken file that looks like JSON: YAML would take long to say the same.
    if (several.some((part) => part.ok)) return several;
    return /^\s*[{[]\s*["{[]/.test(text) ? [{ ok: false, why: messageOf(error).slice(0, 200), line: 1 }] : null;
  }
}

/** Indented JSON closes an object that stands alone with a brace at the start of a line. */
function parseSeveral(text: string): Parsed[] {
  const parts: Parsed[] = [];
  let start = 0;
  let line = 1;
  for (const end of text.matchAll(/^\}[ \t\r]*$/gm)) {
    const part = text.slice(start, end.index + 1);
    parts.push(parseOne(part, line + countLines(/^\s*/.exec(part)?.[0] ?? '')));
    line += countLines(part);
    start = end.index + 1;
  }
  const rest = text.slice(start);
  if (rest.trim() !== '') parts.push({ ok: false, why: 'not complete JSON', line: line + 1 });
  return parts;
}

function parseOne(text: string, line: number): Parsed {
  try {
    return { ok: true, value: JSON.parse(text), line };
  } catch (error) {
    return { ok: false, why: messageOf(error).slice(0, 200), line };
  }
}

function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

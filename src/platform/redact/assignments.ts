import { HINT, judgeKey, type SecretKey } from './keys.ts';
import type { Finder, Span } from './span.ts';
import { isRandom } from './value-shape.ts';
import { isSecretValue, readValue } from './values.ts';

const KEY_CHAR = /[A-Za-z0-9_.$-]/;
const LONGEST_KEY = 64;
/** What may stand between a key and its value; the first group tells how firmly it assigns. */
const ASSIGN = /(?: \d{1,2}(?=:))?[\\"'`\])]{0,4}[ \t]{0,8}(?:(:=|=>|={1,3}|%3D|\\u003d)|(:|%3A)|(>))[ \t]{0,16}/y;
const FLAG_GAP = /[ \t]{1,4}/y;
const PROSE_GAP =
  /[\\"'`]{0,2}(?:[ \t]{1,2}(?:is|was|value|of|used|set to|changed to|identified by))?[ \t(]{0,3}[\\"'`]{0,2}/y;

/** `key = value` in every dress: env, YAML, JSON, flags, query strings, connection strings, XML, prose. */
export const findAssignments: Finder = function* (text) {
  HINT.lastIndex = 0;
  for (let hint = HINT.exec(text); hint; hint = HINT.exec(text)) {
    const found = hint.index;
    const end = keyEnd(text, found + hint[0].length);
    const span = assignmentAt(text, keyStart(text, found), end);
    HINT.lastIndex = Math.max(end, span?.end ?? 0);
    if (span) yield span;
  }
};

function assignmentAt(text: string, start: number, end: number): Span | undefined {
  const written = text.slice(start, end);
  const key = judgeKey(written) ?? judgeWords(text, start, end);
  if (!key) return undefined;
  ASSIGN.lastIndex = end;
  const assign = ASSIGN.exec(text);
  if (assign && !(assign[3] && !/[<:/]/.test(text[start - 1] ?? '')))
    return valueAt(text, start, ASSIGN.lastIndex, key, assign[2] ? ':' : assign[3] ? '>' : '=');
  if (/^--?\w/.test(text.slice(start, start + 3))) {
    FLAG_GAP.lastIndex = end;
    if (FLAG_GAP.test(text) && text[FLAG_GAP.lastIndex] !== '-')
      return valueAt(text, start, FLAG_GAP.lastIndex, key, ' ');
  }
  return namedPair(text, start, end, key) ?? beside(text, end, key);
}

/** "api key: …", "Unseal Key 1: …", "root token: …": the words before belong to the name. */
function judgeWords(text: string, start: number, end: number): SecretKey | undefined {
  const last = text.slice(start, end);
  if (!/^(?:key|token|secret|id|string|phrase)$/i.test(last)) return undefined;
  const before = /([A-Za-z]{2,20} ){1,2}$/.exec(text.slice(Math.max(0, start - 32), start));
  return before ? judgeKey(before[0] + last) : undefined;
}

function valueAt(
  text: string,
  keyAt: number,
  at: number,
  key: SecretKey,
  sign: '=' | ':' | '>' | ' ',
): Span | undefined {
  const value = readValue(text, at, { sign, key, startsLine: startsLine(text, keyAt) });
  if (!value || !isSecretValue(text, value, key, sign)) return undefined;
  return { start: value.start, end: value.end, label: key.label };
}

const VALUE_KEY =
  /["'\\]{0,4}[ \t]{0,4}(?:,[ \t\n]{0,40}|\n[ \t+-]{0,40}|[ \t]{1,4})["'\\]{0,4}value["'\\]{0,4}[ \t]{0,4}[:=][ \t]{0,8}/iy;

/** `- name: DB_PASSWORD` and then `value: …`, as containers have their environment. */
function namedPair(text: string, start: number, end: number, key: SecretKey): Span | undefined {
  if (!/name["'\\]{0,4}[ \t]{0,4}[:=][ \t]{0,4}["'\\]{0,4}$/i.test(text.slice(Math.max(0, start - 24), start)))
    return undefined;
  VALUE_KEY.lastIndex = end;
  return VALUE_KEY.test(text)
    ? valueAt(
        text,
        start,
        VALUE_KEY.lastIndex,
        { ...key, strength: key.strength === 'weak' ? 'secret' : key.strength },
        ':',
      )
    : undefined;
}

const RUN = /[A-Za-z0-9+/=_.~-]{1,4096}/y;

/** Something drawn at random right behind the word: `token 9f86d081…`. */
function beside(text: string, end: number, key: SecretKey): Span | undefined {
  if (text[end - 1] === '.') return undefined;
  PROSE_GAP.lastIndex = end;
  if (!PROSE_GAP.test(text) || PROSE_GAP.lastIndex === end) return undefined;
  const quoted = key.strength === 'password' && /^[ \t].*["'`]$/.test(text.slice(end, PROSE_GAP.lastIndex));
  if (quoted) return valueAt(text, end, PROSE_GAP.lastIndex - 1, key, ' ');
  RUN.lastIndex = PROSE_GAP.lastIndex;
  const run = RUN.exec(text)?.[0] ?? '';
  return isRandom(run) && text[RUN.lastIndex] !== ':'
    ? { start: PROSE_GAP.lastIndex, end: RUN.lastIndex, label: key.label }
    : undefined;
}

function startsLine(text: string, at: number): boolean {
  let from = at;
  while (from > 0 && at - from < 40 && /[ \t+"'-]/.test(text[from - 1] ?? '')) from -= 1;
  return from === 0 || text[from - 1] === '\n';
}

function keyStart(text: string, from: number): number {
  let at = from;
  while (at > 0 && from - at < LONGEST_KEY && KEY_CHAR.test(text[at - 1] ?? '')) at -= 1;
  // %3Fpassword%3D…: the end of an escape is no part of the key.
  return text[at - 1] === '%' ? Math.min(from, at + 2) : at;
}

function keyEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && at - from < LONGEST_KEY && KEY_CHAR.test(text[at] ?? '')) at += 1;
  return at;
}

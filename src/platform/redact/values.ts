import type { SecretKey } from './keys.ts';
import { markerEnd } from './span.ts';
import {
  isMixed,
  isPlaceholder,
  isRandom,
  isTelling,
  isUuid,
  isWord,
  looksLikeName,
  looksLikePath,
  looksLikeVariable,
} from './value-shape.ts';

export interface Value {
  readonly start: number;
  readonly end: number;
  readonly quoted: boolean;
}

export interface Context {
  readonly sign: '=' | ':' | '>' | ' ';
  readonly key: SecretKey;
  readonly startsLine: boolean;
}

const OPEN = /(?:\\{0,3}["']|`|%22|&quot;)/y;
/** Placeholders that hold blanks: `<set to the key 'x' in secret 'y'>`, `{{ .Values.password }}`. */
export const STAND_IN =
  /(?:<[^<>\n]{0,200}>|\{\{[^}\n]{0,200}\}\}|\$\([^)\n]{0,200}\)|\$\{[^}\n]{0,200}\}|\$\{\{[^}\n]{0,200}\}\})(?=[\s,;"'\])}]|$)/y;
const PREFIX = /(?:[rbuf]{1,2}(?=["'])|\[(?:(?=["'\\])|(?=[^\]\s]{1,4096}\])))/y;

/** The value that begins here; undefined when there is none, or an earlier run has taken it out. */
export function readValue(text: string, from: number, context: Context): Value | undefined {
  PREFIX.lastIndex = from;
  const at = PREFIX.test(text) ? PREFIX.lastIndex : from;
  OPEN.lastIndex = at;
  const open = OPEN.exec(text)?.[0];
  const start = at + (open?.length ?? 0);
  if (markerEnd(text, start) >= 0 || markerEnd(text, from) >= 0) return undefined;
  if (matchesAt(STAND_IN, text, start)) return undefined;
  // The quote closes here: `log('password:', …)`.
  if (open && /[,)]/.test(text[start] ?? '')) return undefined;
  if (open) return { start, end: quoteEnd(text, start, open), quoted: true };
  if (context.sign === ':' && /^[|>][+-]?\d?[ \t]*\n/.test(text.slice(at, at + 16))) return block(text, at);
  const end = context.sign === '>' ? xmlEnd(text, at) : bareEnd(text, at, context);
  return end > at ? { start: at, end, quoted: false } : undefined;
}

/** Escaped quotes inside the text do not end it. A quote that never closes ends with its line. */
function quoteEnd(text: string, start: number, quote: string): number {
  const line = text.indexOf('\n', start);
  const limit = line < 0 ? text.length : line;
  for (let at = start; at < limit; at += 1) {
    if (text.startsWith(quote, at)) return at;
    if (text[at] === '\\' && !quote.startsWith('\\')) at += 1;
  }
  return limit;
}

/** The lines of a YAML block: all that are indented. */
function block(text: string, at: number): Value | undefined {
  const start = text.indexOf('\n', at) + 1;
  let end = start;
  while (end < text.length && /[ \t]/.test(text[end] ?? '')) {
    const next = text.indexOf('\n', end);
    end = next < 0 ? text.length : next + 1;
  }
  return end > start ? { start, end: text[end - 1] === '\n' ? end - 1 : end, quoted: true } : undefined;
}

function xmlEnd(text: string, at: number): number {
  const end = text.slice(at, at + 4096).search(/[<\n]/);
  return end < 0 ? at : at + end;
}

const BLANK = /[\s\u{fffd}]/u;
const AFTER_COMMA = /[,;][ \t]*(?:["'}\])]|[A-Za-z_][\w .-]{0,40}["']?[=:]|$|\n| )/y;
const AFTER_AMP = /&(?:amp;)?[A-Za-z_][\w.%[\]-]{0,60}=|%26/y;
const ESCAPED_BREAK = /\\+(?:[nrt](?:[A-Za-z_][\w.-]{0,60}[ \t]{0,4}[=:]|["'\\\s]|$)|["'](?:[\s,:;}\])]|$))/y;
const QUOTE = /["'`](?:[\s,;:}\])]|$)/y;

/** Up to the blank or to what clearly begins the next pair: passwords hold all kinds of signs. */
function bareEnd(text: string, at: number, { sign, key, startsLine }: Context): number {
  let end = at;
  while (end < text.length && !BLANK.test(text[end] ?? '') && !endsHere(text, end)) end += 1;
  for (let left = 8; left > 0 && end > at && /[)\]}>]/.test(text[end - 1] ?? '') && !hasOpen(text, at, end); left -= 1)
    end -= 1;
  // A line of YAML may hold a passphrase of several words.
  if (sign === ':' && startsLine && key.strength === 'password' && text[end] === ' ') {
    const line = text.indexOf('\n', end);
    const rest = text.slice(end, Math.min(line < 0 ? text.length : line, end + 200));
    if (/^(?: [a-zA-Z0-9!?.'-]{1,30}){1,11}$/.test(rest) && !rest.split(' ').some(isTelling)) return end + rest.length;
  }
  return end;
}

function endsHere(text: string, at: number): boolean {
  const char = text[at];
  if (char === ',' || char === ';') return matchesAt(AFTER_COMMA, text, at);
  if (char === '&' || char === '%') return matchesAt(AFTER_AMP, text, at);
  if (char === '\\') return matchesAt(ESCAPED_BREAK, text, at);
  if (char === '"' || char === "'" || char === '`') return matchesAt(QUOTE, text, at);
  return char === '<' && text[at + 1] === '/';
}

export function matchesAt(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

const PAIRS = new Map([
  [')', '('],
  [']', '['],
  ['}', '{'],
  ['>', '<'],
]);

function hasOpen(text: string, at: number, end: number): boolean {
  return text.slice(at, end).includes(PAIRS.get(text[end - 1] ?? '') ?? '');
}

/** Whether the value is a secret, given how sure its key is. */
export function isSecretValue(text: string, value: Value, key: SecretKey, sign: Context['sign']): boolean {
  const raw = text.slice(value.start, value.end);
  if (saysNothing(raw) || SIZE.test(text.slice(value.end, value.end + 12))) return false;
  if (looksLikePath(raw)) return false;
  if (key.strength === 'password') return !isProse(text, value, raw, sign);
  if (isRandom(raw) || isUuid(raw)) return true;
  if (NUMBER.test(raw) || looksLikeVariable(raw) || ADDRESS.test(raw)) return false;
  if (isWord(raw.replace(/[.:!?]+$/, ''))) return isSecretWord(text, value, key, sign);
  if (key.strength === 'secret') return !isProse(text, value, raw, sign) && !(looksLikeName(raw) && /[-/._]/.test(raw));
  return !looksLikeName(raw) && (isMixed(raw) || (raw.length >= 8 && /[^\w\s.,:/-]/.test(raw)));
}

/** `kubectl describe secret` says how long values are. */
const SIZE = /^ (?:bytes|items?|chars?|characters|seconds|minutes|days|hours)\b/;
const NUMBER = /^-?[\d.]{1,5}$|^\d{1,5}(?:ms|s|m|h|d|%|Mi|Gi|Ki|k|KB|MB)?$|^(?:\d+[hms])+$|^\d{4}-\d\d-\d\d/;
const ADDRESS = /^[a-z][a-z0-9+.-]{1,30}:\/\//i;

function saysNothing(raw: string): boolean {
  if (raw === '' || raw === '{' || raw === '[' || isPlaceholder(raw)) return true;
  const word = raw.replace(/[.:!?]+$/, '');
  return word === '' || isTelling(word);
}

/** A plain word may be a poor secret, the name of one, or the next word of a sentence. */
function isSecretWord(text: string, { start, end, quoted }: Value, key: SecretKey, sign: Context['sign']): boolean {
  if (end - start < 4 || text[end - 1] === ':') return false;
  // `secretKey: endpoint` of an ExternalSecret names a key; no real one is a word.
  if (key.label === 'key' && sign === ':') return false;
  if (key.strength === 'weak' && key.label !== 'token') return sign === '=' && !quoted;
  if (sign === '=' || (quoted && key.strength === 'secret')) return true;
  return key.strength === 'secret' && !/^[ \t][A-Za-z]/.test(text.slice(end, end + 2));
}

/** "password: authentication failed", "token: must not be empty": sentences go on. */
function isProse(text: string, { end, quoted }: Value, raw: string, sign: Context['sign']): boolean {
  if (quoted || sign === '=' || sign === '>') return false;
  const next = /^[ \t]([A-Za-z]{1,20})(?![A-Za-z0-9_]*[=:])/.exec(text.slice(end, end + 40))?.[1];
  if (sign === ' ') return isWord(raw);
  return isWord(raw.replace(/[.,:]+$/, '')) && next !== undefined && isTelling(next);
}

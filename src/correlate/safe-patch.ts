import type { Untrusted } from '../domain/untrusted.ts';
import { clean } from '../platform/redact/clean.ts';
import { redact } from '../platform/redact/redact.ts';
import { MASK, maskNamed } from './mask-named.ts';
import { maskSecrets } from './mask-secrets.ts';

/** Read past the cut, so that a secret that lies across it is seen whole. */
const OVERLAP = 8_192;
const READABLE = /\.(?:ya?ml|json|toml|tpl|conf|cfg|ini|properties)(?:\.disabled)?$/i;
/** All that is in them may be secret, whatever they were called before. */
const KEY_FILE = /(?:^|\/)\.env[^/]*$|\.(?:env|key|pem|crt|cer|p12|pfx|jks|keystore|kdbx|gpg|asc|age|htpasswd)$/i;

/** Contents that say what changed in the cluster, and may be read. */
export function isWorthReading(path: string): boolean {
  return READABLE.test(path) && !KEY_FILE.test(path);
}

/** The same of a file that may have had another name. */
export function isPatchWorthReading(path: string, previousPath: string | null): boolean {
  if (KEY_FILE.test(path) || KEY_FILE.test(previousPath ?? '')) return false;
  return isWorthReading(path) || isWorthReading(previousPath ?? '');
}

/**
 * A patch as it may be stored, shown and sent: at most `most` characters, without the values of Secrets and of what is named like
 * one. Each hunk is looked at as it was and as it is: between `name: PASSWORD` and the new value stands the old one.
 */
export function safePatch(path: string, patch: string, most: number): Untrusted {
  // No other sign ends a line of a patch: what follows it would lose its mark.
  const readable = clean(
    patch
      .slice(0, most + OVERLAP)
      .replace(/\r(?=\n)/g, '')
      .replace(/[\r\u0085\u2028\u2029]/g, ' '),
  );
  const text = maskSecrets(path, readable, 'patch');
  return redact(hunksIn(text).map(safeHunk).join('\n'), most);
}

type Hunk = readonly { readonly mark: string; readonly text: string }[];

function hunksIn(patch: string): readonly Hunk[] {
  const hunks: { mark: string; text: string }[][] = [];
  for (const raw of patch.split('\n')) {
    // What git writes behind the header is the line above the hunk.
    const header = /^@@ [^@]{1,80} @@ ?/.exec(raw)?.[0];
    const mark = header ?? /^[+\- \\]/.exec(raw)?.[0] ?? '';
    if (header !== undefined || hunks.length === 0) hunks.push([]);
    hunks.at(-1)?.push({ mark, text: raw.slice(mark.length) });
  }
  return hunks;
}

function safeHunk(hunk: Hunk): string {
  const before = safeSide(hunk, '+');
  const after = safeSide(hunk, '-');
  return hunk
    .map(({ mark, text }, at) => mark + merged(text, before.get(at) ?? text, after.get(at) ?? text))
    .join('\n');
}

/** A line that stays belongs to both sides: what one of them takes out is out. */
function merged(text: string, before: string, after: string): string {
  if (before === after || after === text) return before;
  return before === text ? after : text.slice(0, Math.max(0, text.search(/\S/))) + MASK;
}

/** By its place in the hunk, each line of the side that has none with this mark. */
function safeSide(hunk: Hunk, without: '+' | '-'): ReadonlyMap<number, string> {
  const places = hunk.flatMap(({ mark }, at) => (mark === without || mark === '\\' ? [] : [at]));
  const lines = maskNamed(places.map((at) => hunk[at]?.text ?? ''));
  const redacted = redactLines(lines);
  return new Map(places.map((place, index) => [place, redacted[index] ?? MASK]));
}

/** As many lines as before: of a secret over several lines, those that are left over are masked. */
function redactLines(lines: readonly string[]): readonly string[] {
  const redacted: readonly string[] = redact(lines.join('\n'), Number.MAX_SAFE_INTEGER).split('\n');
  if (redacted.length === lines.length) return redacted;
  const placesOf = Map.groupBy(redacted.keys(), (at) => redacted[at] ?? '');
  const kept: (string | null)[] = lines.map(() => null);
  let [from, to] = [0, 0];
  for (const [at, line] of lines.entries()) {
    // It only ever gets fewer lines, so none moves down.
    const places = placesOf.get(line) ?? [];
    while ((places[0] ?? to) < to) places.shift();
    const place = places[0];
    if (place === undefined || place - to > at - from) continue;
    for (let step = 0; to + step < place; step += 1) kept[from + step] = redacted[to + step] ?? null;
    kept[at] = line;
    [from, to] = [at + 1, place + 1];
  }
  for (let step = 0; to + step < redacted.length && from + step < lines.length; step += 1)
    kept[from + step] = redacted[to + step] ?? null;
  return kept.map((line, at) => line ?? (lines[at] ?? '').replace(/\S.*$/, MASK));
}

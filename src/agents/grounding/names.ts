import { unknownBesideKind } from './kinds.ts';
import type { Known } from './known.ts';
import { isOrdinary, isProse, KINDS } from './prose.ts';

/** Whether a text holds nothing but what was given or fetched: the first thing it names that was not, or null. */
export type Check = (text: string, known: Known) => string | null;

const TOKEN = /[\p{L}\p{N}_][\p{L}\p{N}_./-]*/gu;
const API_VERSION = /^(?:[a-z][a-z.]*\/)?v\d+(?:(?:alpha|beta)\d+)?$/;
/** Fields of Kubernetes and names of products that look like host names. */
const FIELD = /^(?:spec|status|metadata|resources|limits|requests)\.[a-zA-Z.]+$/;
const PRODUCT = /^(?:node|next|vue|express)\.js$/i;
const TOP_LEVEL = /\.(?:com|net|org|io|dev|app|ai|co|sh|me|xyz|info|cloud|local|internal)$/i;
/** Words with a hyphen and a digit that name nothing: ranges, dates, measures, encodings, tiers. */
const HARMLESS: readonly RegExp[] = [
  /^\d[\d.]*(?:-\d[\d.]*)+(?:[a-z]{1,4}|T\d\S*)?$/i,
  /^\d[\d.]*-(?:second|sec|minute|min|hour|hr|day|week|month|node|pod|replica|bit|byte|core|cpu|line|time|step|Mi|Gi|MiB|GiB|MB|GB)s?$/i,
  /^(?:utf|sha|http|tls|ipv|x86|exit|code|error|tier|step|phase|sev|pre|post|non)-?\d+(?:-\d+)?$/i,
  /^(?:non-)?p[0-3](?:-[a-z]+)*$/i,
];

/** Objects, files, hosts and anything else with the look of a name. */
export const unknownName: Check = (text, known) => {
  for (const [found] of text.matchAll(TOKEN)) {
    const token = found.replace(/[./-]+$/, '');
    const bad = token.includes('/') ? unknownPath(token, known) : unknownToken(token, known);
    if (bad !== null) return bad;
  }
  return unknownQuoted(text, known) ?? unknownBesideKind(text, known);
};

function unknownPath(token: string, known: Known): string | null {
  if (known.has(token) || API_VERSION.test(token) || /^[\d/.]+$/.test(token)) return null;
  const [first = '', ...rest] = token.split('/').filter((part) => part !== '');
  const isKind = KINDS.has(first.toLowerCase().replace(/s$/, '')) || KINDS.has(first.toLowerCase());
  const isPair = (parts: readonly string[]) => parts.every((part) => isOrdinary(part) || KINDS.has(part.toLowerCase()));
  if (isPair([first, ...rest])) return null;
  if (isKind || /^[A-Z][a-z]+[A-Za-z]*$/.test(first)) return rest.every((part) => known.has(part)) ? null : token;
  return [first, ...rest].every((part) => known.has(part) || isOrdinary(part)) ? null : token;
}

function unknownToken(token: string, known: Known): string | null {
  if (known.has(token)) return null;
  if (/\.\p{L}[\p{L}\p{N}-]+$/u.test(token)) {
    const isField = FIELD.test(token) && !TOP_LEVEL.test(token);
    return isField || PRODUCT.test(token) ? null : token;
  }
  // `DB_HOST`: nobody writes so by chance.
  if (/[\p{L}\p{N}]_[\p{L}\p{N}]/u.test(token)) return token;
  if (!/-/.test(token)) return null;
  const isHarmless = /\p{N}/u.test(token) && HARMLESS.some((pattern) => pattern.test(token));
  return isHarmless || isProse(token, known) ? null : token;
}

/** What stands in quotes or backticks is quoted: from what was given, or from nowhere. */
function unknownQuoted(text: string, known: Known): string | null {
  for (const [, quoted = ''] of text.matchAll(/`([^`]{1,400})`/g)) if (!known.has(quoted.trim())) return quoted;
  for (const [, a, b] of text.matchAll(/["“]([^\s"“”]{2,100})["”]|(?<![\p{L}\p{N}])['‘]([^\s'‘’]{2,100})['’]/gu)) {
    const quoted = (a ?? b ?? '').replace(/[.,;:!?]+$/, '');
    if (/^[\p{L}\p{N}][\p{L}\p{N}_./:-]+$/u.test(quoted) && !known.has(quoted)) return quoted;
  }
  return null;
}

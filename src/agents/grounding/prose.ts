import type { Known } from './known.ts';
import { DESCRIBING, HYPHENATED, IRREGULAR, JOINING, KIND_WORDS, PARTS, THINGS, VERBS } from './vocabulary.ts';

/** In lower case, one of them. */
export const KINDS: ReadonlySet<string> = new Set(KIND_WORDS);
const VERB_STEMS = new Set(VERBS);
const PAST = new Set(IRREGULAR);
const PROSE = new Set([...VERBS, ...IRREGULAR, ...JOINING, ...DESCRIBING, ...THINGS]);
const NEIGHBOURS = new Set([...PROSE, ...PARTS]);
const FIXED = new Set(HYPHENATED);
const PREFIXES = new Set(
  're non un mis pre post over under multi semi half co mid sub inter cross anti per all self auto'.split(' '),
);
/** `mysql-related`, `pod-level`, `Kubernetes-managed`. */
const SUFFIXES = new Set(
  'based related wide level side only free like specific driven dependent bound facing owned managed made defined configured provided supplied killed aware wise style sized long scoped readable compatible hosted shaped initiated generated prefixed local facing aligned heavy intensive safe existent hungry'.split(
    ' ',
  ),
);

/** A word of any text: `failing`, `slowly`, `three`. */
export function isOrdinary(word: string): boolean {
  return stemsOf(word).some((stem) => NEIGHBOURS.has(stem));
}

/** A word that stands beside "pod" or "service" without being a name. Names seldom end like participles or adjectives. */
export function isNeighbour(word: string): boolean {
  return KINDS.has(word) || isOrdinary(word) || /[^e]ed$|(?:able|ible|less|ful|ous|est|ish|ward|wise|ly)$/.test(word);
}

/** The form of a verb that follows a subject: `fails`, `crashed`. */
export function isVerb(word: string): boolean {
  const form = word.toLowerCase();
  return PAST.has(form) || (/(?:s|ed)$/.test(form) && stemsOf(form).some((stem) => VERB_STEMS.has(stem)));
}

/** Of a word that ends with s, whether it does so by itself: `previous`, `across`; not `orders`. */
export function isWhole(word: string): boolean {
  return NEIGHBOURS.has(word) || /(?:less|ous|ss)$/.test(word);
}

export function isHyphenated(token: string): boolean {
  return FIXED.has(token.toLowerCase());
}

/** Words with hyphens that are language: `start-up`, `half-open`, `memory-related`; not `redis-cache`. */
export function isProse(token: string, known: Known): boolean {
  if (isHyphenated(token)) return true;
  const parts = token.toLowerCase().split('-');
  const [first = '', ...rest] = parts;
  const last = parts.at(-1) ?? '';
  const isWord = (part: string) => isPlain(part) || /^\d{1,2}$/.test(part);
  if (parts.every(isWord)) return true;
  const isKnown = (part: string) =>
    isOrdinary(part) || isWord(part) || KINDS.has(part.replace(/s$/, '')) || known.has(part);
  if (PREFIXES.has(first)) return rest.every(isKnown);
  return parts.length < 4 && SUFFIXES.has(last) && parts.slice(0, -1).every(isKnown);
}

function isPlain(word: string): boolean {
  return stemsOf(word).some((stem) => PROSE.has(stem));
}

function stemsOf(form: string): readonly string[] {
  const word = form.toLowerCase();
  const short = [word.replace(/'?s$/, ''), word.replace(/es$/, ''), word.replace(/ie(?:s|d)$/, 'y')];
  const base = word.replace(/(?:ed|ing|er|est)$/, '');
  const ly = word.replace(/ly$/, '');
  return [
    word,
    ...short,
    ...(base === word ? [] : [base, `${base}e`, base.replace(/(.)\1$/, '$1'), base.replace(/i$/, 'y')]),
    ...(ly === word ? [] : [ly, `${ly}e`, ly.replace(/i$/, 'y'), ly.replace(/al$/, '')]),
  ];
}

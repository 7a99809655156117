import type { Known } from './known.ts';
import { isHyphenated, isNeighbour, isVerb, isWhole, KINDS } from './prose.ts';

const DETERMINERS = new Set(
  'a an the this that these its their his our your each every any no one both all some which whose another'.split(' '),
);
/** What follows a subject: `service checkout is down`. */
const AUXILIARIES = new Set(
  'is was are were has had have cannot can could does did do will would should must may might needs which that whose and or'.split(
    ' ',
  ),
);

interface Word {
  readonly text: string;
  /** What stands between the word before and this one. */
  readonly gap: string;
}

/**
 * The name beside the word of a kind: `StatefulSet kafka`, `the billing namespace`. Ordinary words stand there too, so only a word that
 * is no ordinary one counts as a name.
 */
export function unknownBesideKind(text: string, known: Known): string | null {
  const words = wordsOf(text);
  for (const [i, { text: kind }] of words.entries()) {
    const isPlural = !KINDS.has(kind.toLowerCase()) && KINDS.has(kind.toLowerCase().replace(/s$/, ''));
    if (!isPlural && !KINDS.has(kind.toLowerCase())) continue;
    const bad = unknownAfter(words, i, isPlural, known) ?? unknownBefore(words, i, isPlural, known);
    if (bad !== null) return bad;
  }
  return null;
}

function unknownAfter(words: readonly Word[], at: number, isPlural: boolean, known: Known): string | null {
  const isCalled = /^(?:named|called)$/i.test(words[at + 1]?.text ?? '');
  const index = isCalled ? at + 2 : at + 1;
  const next = words[index];
  if (next === undefined || !/^\s+["'‘“]?$/.test(next.gap)) return null;
  const name = next.text;
  if (known.has(name) || /^\d+$/.test(name) || isHyphenated(name)) return null;
  if (isCalled) return name;
  if (/[-_/]|\p{L}\.\p{L}{2}|\p{L}\d/u.test(name)) return /^[\d./]+$|^v\d+$|[A-Z]/.test(name) ? null : name;
  if (isPlural || !/^\p{Ll}{3,}$/u.test(name) || isNeighbour(name)) return null;
  return readsAsName(words, at, index) ? name : null;
}

/** `by service checkout` has no article, so what follows is a name; `the service thrashes` may be a verb nobody thought of. */
function readsAsName(words: readonly Word[], at: number, index: number): boolean {
  const name = words[index]?.text ?? '';
  const after = words[index + 1];
  const endsClause = after === undefined || /[.,;:)]/.test(after.gap);
  const hasSubject = !endsClause && (AUXILIARIES.has(after.text.toLowerCase()) || isVerb(after.text));
  const before = words.slice(Math.max(0, at - 3), at).map(({ text }) => text.toLowerCase());
  const isTitle = at === 0 || /[.;:!?]/.test(words[at]?.gap ?? '');
  if (isTitle || before.some((word) => DETERMINERS.has(word))) return hasSubject || (endsClause && !name.endsWith('s'));
  return true;
}

function unknownBefore(words: readonly Word[], at: number, isPlural: boolean, known: Known): string | null {
  const name = words[at - 1]?.text ?? '';
  if (!/^\s+$/.test(words[at]?.gap ?? '') || !/^\p{Ll}{3,}$/u.test(name) || known.has(name)) return null;
  // "kills pods" has a verb, "orders service" has none.
  if (!isPlural && name.endsWith('s') && !isWhole(name)) return name;
  return KINDS.has(name.replace(/s$/, '')) || isNeighbour(name) ? null : name;
}

function wordsOf(text: string): readonly Word[] {
  let end = 0;
  return [...text.matchAll(/[\p{L}\p{N}_](?:[\p{L}\p{N}_./-]*[\p{L}\p{N}_])?/gu)].map((match) => {
    const gap = text.slice(end, match.index);
    end = match.index + match[0].length;
    return { text: match[0], gap };
  });
}

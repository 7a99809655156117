import type { Untrusted } from '../../domain/untrusted.ts';
import { findAssignments } from './assignments.ts';
import { clean } from './clean.ts';
import { findCommandPasswords } from './commands.ts';
import { findAuthorization, findBareCredentials, findCookies } from './headers.ts';
import { findPrivateKeys } from './pem.ts';
import { type Finder, replaceSpans } from './span.ts';
import { findEncodedKeys, findTokens } from './tokens.ts';
import { findDsnPasswords, findUrlPasswords } from './urls.ts';

/** The first finder to claim a place names it: the shapes of tokens are surer than the words around them. */
const FINDERS: readonly Finder[] = [
  findPrivateKeys,
  findEncodedKeys,
  findTokens,
  findUrlPasswords,
  findDsnPasswords,
  findAuthorization,
  findBareCredentials,
  findCookies,
  findCommandPasswords,
  findAssignments,
];
/** Read past the cut, so that a secret that lies across it is seen whole. */
const OVERLAP = 8192;

/**
 * The one way from text somebody else wrote to text we store, show, log or send to a model: without secrets, without characters
 * that nobody sees, well formed, not longer than `maxLength`. Linear in the length; running it twice changes nothing.
 */
export function redact(text: string, maxLength = 65_536): Untrusted {
  const isLong = text.length > maxLength + OVERLAP;
  const readable = clean(isLong ? text.slice(0, maxLength + OVERLAP) : text);
  const spans = FINDERS.flatMap((find) => [...find(readable)]);
  // What ends at our own cut may be half a secret, which nothing recognizes.
  const limit = isLong ? Math.max(0, Math.min(maxLength, readable.length - OVERLAP / 2)) : readable.length;
  const result = cut(replaceSpans(readable, spans, limit), maxLength, isLong, text.length);
  brand(result);
  return result;
}

function cut(text: string, maxLength: number, isLong: boolean, original: number): string {
  if (text.length <= maxLength && !isLong) return text;
  const mark = `… [cut, ${original} characters]`;
  return (text.slice(0, Math.max(0, maxLength - mark.length)) + mark).slice(0, maxLength).toWellFormed();
}

/** The only place that gives text the type Untrusted: an assertion needs no cast, and holds what can be held cheaply. */
function brand(text: string): asserts text is Untrusted {
  if (!text.isWellFormed()) throw new Error('redact: the result is not well formed; this is a fault of k8s-monitor');
}

import { clean } from '../../platform/redact/clean.ts';

/** Words that chat programs turn into a call to everybody, and what opens a mention, a channel or a link in them. */
const EVERYBODY = /@(?=(?:here|channel|everyone|all|group)\b)/gi;
const MARKUP = /<(?=[!@#]|[a-z][a-z0-9+.-]*:)/gi;
const MAX_TEXT = 300;

/**
 * Text from the cluster or from an operator's file as one line that only says something: no second line, no colours,
 * nothing invisible, no call to anybody, no link of its own. A space after the sign defuses it and stays readable.
 */
export function plain(text: string, maxLength = MAX_TEXT): string {
  const line = clean(text).replace(/\s+/g, ' ').trim();
  const harmless = line.replace(EVERYBODY, '@ ').replace(MARKUP, '< ');
  return harmless.length <= maxLength ? harmless : `${harmless.slice(0, maxLength).toWellFormed()} [cut]`;
}

/** What Kubernetes takes as a name, also with the `:` and capitals of a few kinds. Never an option, never a second command. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9.:_-]*$/;

/** A recording may hold any name: one that a shell could read as more is not put into a command. */
export function isSafeName(text: string): boolean {
  return NAME.test(text) && text.length <= 253;
}

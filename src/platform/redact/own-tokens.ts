// What of our own settings must never be shown, and what of them is an ordinary word that has to stay readable.

const LEAST = 12;
/** Without a digit a token is longer than any word. */
const LEAST_LETTERS = 20;
/** A part of a query that is this long, with a digit, is seldom a setting. */
const LEAST_IN_QUERY = 8;
/** `alerts`, `Production`, `k8s`, `v1`, `worker12`, `2026`. */
const WORD = /^(?:[a-z]\d{1,2}[a-z]|(?:[A-Z]?[a-z]+|[A-Z]+)?\d{0,4}|v?\d+[a-z]{0,2})$/;

/** Long, and not put together of words and numbers. */
export function looksLikeToken(text: string): boolean {
  if (text.length < LEAST || text.split(/[-._~+ ]/).every((part) => WORD.test(part))) return false;
  if (/\d/.test(text)) return true;
  // CamelCase has small letters behind each capital.
  return (
    text.length >= LEAST_LETTERS && /^[A-Za-z]+$/.test(text) && /[a-z]/.test(text) && /[A-Z](?![a-z]{2})/.test(text)
  );
}

/** `token`, `api_key`, `password`: what has such a name is a secret, whatever it looks like. */
export function isSecretName(name: string): boolean {
  return /pass|token|secret|key|auth|credential|signature/i.test(name);
}

/**
 * What must not be shown of a secret: itself; of an address its password, and whatever looks like a token in it. A service may name any
 * of these in its answer.
 */
export function tokensOf(secret: string): readonly string[] {
  const url = URL.parse(secret);
  if (url === null || url.host === '') return [secret];
  const { username, password, pathname, searchParams } = url;
  const isBare = pathname.length <= 1 && searchParams.size === 0 && username === '' && password === '';
  // Telegram's stands behind `bot`, and many answers name only what follows the colon.
  const parts = pathname.split('/').flatMap((part) => [part, part.replace(/^bot/, ''), ...part.split(':')]);
  const queried = [...searchParams].filter(
    ([name, value]) => isSecretName(name) || (value.length >= LEAST_IN_QUERY && /\d/.test(value)),
  );
  const found = [
    password,
    // Alone before the @ it is the token itself.
    ...(password === '' || looksLikeToken(decoded(username)) ? [username] : []),
    ...parts.filter((part) => looksLikeToken(decoded(part))),
    ...queried.map(([, value]) => value),
  ];
  return [...(isBare ? [] : [secret]), ...found.flatMap((part) => [part, decoded(part)]).filter((part) => part !== '')];
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

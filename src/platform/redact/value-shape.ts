// What a value looks like, whatever its key says.

/** Letters of both cases or letters with digits: not a word of prose. */
export function isMixed(text: string): boolean {
  const lower = /[a-z]/.test(text);
  const upper = /[A-Z]/.test(text);
  return ((lower || upper) && /\d/.test(text)) || (lower && /[a-z][A-Z]|[A-Z]{2}/.test(text));
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const HEX = /^[0-9a-f]+$/i;

export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** Looks drawn at random: long hex, or long with letters of both cases and digits. */
export function isRandom(text: string): boolean {
  if (text.length < 16 || !/^[A-Za-z0-9+/=_.~-]+$/.test(text) || isUuid(text)) return false;
  if (HEX.test(text)) return text.length >= 24 && /\d/.test(text) && /[a-f]/i.test(text);
  if (!/[A-Za-z]/.test(text) || !/\d/.test(text)) return false;
  return /[A-Z]/.test(text) && /[a-z]/.test(text) ? !looksLikePath(text) : text.length >= 20 && !/[-./_]/.test(text);
}

const PATH = /^(?:[A-Za-z]:(?=\\)|~|\.{1,2})?(?:(?:\/|(?<=[^\\ ])\\)[\w.@ -]{0,128})+$/;

export function looksLikePath(text: string): boolean {
  if (text.length > 512 || !PATH.test(text)) return false;
  // A key in base64 may begin with a slash and hold some.
  return !text
    .split(/[/\\]/)
    .some((part) => part.length >= 16 && /\d/.test(part) && /[A-Z]/.test(part) && /[a-z]/.test(part));
}

const SEGMENT = /^(?:[a-z]\d{1,2}[a-z]|[a-z]+\d{0,3}|v?\d{1,6}[a-z]{0,2}|\d+)$/;
const SUFFIX = /^[a-z0-9]{4,10}$/;

/** `mysql-credentials`, `default/regcred`, `default-token-x7k2p`, `sh.helm.release.v1.app.v12`: an object's name. */
export function looksLikeName(text: string): boolean {
  if (text.length > 253 || !/^[a-z0-9][a-z0-9./_-]*$/.test(text)) return false;
  const segments = text.split(/[-./_]/);
  return segments.every(
    (segment, index) => SEGMENT.test(segment) || (index > 0 && index === segments.length - 1 && SUFFIX.test(segment)),
  );
}

/** The name of a variable or of a key in a Secret. */
export function looksLikeVariable(text: string): boolean {
  return text.length <= 128 && /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(text) && !isRandom(text.replaceAll('_', ''));
}

/** One plain word, as prose has them. */
export function isWord(text: string): boolean {
  return /^(?:[a-z]+|[A-Z][a-z]+|[A-Z]+)$/.test(text);
}

const PLACEHOLDER =
  /^(?:\*+|x{3,}|X{3,}|\.{3}|\$[A-Z_][A-Z0-9_]*|\$\{[^}]*\}|\$\([^)]*\)|\{\{[^}]*\}\}|<[^>]*>|%[a-z]|%\([^)]*\)s|%?\[?(?:redacted|masked|hidden|filtered|omitted|REDACTED|MASKED|HIDDEN|FILTERED)\]?%?)$/;
const REFERENCE =
  /^(?:process\.env|os\.(?:environ|getenv)|System\.getenv|arn:aws|vault:|ref\+|op:\/\/|projects\/[^/]+\/secrets\/|secretref:|file:|env:|awssm:|gcpsm:|keyvault:|ssm:)/i;

/** Stands for a secret without being one: `***`, `${PASSWORD}`, `<none>`, `arn:aws:secretsmanager:…`. */
export function isPlaceholder(text: string): boolean {
  return text.length <= 300 && (PLACEHOLDER.test(text) || REFERENCE.test(text));
}

const NO_SECRETS = new Set(
  `yes no y n true false null nil none empty unset undefined set missing invalid expired required optional incorrect wrong
  unknown default enabled disabled on off n/a na ok denied rejected failed error revoked malformed mismatch unauthorized forbidden
  password passwd pass secret secrets token tokens key keys username user login credentials auth authorization authentication
  bearer basic digest negotiate string str bytes int bool boolean object text not is was are be must should cannot can may will has have the
  a an and or for from of in at by with to if when while string(s) refreshed rotated found created deleted updated changed unchanged valid ready
  synced loaded provided configured hash file env vault generated accepted unexpected received given stored accessed`.split(
    /\s+/,
  ),
);

/** A word that tells about a secret instead of being one: "password: required". */
export function isTelling(text: string): boolean {
  return NO_SECRETS.has(text.toLowerCase());
}

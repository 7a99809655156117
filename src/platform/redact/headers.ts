import { Buffer } from 'node:buffer';
import type { Finder } from './span.ts';
import { markerEnd } from './span.ts';
import { isMixed, isPlaceholder, isTelling, isWord } from './value-shape.ts';
import { matchesAt, STAND_IN } from './values.ts';

const AUTHORIZATION =
  /authorization(?:[\\"']{0,4}\s{0,4}(?:[:=]|%3A)\s{0,4}|\s{0,4}header[:=]?\s{1,4}|[\\"']{0,4}\s{0,4},\s{0,4})[[\\"' ]{0,6}/gi;
const SCHEME =
  /(?:bearer|basic|token|digest|negotiate|ntlm|apikey|api-key|geniekey|hawk|key|signature|oauth|aws4-hmac-sha256|aws|splunk|discogs|bot|snowflake|sso-key)(?:[ \t:+]|%20){1,4}/iy;
const CREDENTIAL = /[^\s"'\\,;\])}<>]*/y;
const LINE = /[^\n]*/y;
const REST = /[^\n"'\\\]]*/y;
const LISTS = /^(?:digest|aws4|signature|oauth|hawk)/i;

/** `Authorization: <scheme> <credential>`, in a header, in JSON, in a dump of a map. */
export const findAuthorization: Finder = function* (text) {
  AUTHORIZATION.lastIndex = 0;
  while (AUTHORIZATION.test(text)) {
    const at = AUTHORIZATION.lastIndex;
    SCHEME.lastIndex = at;
    const scheme = SCHEME.exec(text)?.[0] ?? '';
    const start = at + scheme.length;
    const end = endOf(text, start, LISTS.test(scheme) ? LINE : CREDENTIAL);
    // What was read is not read again, or a line of nothing but headers would take the square of its length.
    if (end > start + 256) AUTHORIZATION.lastIndex = end;
    if (matchesAt(STAND_IN, text, start)) continue;
    if (end > start && isCredential(text.slice(start, end), scheme !== '') && markerEnd(text, start) < 0) {
      AUTHORIZATION.lastIndex = end;
      yield { start, end, label: 'authorization' };
    }
  }
};

/** "authorization: server message: insufficient_scope" is prose; a scheme in front makes it a header. */
function isCredential(value: string, hasScheme: boolean): boolean {
  if (isPlaceholder(value) || isTelling(value)) return false;
  return hasScheme ? !isWord(value) || value.length >= 24 : value.length >= 8 && isMixed(value) && !/:$/.test(value);
}

const BARE = /(?<![A-Za-z0-9_])(bearer|basic|genie ?key|apikey)(?:[ \t+]|%20)["']?([A-Za-z0-9._~+/:-]{6,}={0,2})/gi;

/** A scheme and its credential without the header's name. "Bearer realm=…" and "basic auth" are no credentials. */
export const findBareCredentials: Finder = function* (text) {
  for (const match of text.matchAll(BARE)) {
    const value = match[2] ?? '';
    const start = match.index + match[0].lastIndexOf(value);
    const isBasic = match[1]?.toLowerCase() === 'basic';
    if (isBasic ? !decodesToPair(value) : !isMixed(value) || /^realm/i.test(value)) continue;
    yield { start, end: start + value.length, label: isBasic ? 'basic auth' : 'bearer token' };
  }
};

function decodesToPair(value: string): boolean {
  return /^[ -~\t]{0,64}:[ -~]{0,512}$/.test(Buffer.from(value.slice(0, 400), 'base64').toString('latin1'));
}

const PAIR = /[^\s=;:]{1,128}=[^\s;]/y;
const COOKIE = /(?<![A-Za-z])(?:set-)?cookie2?[\\"']{0,4}\s{0,4}(?::|=>?)\s{0,4}[[\\"' ]{0,6}/gi;

/** What stands in a Cookie or Set-Cookie header. */
export const findCookies: Finder = function* (text) {
  COOKIE.lastIndex = 0;
  while (COOKIE.test(text)) {
    const start = COOKIE.lastIndex;
    if (endOf(text, start, PAIR) === start || markerEnd(text, start) >= 0) continue;
    const end = endOf(text, start, REST);
    COOKIE.lastIndex = end;
    yield { start, end: start + text.slice(start, end).trimEnd().length, label: 'cookie' };
  }
};

function endOf(text: string, start: number, run: RegExp): number {
  run.lastIndex = start;
  return run.test(text) ? run.lastIndex : start;
}

import type { Finder, Span } from './span.ts';
import { isMixed, isPlaceholder } from './value-shape.ts';

const STOP = /[\s"<>`\u{fffd}]|:\/\//gu;
const DATABASE =
  /(?:postgres|postgresql|mysql|mariadb|mongodb|redis|rediss|amqp|amqps|nats|kafka|clickhouse|mssql|sqlserver|oracle|cockroachdb|ldaps?|smtps?|ftp|sftp)(?:\+[a-z0-9_]{1,20})?$/i;
const LABEL = 'password in url';

/** `scheme://user:password@host`, the password holding whatever people put there unescaped. */
export const findUrlPasswords: Finder = function* (text) {
  for (let at = text.indexOf('://'); at >= 0; at = text.indexOf('://', at + 3)) {
    const from = at + 3;
    STOP.lastIndex = from;
    const candidate = text.slice(from, STOP.exec(text)?.index ?? text.length);
    if (!candidate.includes('@')) continue;
    const span = userInfo(candidate, DATABASE.test(text.slice(Math.max(0, at - 40), at)));
    if (span) yield { start: from + span.start, end: from + span.end, label: span.label };
  }
};

function userInfo(candidate: string, database: boolean): Span | undefined {
  const hostEnd = candidate.search(/[/?#]/);
  const authority = hostEnd < 0 ? candidate : candidate.slice(0, hostEnd);
  const colon = candidate.indexOf(':');
  let at = authority.lastIndexOf('@');
  if (at < 0) {
    // The password itself may hold / ? or #; then what follows the colon is no port.
    if (colon < 0 || colon > authority.length) return undefined;
    const isPort = /^\d{1,5}$/.test(authority.slice(colon + 1));
    if (isPort && !database && candidate[hostEnd] !== '#') return undefined;
    at = candidate.lastIndexOf('@');
  }
  if (colon >= 0 && colon < at) {
    return isPlaceholder(candidate.slice(colon + 1, at)) || colon + 1 === at
      ? undefined
      : { start: colon + 1, end: at, label: LABEL };
  }
  // A token in place of the user, as git and Sentry take it.
  const user = candidate.slice(0, at);
  return user.length >= 16 && isMixed(user) && /\d/.test(user)
    ? { start: 0, end: at, label: 'token in url' }
    : undefined;
}

const ENCODED = /%3A(?:%2F){2}[^\s%@/]{0,128}%3A((?:[^\s%&"]|%(?!40|2F)[0-9A-F]{2}){1,256})%40/gi;
const BARE_DSN =
  /(?<![\w./-])[A-Za-z_][\w.-]{0,63}:([^\s:@/"',]{3,128})@(?!sha\d)[A-Za-z0-9][\w.-]{0,252}:\d{2,5}(?!\w)/g;
const GO_DSN = /@(?:tcp[46]?|udp|unix|cloudsql)\(/g;

/** Connection strings without a scheme, and addresses inside another address. */
export const findDsnPasswords: Finder = function* (text) {
  if (text.includes('%40')) yield* passwordsOf(text, ENCODED, '%40');
  if (!text.includes('@')) return;
  yield* passwordsOf(text, BARE_DSN, '@');
  let floor = 0;
  for (const { index } of text.matchAll(GO_DSN)) {
    const word = wordBefore(text, index, Math.max(floor, index - 256));
    const colon = text.slice(word, index).indexOf(':');
    if (colon >= 0 && !isPlaceholder(text.slice(word + colon + 1, index))) {
      yield { start: word + colon + 1, end: index, label: LABEL };
    }
    floor = index + 1;
  }
};

/** The password is the first group; `separator` parts it from the host. */
function* passwordsOf(text: string, pattern: RegExp, separator: string): Generator<Span> {
  for (const match of text.matchAll(pattern)) {
    const password = match[1] ?? '';
    const start = match.index + match[0].lastIndexOf(password + separator);
    if (!isPlaceholder(password)) yield { start, end: start + password.length, label: LABEL };
  }
}

function wordBefore(text: string, end: number, floor: number): number {
  let at = end;
  while (at > floor && !/[\s"'`=<>(]/.test(text[at - 1] ?? '')) at -= 1;
  return at;
}

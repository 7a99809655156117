import { judgeKey } from '../platform/redact/keys.ts';
import { isPlaceholder, isTelling, looksLikePath } from '../platform/redact/value-shape.ts';

// Whether a name in somebody's manifest says that what stands beside it is a secret.

const PARTED = /([a-z0-9])([A-Z])/g;
/** What the redactor does not guess at in prose: names that programs give to passwords. */
const PASSWORDS =
  /(?:^|[^a-z])(?:pass|pw|pin|requirepass|masterauth|primaryauth|pgpass|rootpass|authpass|passin|passout|userpwd|auth[^a-z]?pass|basic[^a-z]?auth|psk)\d{0,2}$/;
/** Whatever such a word is a part of: what is shown to people can do without it. */
const NEAR =
  /pass|pwd|secret|token|cred|auth|licen[cs]e|private|signature|cookie|session|salt|seed|psk|dsn|webhook|htpasswd|admin|account|(?:^|[^a-z])(?:pw|pin|otp|acl|cert|jwt|hmac|conn|users?|login|key)(?:[^a-z]|$)|key$/;
/** Files of accounts: every line may hold a password. */
const ACCOUNTS = /(?:^|[^a-z])(?:acl|htpasswd|passwd|shadow|pgpass|netrc|npmrc|userlist|credentials?)(?:[^a-z]|$)/;

function spaced(name: string): string {
  return name.replace(PARTED, '$1_$2').toLowerCase();
}

/** `password`, `requirepass`, `--auth-pass`: nearly any value of it is a secret. */
export function namesPassword(name: string): boolean {
  return judgeKey(name)?.strength === 'password' || PASSWORDS.test(spaced(name));
}

/** `DB_PASSWORD`, `auth.password`, `API_TOKEN`: the name of a variable or a parameter. */
export function namesSecret(name: string): boolean {
  return judgeKey(name) !== undefined || namesPassword(name);
}

/** Names that come near one: their values are not for showing. */
export function comesNearSecret(name: string): boolean {
  return NEAR.test(spaced(name)) || namesSecret(name);
}

/** `users.acl`, `.htpasswd`: a text of accounts. */
export function namesAccounts(name: string): boolean {
  return ACCOUNTS.test(spaced(name));
}

/** A list of people who may come in, often each with a password. */
export function namesAccountList(name: string): boolean {
  return /(?:users|accounts|logins|basic_?auth|auth)$/.test(spaced(name)) || namesAccounts(name);
}

/** What stands where a secret might, and is none: nothing, a placeholder, a path. */
export function isStandIn(value: string): boolean {
  const bare = bareValue(value);
  if (bare === '' || /^\[(?:masked|redacted)/.test(bare) || /^(?:\{\{|\$[({]|[{[&*]|#)/.test(bare)) return true;
  return isPlaceholder(bare) || looksLikePath(bare);
}

/** Also a word that tells, and a small number where the name is not that of a password. */
export function isNoSecret(name: string, value: string): boolean {
  const bare = bareValue(value);
  return isStandIn(value) || isTelling(bare) || (!namesPassword(name) && /^-?\d{1,4}[a-zA-Z]{0,2}$/.test(bare));
}

/** Without its quotes and the comma behind it. */
export function bareValue(value: string): string {
  return value
    .replace(/,$/, '')
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2')
    .trim();
}

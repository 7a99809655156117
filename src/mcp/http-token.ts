import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { MINUTE, SECOND } from '../domain/duration.ts';
import type { Clock } from '../platform/clock.ts';
import type { Refusal } from './http-guard.ts';

const SHORTEST = 16;

/** Why this can't be the token, with the mend; null when it can. Says nothing of the token itself. */
export function tokenFault(token: string): string | null {
  // A header holds neither blanks nor letters beyond ASCII here: such a token nobody could send.
  if (/^[\x21-\x7e]+$/.test(token) && token.length >= SHORTEST) return null;
  return `MCP_TOKEN wants at least ${SHORTEST} characters (ASCII, no blanks); make one with: openssl rand -hex 32`;
}

const MOST_WRONG = 20;
/** Of so many addresses wrong tokens are remembered. */
const MOST_ADDRESSES = 1000;

/** Null: the request may pass. Who sent too many wrong tokens is not heard for the rest of that minute, right or wrong. */
export type TokenCheck = (headers: IncomingHttpHeaders, address: string) => Refusal | null;

/** `token` null: none is asked for. */
export function tokenCheck(token: string | null, clock: Clock): TokenCheck {
  if (token === null) return () => null;
  const right = digest(token);
  const wrong = new Map<string, { readonly since: number; count: number }>();
  const guess = (address: string): void => {
    const known = wrong.get(address);
    if (known !== undefined) known.count += 1;
    else wrong.set(address, { since: clock.monotonic(), count: 1 });
    const [oldest] = wrong.keys();
    if (wrong.size > MOST_ADDRESSES && oldest !== undefined) wrong.delete(oldest);
  };
  return (headers, address) => {
    const known = wrong.get(address);
    const left = known === undefined ? 0 : known.since + MINUTE - clock.monotonic();
    if (left <= 0) wrong.delete(address);
    else if (known !== undefined && known.count >= MOST_WRONG) return tooMany(left);
    const [, given] = /^bearer +(\S+) *$/i.exec(headers.authorization ?? '') ?? [];
    // Takes as long for a wrong token as for the right one.
    if (given !== undefined && timingSafeEqual(digest(given), right)) return null;
    if (given !== undefined) guess(address);
    return unauthorized(given !== undefined);
  };
}

function unauthorized(isWrong: boolean): Refusal {
  const challenge = isWrong ? ', error="invalid_token"' : '';
  return {
    status: 401,
    message: 'send the token of MCP_TOKEN as `Authorization: Bearer …`',
    headers: { 'WWW-Authenticate': `Bearer realm="k8s-monitor"${challenge}` },
  };
}

function tooMany(leftMs: number): Refusal {
  const seconds = Math.ceil(leftMs / SECOND);
  const message = `too many wrong tokens from this address: mend the token, and try again in ${seconds} s`;
  return { status: 429, message, headers: { 'Retry-After': `${seconds}` } };
}

/** Of the same length for every text, as the comparison wants it. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

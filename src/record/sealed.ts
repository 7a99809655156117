import { createHash } from 'node:crypto';

const SEAL = /^\{"sha256":"([0-9a-f]{64})",/;
const SEAL_LENGTH = '{"sha256":"",'.length + 64;
/** What older versions wrote begins like this: anything else without a seal had one, whose name is damaged. */
const LOOKS_RIGHT = /^\s*\{\s*"schemaVersion"/;
const LONG = 4 * 1024 * 1024;

export type Unsealed =
  | { readonly status: 'ok'; readonly raw: unknown }
  /** `why` for people: `cut off or changed`. */
  | { readonly status: 'damaged'; readonly why: string };

/** An object as one line of JSON with a checksum of the rest in front: one bit that turns is found out. */
export function seal(value: object): string {
  const body = JSON.stringify(value).slice(1);
  return `{"sha256":"${sha256(body)}",${body}\n`;
}

/** Takes what `seal` wrote. What older versions and people wrote has no seal, begins with its version, and is taken as it is. */
export function unseal(text: string): Unsealed {
  const sum = SEAL.exec(text)?.[1];
  if (sum === undefined) {
    const looksRight = LOOKS_RIGHT.test(text.slice(0, 200));
    if (text.length > LONG && !looksRight) return { status: 'damaged', why: 'garbage' };
    const parsed = parse(text);
    return parsed.status === 'ok' && !looksRight ? { status: 'damaged', why: 'it has lost its checksum' } : parsed;
  }
  const body = text.slice(SEAL_LENGTH).trimEnd();
  if (sha256(body) !== sum) return { status: 'damaged', why: 'cut off or changed: the checksum is another one' };
  return parse(`{${body}`);
}

function parse(text: string): Unsealed {
  try {
    return { status: 'ok', raw: JSON.parse(text) };
  } catch {
    return { status: 'damaged', why: text.trim() === '' ? 'empty' : 'not JSON, perhaps cut off' };
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

import { Buffer } from 'node:buffer';

/** Takes out our own tokens wherever they stand, whatever they look like: the last check before anything leaves. */
export function scrubExact(text: string, secrets: readonly string[]): string {
  // The longest first: one may begin another.
  const known = secrets.filter((secret) => secret.trim().length >= SHORTEST).sort((a, b) => b.length - a.length);
  return known.flatMap(spellings).reduce((rest, secret) => rest.replaceAll(secret, '[redacted: own token]'), text);
}

/** Shorter ones are no tokens, and would take ordinary words out. */
const SHORTEST = 6;

/** As it is, in a URL, in JSON, in base64. */
function spellings(secret: string): string[] {
  const padded = Buffer.from(secret).toString('base64');
  return [
    ...new Set([
      secret,
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
      padded,
      padded.replace(/=+$/, ''),
    ]),
  ];
}

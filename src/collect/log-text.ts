import type { Untrusted } from '../domain/untrusted.ts';
import { redact } from '../platform/redact/redact.ts';

export const LOG_BYTES = 64 << 10;
export const LOG_LINES = 100;

/** The end of what a container printed, as text: whole characters, no NULs, no secrets. */
export function logText(bytes: Uint8Array, most = LOG_LINES): { readonly text: Untrusted; readonly cut: boolean } {
  const tail = bytes.subarray(-LOG_BYTES);
  // The cut may have fallen into a character: its rest says nothing.
  let start = 0;
  if (tail.length < bytes.length) while (start < 3 && isContinuation(tail[start])) start += 1;
  const decoded = new TextDecoder().decode(tail.subarray(start)).replaceAll('\0', '');
  const lines = decoded.split('\n');
  const ends = lines.at(-1) === '' ? 1 : 0;
  const kept = lines.slice(-most - ends);
  return { text: redact(kept.join('\n'), LOG_BYTES), cut: tail.length < bytes.length || kept.length < lines.length };
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}

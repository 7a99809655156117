import { clip } from './words.ts';

/** Somebody's message as the end of our sentence; other words where it is empty. */
export function phrase(text: string | null | undefined, otherwise: string): string {
  return clip(text ?? '') || otherwise;
}

/** `2026-01-13 02:00 UTC`. */
export function timeText(date: Date): string {
  return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** `a`, `a and b`, `a, b, c and 4 more`. */
export function namesText(names: readonly string[], most = 3): string {
  const shown = names.length > most + 1 ? [...names.slice(0, most), `${names.length - most} more`] : [...names];
  const last = shown.pop() ?? '';
  return shown.length === 0 ? last : `${shown.join(', ')} and ${last}`;
}

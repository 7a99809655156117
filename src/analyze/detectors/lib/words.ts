const LONGEST = 200;

/** `1 restart`, `2 restarts`. */
export function count(n: number, noun: string): string {
  return n === 1 ? `${n} ${noun}` : `${n} ${noun}s`;
}

/** Text of the cluster as one short line without a full stop. */
export function clip(text: string, most = LONGEST): string {
  const line = text.replace(/\s+/g, ' ').trim().replace(/\.$/, '');
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}

/** What stands between two signs behind a mark; null when it is not there. */
export function between(text: string, mark: string, open: string, close: string): string | null {
  const at = text.indexOf(mark);
  if (at < 0) return null;
  const start = text.indexOf(open, at + mark.length);
  if (start < 0) return null;
  const end = text.indexOf(close, start + open.length);
  return end < 0 ? null : text.slice(start + open.length, end);
}

export function hasAny(text: string, needles: readonly string[]): boolean {
  return needles.some((needle) => text.includes(needle));
}

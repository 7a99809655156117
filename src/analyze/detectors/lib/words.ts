import { DAY, HOUR, MINUTE, SECOND } from '../../../domain/duration.ts';

const LONGEST = 200;

/** `45 s`, `6 min`, `2 h 5 min`, `3 d 4 h`: the two largest units that matter. */
export function durationText(ms: number): string {
  if (ms < MINUTE) return `${Math.max(0, Math.floor(ms / SECOND))} s`;
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`;
  if (ms < DAY) return pair(Math.floor(ms / HOUR), 'h', Math.floor((ms % HOUR) / MINUTE), 'min');
  return pair(Math.floor(ms / DAY), 'd', Math.floor((ms % DAY) / HOUR), 'h');
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

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

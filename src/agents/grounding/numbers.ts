const UNIT = 'ms|[kmgtp]i?b?|[kmgtp]ibi?|%|seconds?|secs?|s|minutes?|mins?|hours?|hrs?|h|days?|d|cpus?|cores?';
const NUMBER = new RegExp(`(\\d{1,3}(?:,\\d{3})+|\\d+(?:\\.\\d+)*)(?:[ -]?(${UNIT})(?![\\p{L}\\p{N}_]))?`, 'giu');
const SIZES: Readonly<Record<string, number>> = { k: 1, m: 2, g: 3, t: 4, p: 5 };
const SPANS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** A number in a text, with its unit if it has one. */
export interface Read {
  readonly found: string;
  readonly at: number;
  readonly value: number;
  /** Of the number alone. */
  readonly digits: string;
  readonly unit: string;
}

/** Not those with `notAfter` before or `notBefore` behind: they are part of a name. */
export function numbersIn(text: string, notAfter = /[\d.]$/, notBefore = /^\d/): readonly Read[] {
  return [...text.matchAll(NUMBER)].flatMap((match) => {
    const [found, digits = '', unit = ''] = match;
    const at = match.index;
    // A unit that belongs to a longer word is none, but the number before it may be named.
    if (
      notAfter.test(text.slice(Math.max(0, at - 1), at)) ||
      notBefore.test(text.slice(at + found.length, at + found.length + 2))
    )
      return [];
    return [{ found, at, digits, unit, value: Number(digits.replaceAll(',', '')) }];
  });
}

/** What a size may be in bytes: people write 64 MB for 64 MiB. Null: it is no size. */
export function bytesOf(value: number, unit: string): readonly number[] | null {
  // A small m alone is thousandths or minutes.
  const letter =
    unit === 'm' || !/^[kmgtp](?:i?b?|ibi)$/i.test(unit) ? undefined : SIZES[unit.slice(0, 1).toLowerCase()];
  return letter === undefined ? null : [value * 1024 ** letter, value * 1000 ** letter];
}

/** Seconds, or null. */
export function spanOf(value: number, unit: string): number | null {
  if (/^ms$/i.test(unit)) return value / 1000;
  const factor = /^(?:s|sec|m|min|h|hr|hour|d|day|minute|second)/.test(unit) ? SPANS[unit.slice(0, 1)] : undefined;
  return factor === undefined ? null : value * factor;
}

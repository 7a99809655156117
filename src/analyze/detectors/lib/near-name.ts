/** Fewer letters than this and everything is near everything. */
const SHORT = 4;
const LONG = 8;

/** The name that was probably meant: another spelling, a letter or two off, one word more or less; null for none. */
export function nearName(name: string, others: Iterable<string>): string | null {
  let best: { readonly name: string; readonly rank: number } | null = null;
  for (const other of others) {
    const rank = rankOf(name, other);
    if (rank === null) continue;
    if (best === null || rank < best.rank || (rank === best.rank && other < best.name)) best = { name: other, rank };
  }
  return best?.name ?? null;
}

/** The lower, the nearer; null for a name that is another one. */
function rankOf(name: string, other: string): number | null {
  if (name === other) return null;
  if (bare(name) === bare(other)) return 0;
  if (Math.min(name.length, other.length) < SHORT) return null;
  const most = Math.min(name.length, other.length) < LONG ? 1 : 2;
  const apart = distance(...withoutEnds(name, other), most);
  if (apart <= most) return apart;
  return hasOneWordMore(name, other) || hasOneWordMore(other, name) ? 3 : null;
}

/** `App_Config` and `app-config` are the same word. */
function bare(name: string): string {
  return name.toLowerCase().replace(/[-_.]/g, '');
}

/** `app-config-v2` of `app-config`. */
function hasOneWordMore(long: string, short: string): boolean {
  if (long.length <= short.length + 1) return false;
  const more = long.startsWith(short)
    ? long.slice(short.length)
    : long.endsWith(short)
      ? long.slice(0, -short.length)
      : '';
  return /^[-_.][a-z0-9]+$/i.test(more) || /^[a-z0-9]+[-_.]$/i.test(more);
}

/** What both begin and end with needs no counting. */
function withoutEnds(a: string, b: string): readonly [string, string] {
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < shorter - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  return [a.slice(start, a.length - end), b.slice(start, b.length - end)];
}

/** Letters to add, drop, change or swap; more than `most` is not counted out. */
function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let older: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(
        Math.min(
          at(last, j) + 1,
          at(row, j - 1) + 1,
          at(last, j - 1) + same,
          swapped ? at(older, j - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    if (Math.min(...row) > most) return most + 1;
    older = last;
    last = row;
  }
  return at(last, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}

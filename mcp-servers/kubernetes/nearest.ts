const MOST = 3;
const ENOUGH = 0.35;

/** Up to three names that are much like the one that was asked for, the likest first. */
export function nearest(wanted: string, names: readonly string[]): readonly string[] {
  const pairs = pairsIn(wanted.slice(0, 253));
  return [...new Set(names)]
    .map((name) => ({ name, likeness: likeness(pairs, pairsIn(name)) }))
    .filter(({ likeness: like }) => like >= ENOUGH)
    .sort((a, b) => b.likeness - a.likeness || (a.name < b.name ? -1 : 1))
    .slice(0, MOST)
    .map(({ name }) => name);
}

/** The part of the letter pairs that both have: 1 for the same name. */
function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size + b.size === 0) return 0;
  return (2 * [...a].filter((pair) => b.has(pair)).length) / (a.size + b.size);
}

function pairsIn(name: string): ReadonlySet<string> {
  return new Set(Array.from({ length: Math.max(0, name.length - 1) }, (_, at) => name.slice(at, at + 2)));
}

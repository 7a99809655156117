import type { Entry } from './workloads.ts';

/** How an entry is called in the file. */
export interface Title {
  readonly name: string;
  /** Empty: the name is that of its workloads. */
  readonly aliases: readonly string[];
}

/**
 * Gives each entry a name that is its own in the whole file. Workloads are matched by the entry's name first, and by its aliases
 * only where that finds nothing: an entry with aliases therefore never has the name of a workload beside them.
 */
export function titlesOf(entries: readonly Entry[]): ReadonlyMap<Entry, Title> {
  const shared = Map.groupBy(
    entries.filter(({ family }) => family === null),
    ({ names }) => names[0] ?? '',
  );
  const titles = new Map<Entry, Title>();
  for (const [name, [entry, ...others]] of shared) {
    if (entry !== undefined && others.length === 0) titles.set(entry, { name, aliases: [] });
  }
  const taken = new Set(entries.flatMap(({ names }) => names));
  for (const entry of entries.filter((candidate) => !titles.has(candidate))) {
    const name = freeName(entry, taken);
    taken.add(name);
    titles.set(entry, { name, aliases: entry.names });
  }
  return titles;
}

/** Characters. The parser takes up to 253. */
const LONGEST = 200;

function freeName({ family, namespace, names }: Entry, taken: ReadonlySet<string>): string {
  const own = names[0] ?? '';
  const wanted =
    family === null ? [`${namespace}-${own}`, `${own}-in-${namespace}`] : [family, `${family}-${namespace}`];
  const free = wanted.find((name) => name.length <= LONGEST && !taken.has(name));
  if (free !== undefined) return free;
  for (let number = 2; ; number += 1) {
    const name = `${namespace}-${number}`;
    if (!taken.has(name)) return name;
  }
}

// From the words people use ("MySQL database", "backend") to the listed names, and both directions of each dependency.
import type { Service } from '../../domain/service.ts';

/** Words that say what a thing is, not which one. */
const NOISE = new Set(
  'database databases db server service cluster instance api app application store secrets secret storage backend operator controller deployment the for via from'.split(
    ' ',
  ),
);

/** What is not listed stays as written: AWS, Datadog, "all apps". */
export function resolveDependencies<T extends Service>(services: readonly T[]): readonly T[] {
  const resolve = resolver(services);
  const named = (service: T, written: readonly string[]): Set<string> =>
    new Set(written.flatMap(resolve).filter((name) => name !== service.name));
  const needs = new Map(services.map((service) => [service.name, named(service, service.dependencies)]));
  const neededBy = new Map(services.map((service) => [service.name, named(service, service.dependents)]));
  invert(needs, neededBy);
  invert(neededBy, needs);
  return services.map((service) => ({
    ...service,
    dependencies: [...(needs.get(service.name) ?? [])],
    dependents: [...(neededBy.get(service.name) ?? [])],
  }));
}

type Links = ReadonlyMap<string, Set<string>>;

function invert(from: Links, into: Links): void {
  for (const [name, others] of from) {
    for (const other of others) into.get(other)?.add(name);
  }
}

/** The listed names that a written one means; itself when there is none. */
function resolver(services: readonly Service[]): (written: string) => readonly string[] {
  const exact = new Map<string, string>();
  const byFirst = new Map<string, Named[]>();
  const byLast = new Map<string, Named[]>();
  for (const service of services) {
    for (const name of [service.name, ...service.aliases]) {
      const words = wordsOf(name);
      const joined = words.join('-');
      if (!exact.has(joined)) exact.set(joined, service.name);
      const named = { words, name: service.name };
      push(byFirst, words[0], named);
      push(byLast, words.at(-1), named);
    }
  }
  return (written) => {
    // "AWS Secrets (for vault)" is not vault: a remark counts for nothing.
    const words = wordsOf(written.replace(/\([^)]*\)?/g, ' '));
    const found = exact.get(words.join('-'));
    if (found !== undefined) return [found];
    const inside = words.flatMap((word, at) =>
      (byFirst.get(word) ?? []).filter((named) => leavesNoise(words, at, named.words)),
    );
    const best = longest(inside);
    if (best.length > 0) return best;
    const partly = [
      ...(byFirst.get(words[0] ?? '') ?? []).filter((n) => startsWith(n.words, words)),
      ...(byLast.get(words.at(-1) ?? '') ?? []).filter((n) => startsWith(n.words.toReversed(), words.toReversed())),
    ];
    return partly.length > 0 ? [...new Set(partly.map(({ name }) => name))] : [written];
  };
}

interface Named {
  readonly words: readonly string[];
  readonly name: string;
}

/** "MySQL database" is mysql and nothing else; "vault UI" is something of its own. */
function leavesNoise(words: readonly string[], at: number, name: readonly string[]): boolean {
  if (!startsWith(words.slice(at), name)) return false;
  return [...words.slice(0, at), ...words.slice(at + name.length)].every((word) => NOISE.has(word));
}

function longest(named: readonly Named[]): readonly string[] {
  const most = Math.max(0, ...named.map(({ words }) => words.length));
  return [...new Set(named.filter(({ words }) => words.length === most).map(({ name }) => name))];
}

function startsWith(words: readonly string[], beginning: readonly string[]): boolean {
  return beginning.length > 0 && beginning.every((word, index) => words[index] === word);
}

function wordsOf(text: string): readonly string[] {
  return text
    .slice(0, 300)
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
    .slice(0, 12);
}

function push(map: Map<string, Named[]>, key: string | undefined, value: Named): void {
  if (key === undefined) return;
  const list = map.get(key);
  // A file of ten thousand services that begin alike is no inventory; it must not take forever.
  if (!list) map.set(key, [value]);
  else if (list.length < 50) list.push(value);
}

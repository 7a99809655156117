import type { Incidence } from './incidence.ts';
import type { Touched } from './touched.ts';

/** Namespaces of these names are folders of everybody, too. */
const FOLDERS = /^(?:default|system|apps?|base|clusters?|infra(?:structure)?|prod(?:uction)?|staging|dev)$/;

/**
 * The namespace that all the files lie with, where a name alone made them the incident's: two teams may each have an `api`. Null: they
 * lie with the incident's own, or with none that is known.
 */
export function otherNamespace(
  { target, files }: Touched,
  { namespaces, owner }: Incidence,
  known: readonly string[],
): string | null {
  if (target.relation !== 'named' || files.length === 0) return null;
  const own = new Set([...namespaces, owner.namespace ?? '', ...target.names].map((name) => name.toLowerCase()));
  const spaces = new Set(namespaces);
  const others = known.filter((name) => !own.has(name) && !FOLDERS.test(name));
  const found = files.map(({ path }) => {
    const parts = path.toLowerCase().split('/');
    return parts.some((part) => spaces.has(part)) ? null : (others.find((name) => parts.includes(name)) ?? null);
  });
  return found.includes(null) ? null : (found[0] ?? null);
}

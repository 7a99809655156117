import { isKind, type Kind } from './registry.ts';
import type { SkippedObject, Snapshot } from './snapshot.ts';

/** What stands in `skipped` beside objects: nothing follows from it about what the cluster holds. */
export const NO_OBJECT = { log: 'pods/log', olderEvents: 'events/older' } as const;
const NOTHING_HIDDEN: ReadonlySet<string> = new Set(Object.values(NO_OBJECT));

type Places = ReadonlyMap<Kind | 'any', ReadonlySet<string | null>>;
/** Asked for thousands of times in a cycle, and a snapshot never changes. */
const known = new WeakMap<Snapshot['skipped'], Places>();

/**
 * True where an object of this kind was left out: it is there, though nobody could understand it, so that nothing may be
 * concluded from its absence. One that doesn't say where or what it is may be anywhere, or anything. Null asks for all namespaces.
 */
export function isLeftOut({ skipped }: Pick<Snapshot, 'skipped'>, kind: Kind, namespace: string | null): boolean {
  const places = known.get(skipped) ?? placesOf(skipped);
  known.set(skipped, places);
  return [places.get(kind), places.get('any')].some(
    (where) => where !== undefined && (namespace === null || where.has(null) || where.has(namespace)),
  );
}

/** Objects that nobody could judge. */
export function unjudged(skipped: readonly SkippedObject[]): readonly SkippedObject[] {
  return skipped.filter(({ kind }) => !NOTHING_HIDDEN.has(kind));
}

function placesOf(skipped: readonly SkippedObject[]): Places {
  const places = new Map<Kind | 'any', Set<string | null>>();
  for (const { kind, namespace, name } of unjudged(skipped)) {
    const of = isKind(kind) ? kind : 'any';
    places.set(of, (places.get(of) ?? new Set()).add(name === null ? null : namespace));
  }
  return places;
}

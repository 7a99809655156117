import { objectsByKind } from '../kinds/project.ts';
import { ALL_KINDS, KINDS, type Kind, type ObjectOf } from '../kinds/registry.ts';
import type { Coverage, Snapshot } from '../kinds/snapshot.ts';

/** What a live cycle with `--namespace` would have read of the same cluster: nothing is known of other namespaces. */
export function onlyNamespaces(snapshot: Snapshot, namespaces: readonly string[]): Snapshot {
  if (namespaces.length === 0) return snapshot;
  const wanted = new Set(namespaces);
  const isIn = ({ namespace }: { readonly namespace?: string | null | undefined }): boolean =>
    (namespace ?? null) === null || wanted.has(namespace ?? '');
  const coverage = new Map<Kind, Coverage>(snapshot.coverage);
  const complete = new Map<Kind, readonly string[]>(snapshot.completeNamespaces);
  for (const kind of ALL_KINDS.filter((k) => KINDS[k].namespaced)) {
    const before = coverage.get(kind);
    if (before !== 'full' && before !== 'partial') continue;
    const read = complete.get(kind) ?? [];
    coverage.set(kind, 'partial');
    complete.set(kind, before === 'full' ? [...wanted].sort() : read.filter((ns) => wanted.has(ns)));
  }
  return {
    ...snapshot,
    objects: objectsByKind(<K extends Kind>(kind: K): readonly ObjectOf<K>[] =>
      KINDS[kind].namespaced ? snapshot.objects[kind].filter(({ metadata }) => isIn(metadata)) : snapshot.objects[kind],
    ),
    coverage,
    completeNamespaces: complete,
    gaps: snapshot.gaps.filter(isIn),
    logs: snapshot.logs.filter(({ pod }) => isIn(pod)),
    skipped: snapshot.skipped.filter(isIn),
  };
}

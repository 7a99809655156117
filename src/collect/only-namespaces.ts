import { objectsByKind } from '../kinds/project.ts';
import { ALL_KINDS, KINDS, type Kind, type KindEntry, type ObjectOf, resourceName } from '../kinds/registry.ts';
import type { Coverage, Snapshot } from '../kinds/snapshot.ts';

/** What a live cycle with `--namespace` would have read of the same cluster: nothing is known of other namespaces. */
export function onlyNamespaces(snapshot: Snapshot, namespaces: readonly string[]): Snapshot {
  if (namespaces.length === 0) return snapshot;
  const wanted = new Set(namespaces);
  const isIn = ({ namespace }: { readonly namespace?: string | null | undefined }): boolean =>
    (namespace ?? null) === null || wanted.has(namespace ?? '');
  const coverage = new Map<Kind, Coverage>(snapshot.coverage);
  const complete = new Map<Kind, readonly string[]>(snapshot.completeNamespaces);
  for (const kind of ALL_KINDS.filter((k) => isLimited(k))) {
    const before = coverage.get(kind);
    if (before !== 'full' && before !== 'partial') continue;
    const read = complete.get(kind) ?? [];
    coverage.set(kind, 'partial');
    complete.set(kind, before === 'full' ? [...wanted].sort() : read.filter((ns) => wanted.has(ns)));
  }
  return {
    ...snapshot,
    objects: objectsByKind(<K extends Kind>(kind: K): readonly ObjectOf<K>[] =>
      isLimited(kind) ? snapshot.objects[kind].filter(({ metadata }) => isIn(metadata)) : snapshot.objects[kind],
    ),
    coverage,
    completeNamespaces: complete,
    gaps: snapshot.gaps.filter((gap) => isIn(gap) || UNLIMITED.has(gap.resource)),
    logs: snapshot.logs.filter(({ pod }) => isIn(pod)),
    volumes: snapshot.volumes.filter(isIn),
    skipped: snapshot.skipped.filter(isIn),
  };
}

/** What is read in one namespace alone is the cluster's own, and is read whatever the cycle is limited to. */
function isLimited(kind: Kind): boolean {
  const { namespaced, within }: KindEntry = KINDS[kind];
  return namespaced && within === undefined;
}

const UNLIMITED: ReadonlySet<string> = new Set(ALL_KINDS.filter((kind) => !isLimited(kind)).map(resourceName));

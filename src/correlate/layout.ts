import { type ObjectRef, sameRef } from '../domain/object-ref.ts';
import type { Sync } from './cluster-history.ts';
import type { Incidence } from './incidence.ts';
import { withBases } from './overlays.ts';
import { isSameRepository } from './repository-address.ts';
import { pathFault } from './repository-path.ts';

/** What the cluster says of where a workload comes from. */
export interface Layout {
  readonly app: string;
  /** Folders end in a slash. */
  readonly paths: readonly string[];
  /** The branch that is really synced; null: the default one, or not told. */
  readonly branch: string | null;
  /** Its manifests are elsewhere: this repository; null when they are here. */
  readonly elsewhere: string | null;
  /** The tag, version or commit it stays at: what is committed to its folder does not reach it. Null: it follows a branch. */
  readonly pinned: string | null;
  /** What it last brought from here: its time, and all commits it is known to have brought; null: not told. */
  readonly syncedAt: Date | null;
  readonly brought: readonly string[];
  readonly inSync: boolean | null;
}

/** The application that brings the owner into the cluster: it lists it, or is the only one of its namespace. */
export function syncOf(owner: ObjectRef, syncs: readonly Sync[]): Sync | null {
  const lists = syncs.find((sync) => sync.objects.some((object) => sameRef(object, owner)));
  if (lists !== undefined || owner.namespace === null) return lists ?? null;
  const inside = syncs.filter(({ namespace, objects }) => namespace === owner.namespace && objects.length === 0);
  return inside.length === 1 ? (inside[0] ?? null) : null;
}

/** Folders and branch of it in the repository that is read; null: nobody says. */
export function layoutOf(
  { owner }: Pick<Incidence, 'owner'>,
  syncs: readonly Sync[],
  repository: string,
): Layout | null {
  const sync = syncOf(owner, syncs);
  if (sync === null) return null;
  const here = sync.sources.filter((source) => source.path !== null && isSameRepository(source.repository, repository));
  const folders = here.flatMap(({ path }) => folderOf(path ?? ''));
  const followed = here.filter(({ revision }) => pinIn(revision) === null).flatMap(({ path }) => folderOf(path ?? ''));
  const files = definitionOf(sync, syncs, folders);
  const [first] = sync.sources;
  const isHere = here.length > 0 || sync.sources.every(({ chart }) => chart !== null);
  return {
    app: sync.app.name,
    paths: [...new Set([...withBases(followed), ...files])],
    branch: here.map(({ revision }) => branchIn(revision)).find((one) => one !== null) ?? null,
    elsewhere: isHere || first === undefined ? null : first.repository,
    pinned:
      followed.length > 0 ? null : (here.map(({ revision }) => pinIn(revision)).find((one) => one !== null) ?? null),
    syncedAt: here.length === 0 ? null : newest(sync.history),
    brought: sync.history.map(({ revision }) => revision),
    inSync: sync.inSync,
  };
}

function folderOf(path: string): readonly string[] {
  const bare = path.replace(/^(?:\.?\/)+/, '').replace(/\/+$/, '');
  return bare === '' || bare === '.' || pathFault(bare) !== null ? [] : [`${bare}/`];
}

/** The file that defines the application: in the folder of the one that manages it, else beside its own folder. */
function definitionOf(sync: Sync, syncs: readonly Sync[], folders: readonly string[]): readonly string[] {
  const parent = syncs.find((other) => other.objects.some((object) => sameRef(object, sync.app)));
  const above = (parent?.sources ?? []).flatMap(({ path }) => folderOf(path ?? ''));
  const beside = folders.map((folder) => folder.replace(/[^/]+\/$/, ''));
  return [...new Set([...above, ...beside])].map((folder) => `${folder}${sync.app.name}.yaml`);
}

function newest(history: Sync['history']): Date | null {
  return history.length === 0 ? null : new Date(Math.max(...history.map(({ at }) => at.getTime())));
}

/** HEAD is the default branch. */
function branchIn(revision: string | null): string | null {
  if (revision === null || revision === '' || revision === 'HEAD' || pinIn(revision) !== null) return null;
  return revision.replace(/^refs\/heads\//, '');
}

/** Tags, versions, ranges and commits are no branches. */
function pinIn(revision: string | null): string | null {
  const isPin = /^(?:[0-9a-f]{7,64}$|refs\/tags\/|[~^>=<*]|v?\d+(?:\.[\dx*]+)+)/.test(revision ?? '');
  return isPin ? revision : null;
}

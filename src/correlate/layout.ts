import { type ObjectRef, sameRef } from '../domain/object-ref.ts';
import type { Sync } from './cluster-history.ts';
import type { Incidence } from './incidence.ts';
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
  const files = definitionOf(sync, syncs, folders);
  const [first] = sync.sources;
  const isHere = here.length > 0 || sync.sources.every(({ chart }) => chart !== null);
  return {
    app: sync.app.name,
    paths: [...new Set([...folders, ...files])],
    branch: here.map(({ revision }) => branchIn(revision)).find((one) => one !== null) ?? null,
    elsewhere: isHere || first === undefined ? null : first.repository,
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

/** Tags, versions, ranges and commits are no branches; HEAD is the default one. */
function branchIn(revision: string | null): string | null {
  if (revision === null || revision === '' || revision === 'HEAD') return null;
  if (/^[0-9a-f]{7,64}$/.test(revision) || /^(?:refs\/tags\/|[~^>=<*]|v?\d+(?:\.[\dx*]+)+)/.test(revision)) return null;
  return revision.replace(/^refs\/heads\//, '');
}

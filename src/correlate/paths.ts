import type { Service } from '../domain/service.ts';
import type { Incidence } from './incidence.ts';
import { pathFault } from './repository-path.ts';

/** A part of the repository whose changes may explain an incident. */
export interface Target {
  /** own: where services.txt says its manifests are; dependency: those of a service it needs; named: whatever is named after it. */
  readonly relation: 'own' | 'dependency' | 'named';
  /** For people: the service, or the workload. */
  readonly label: string;
  readonly service: Service | null;
  /** Folders end in a slash. Empty only for `named`. */
  readonly paths: readonly string[];
  /** Names a part of the path must have, in lower case; empty except for `named`. */
  readonly names: readonly string[];
}

/** Where to look; the first one is its own. Empty: nothing in a repository belongs to it, such as to a node. */
export function targetsOf({ service, dependencies, owner, namespaces }: Incidence): readonly Target[] {
  const needed = dependencies.flatMap((other): Target[] => {
    const paths = pathsOf(other);
    const target = { relation: 'dependency', label: other.name, service: other, paths, names: [] } as const;
    return paths.length === 0 ? [] : [target];
  });
  if (service === null) {
    if (owner.namespace === null) return [];
    const names = namesIn([owner.name, ...namespaces]);
    return [{ relation: 'named', label: owner.name, service, paths: [], names }, ...needed];
  }
  const paths = pathsOf(service);
  if (paths.length > 0) return [{ relation: 'own', label: service.name, service, paths, names: [] }, ...needed];
  const names = namesIn([service.name, ...service.aliases]);
  return [{ relation: 'named', label: service.name, service, paths, names }, ...needed];
}

/** Namespaces that hold whatever there is say nothing. */
const SHARED = /^(?:default|kube-.*|system|apps?|infra(?:structure)?|monitoring)$/;

function namesIn(names: readonly string[]): readonly string[] {
  const lower = names.map((name) => name.toLowerCase());
  const [first, ...others] = lower;
  return [...new Set(first === undefined ? [] : [first, ...others.filter((name) => !SHARED.test(name))])];
}

/**
 * Folder and file of a service: `base-apps/api/` and `base-apps/api.yaml` belong together, whichever of them services.txt names; the
 * file of an application of another name too.
 */
export function pathsOf({ gitops }: Service): readonly string[] {
  const app = gitops.app?.replace(/\.ya?ml$/, '') ?? null;
  const given = gitops.path ?? (app === null ? null : app.includes('/') ? app : `base-apps/${app}`);
  const path = given?.replace(/^(?:\.?\/)+/, '') ?? '';
  if (path === '.' || pathFault(path) !== null) return [];
  const file = /^(.+)\.ya?ml(?:\.disabled)?$/.exec(path);
  const bare = file?.[1] ?? path.replace(/\/$/, '');
  const folder = bare.slice(0, bare.lastIndexOf('/') + 1);
  const applications = app === null || app.includes('/') ? [] : [`${folder}${app}.yaml`];
  return [...new Set([`${bare}/`, file === null ? `${bare}.yaml` : path, ...applications])];
}

/** Whether a file is in one of the folders, or is one of the files; switched off (`.disabled`) it is still the same file. */
export function isIn(path: string, wanted: readonly string[]): boolean {
  const bare = path.replace(/\.disabled$/, '');
  return wanted.some((one) => (one.endsWith('/') ? path.startsWith(one) : bare === one.replace(/\.disabled$/, '')));
}

/** `apps/api/deploy.yaml` and `apps/api.yaml` are named after `api`. */
export function isNamedAfter(path: string, names: readonly string[]): boolean {
  const parts = path.toLowerCase().split('/');
  return parts.some(
    (part) => names.includes(part) || names.includes(part.replace(/\.(?:ya?ml|json)(?:\.disabled)?$/, '')),
  );
}

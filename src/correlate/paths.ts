import type { Service } from '../domain/service.ts';
import { pathFault } from './repository-path.ts';

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

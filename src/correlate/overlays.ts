import type { Score } from './score.ts';

/** Kustomize has one base and a folder of its own for each environment: `apps/api/base/`, `apps/api/overlays/prod/`. */
const OVERLAY = /^(?:.*\/)?(?:overlays|envs|environments)\/[^/]+\//;
const NAME = /(^|\/)(?:overlays|envs|environments)\/[^/]+\//;

/** Folders, each overlay with the base beside it. */
export function withBases(paths: readonly string[]): readonly string[] {
  return [
    ...new Set(
      paths.flatMap((path) => (path.endsWith('/') && NAME.test(path) ? [path, path.replace(NAME, '$1base/')] : [path])),
    ),
  ];
}

/** Whether a file is in the overlay of an environment that is not the one of these paths, or when nobody says which one that is. */
function isSiblingOverlay(path: string, paths: readonly string[]): boolean {
  const [overlay] = OVERLAY.exec(path) ?? [];
  return overlay !== undefined && !paths.some((one) => one.startsWith(overlay));
}

interface Place {
  readonly files: readonly { readonly path: string }[];
  readonly target: { readonly paths: readonly string[] };
}

/** Words for a change that lies in such overlays only; null for any other. */
export function siblingWords({ files, target }: Place): string | null {
  const isSibling = files.length > 0 && files.every(({ path }) => isSiblingOverlay(path, target.paths));
  return isSibling ? 'it lies in the overlay of an environment that is not known to be its own' : null;
}

/** Such a change is LOW at most. */
export function ofOverlay(place: Place, result: Score): Score {
  return siblingWords(place) === null ? result : { ...result, confidence: 'LOW' };
}

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const EVALS = join('tests', 'evals');

/** The folder of the evals: the named one, else the one of the source code this program was built from. */
export function evalsFolder(named: string | undefined, cwd: string): string {
  if (named !== undefined) return resolve(cwd, named);
  // Beside dist/ when bundled; two folders up when run from the sources.
  const built = join(import.meta.dirname, '..', EVALS);
  return existsSync(built) ? built : join(import.meta.dirname, '..', '..', EVALS);
}

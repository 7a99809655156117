import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { textAt } from './init-files.ts';
import { OVERLAY } from './init-write.ts';

/**
 * What is left for a person to look after, a line each: tokens that others could read, or that would be committed, and a copy that
 * is none any more.
 */
export async function looseEnds(dir: string): Promise<readonly string[]> {
  const { mode } = await stat(join(dir, '.env'));
  const ignored = await textAt(join(dir, '.gitignore'));
  const names = (ignored ?? '').split(/\r?\n/).map((line) => line.trim());
  return [
    ...((mode & 0o077) === 0 ? [] : ['.env can be read by others, and tokens belong into it: chmod 600 .env']),
    ...(names.some((name) => /^(?:\*\*)?\/?\.env\*?$/.test(name))
      ? []
      : ['.gitignore does not name .env: add it before you commit']),
    // Without a slash in front: people make it here, or in the overlay.
    ...(names.some((name) => /^(?:\*\*\/)?\*?secret\*?\.yaml$/.test(name))
      ? []
      : ['.gitignore does not name secret.yaml: add it before you make that file']),
    ...(await staleCopy(dir)),
  ];
}

async function staleCopy(dir: string): Promise<readonly string[]> {
  const [here, copy] = await Promise.all([
    textAt(join(dir, 'services.txt')),
    textAt(join(dir, OVERLAY, 'services.txt')),
  ]);
  if (here === null || copy === null || here === copy) return [];
  return [`${OVERLAY}/services.txt, which the pod reads, is not your services.txt: cp services.txt ${OVERLAY}/`];
}

import { stat } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import packageJson from '../../../package.json' with { type: 'json' };
import { codeOf } from '../../platform/errors.ts';
import { defaultBase } from '../../setup/overlay.ts';
import { OVERLAY } from './init-write.ts';

/** What the overlay names as its base: an address as it is, a folder as the way to it from the overlay. */
export async function baseOf(
  base: string | undefined,
  dir: string,
): Promise<{ readonly address: string } | { readonly fault: string }> {
  if (base === undefined) return { address: defaultBase(packageJson.version) };
  // kustomize takes no folder by its whole path.
  if (await hasKustomization(base))
    return { address: relative(resolve(dir, OVERLAY), resolve(base)).split(sep).join('/') };
  if (/^[a-z+]+:\/\/\S+$|^[\w.-]+@[\w.-]+:\S+$|^[\w-]+(?:\.[\w-]+)+\/\S+$/.test(base) && !/^\.\.?\//.test(base)) {
    return { address: base };
  }
  return { fault: `--base takes a folder with a kustomization.yaml, or an address of one, not "${base}"` };
}

async function hasKustomization(folder: string): Promise<boolean> {
  try {
    return (await stat(join(folder, 'kustomization.yaml'))).isFile();
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return false;
    throw error;
  }
}

import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, extname, join, relative } from 'node:path';
import { ConfigError, codeOf, messageOf } from '../platform/errors.ts';

export interface SourceFile {
  readonly path: string;
  /** For people, and to find `<namespace>/<pod>/logs.txt` in a dump. */
  readonly name: string;
  readonly bytes: number;
}

const DEEPEST = 6;
const MOST_FILES = 50_000;
const READABLE: ReadonlySet<string> = new Set(['.json', '.yaml', '.yml']);
/** A JavaScript string holds half a gigabyte. */
export const MOST_BYTES = 256 << 20;

/** The file itself, or what a folder holds of JSON, YAML and dumped logs, in the order of their names. Symbolic links are followed. */
export async function filesAt(path: string): Promise<readonly SourceFile[]> {
  const found: SourceFile[] = [];
  const visited = new Set<string>();

  const walk = async (at: string, depth: number): Promise<void> => {
    const info = await stat(at);
    if (info.isFile()) {
      const wanted = depth === 0 || READABLE.has(extname(at)) || at.endsWith('/logs.txt');
      if (wanted) found.push({ path: at, name: relative(path, at) || basename(at), bytes: info.size });
      return;
    }
    const real = await realpath(at);
    // A link back up would never end.
    if (!info.isDirectory() || visited.has(real) || depth > DEEPEST) return;
    visited.add(real);
    for (const name of (await readdir(at)).sort()) {
      if (name.startsWith('.')) continue;
      if (found.length >= MOST_FILES)
        throw new ConfigError(`${path}: more than ${MOST_FILES} files; is this the right folder?`);
      await walk(join(at, name), depth + 1);
    }
  };

  try {
    await walk(path, 0);
  } catch (error) {
    throw error instanceof ConfigError ? error : unreadable(path, error);
  }
  return found;
}

export async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, error: unknown): ConfigError {
  const code = codeOf(error);
  return new ConfigError(
    code === 'ENOENT' ? `${path}: no such file or folder` : `${path}: can't be read: ${code || messageOf(error)}`,
  );
}

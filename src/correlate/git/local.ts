import { readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { codeOf, messageOf, ReadError } from '../../platform/errors.ts';

/**
 * Where the clone at `path` keeps its history, bare or not. Found without git: that refuses a clone of another user, as on a mounted
 * volume, unless it is told the place. Throws a ReadError.
 */
export async function gitDirOf(path: string): Promise<string> {
  const kind = await kindOf(path, path);
  if (kind !== 'folder') throw new ReadError('error', `GIT_REPOSITORY names ${path}: there is no such folder`);
  const inside = join(path, '.git');
  const git = await kindOf(inside, path);
  if (git === 'folder') return inside;
  if (git === 'file') return linkedFrom(inside);
  const isBare =
    (await kindOf(join(path, 'HEAD'), path)) === 'file' && (await kindOf(join(path, 'objects'), path)) === 'folder';
  if (isBare) return path;
  throw new ReadError('error', `GIT_REPOSITORY names ${path}: it is no Git repository`);
}

/** A worktree, or a submodule. */
async function linkedFrom(file: string): Promise<string> {
  const target = /^gitdir: (.+)$/m.exec(await readFile(file, 'utf8'))?.[1];
  if (target === undefined) throw new ReadError('error', `${file} does not say where the repository is`);
  return resolve(dirname(file), target.trim());
}

async function kindOf(path: string, asked: string): Promise<'folder' | 'file' | 'none'> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return 'none';
    const isDenied = codeOf(error) === 'EACCES' || codeOf(error) === 'EPERM';
    throw new ReadError(
      isDenied ? 'forbidden' : 'error',
      `GIT_REPOSITORY names ${asked}, which can't be read: ${messageOf(error)}`,
    );
  }
}

/** Commits whose parents are not in the repository; empty: all of the history is there. */
export async function shallowCommits(gitDir: string): Promise<ReadonlySet<string>> {
  return new Set(
    (await textOf(join(await commonDirOf(gitDir), 'shallow')))?.split('\n').filter((line) => line !== '') ?? [],
  );
}

/** What all worktrees of a repository share. */
export async function commonDirOf(gitDir: string): Promise<string> {
  const common = await textOf(join(gitDir, 'commondir'));
  return common === null ? gitDir : resolve(gitDir, common.trim());
}

async function textOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return null;
  }
}

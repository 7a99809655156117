import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, messageOf, ReadError } from '../../platform/errors.ts';

/** A folder of our own for one repository. */
export interface Workspace {
  readonly folder: string;
  /** Where git looks for somebody's configuration: empty. */
  readonly home: string;
  /** Of the copy of a remote repository. */
  readonly gitDir: string;
  /** Where contents of files are fetched to: secrets among them are not kept. Null: all of it goes away, or nothing is fetched. */
  readonly contents: string | null;
  /** Why nothing of it is kept for the next cycle, for people; null: it is, or nobody wanted it to be. */
  readonly notKept: string | null;
  readonly isTemporary: boolean;
}

/** `<state>/git/<hash of the address>/`; without a state folder, or with one that can't be written, a temporary one. Throws a ReadError. */
export async function openWorkspace(stateDir: string | null, address: string, temporary: string): Promise<Workspace> {
  const hash = createHash('sha256').update(address).digest('hex').slice(0, 16);
  if (stateDir === null) return temporaryWorkspace(temporary, null);
  const folder = join(stateDir, 'git', hash);
  try {
    await mkdir(join(folder, 'home'), { recursive: true, mode: 0o700 });
    return { ...foldersIn(folder), contents: await temporaryFolder(temporary), notKept: null, isTemporary: false };
  } catch (error) {
    if (error instanceof ReadError) throw error;
    return temporaryWorkspace(
      temporary,
      `${folder} can't be written (${codeOf(error)}): the history is fetched anew in each cycle`,
    );
  }
}

async function temporaryWorkspace(temporary: string, notKept: string | null): Promise<Workspace> {
  const folder = await temporaryFolder(temporary);
  await mkdir(join(folder, 'home'));
  return { ...foldersIn(folder), contents: null, notKept, isTemporary: true };
}

async function temporaryFolder(temporary: string): Promise<string> {
  try {
    return await mkdtemp(join(temporary, 'k8s-monitor-git-'));
  } catch (error) {
    throw new ReadError('error', `no folder for git in ${temporary}: ${messageOf(error)}`, { cause: error });
  }
}

function foldersIn(folder: string): Pick<Workspace, 'folder' | 'home' | 'gitDir'> {
  return { folder, home: join(folder, 'home'), gitDir: join(folder, 'repository') };
}

export async function closeWorkspace({ folder, contents, isTemporary }: Workspace): Promise<void> {
  if (contents !== null) await rm(contents, { recursive: true, force: true });
  if (isTemporary) await rm(folder, { recursive: true, force: true });
}

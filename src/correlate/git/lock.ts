import { mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import type { Clock } from '../../platform/clock.ts';
import { codeOf } from '../../platform/errors.ts';

const POLL = 100;
/** Nobody fetches for so long: whoever held the lock is gone. Milliseconds. */
const STALE = 10 * 60_000;

/** Those of this process: after a restart in the same container an old lock has the same number and host in it. */
const held = new Set<string>();

/** One process at a time; the second one waits. Rejects with the signal's reason, or with the file system's error. */
export async function locked<T>(path: string, clock: Clock, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(path), { recursive: true });
  while (!(await taken(path, clock))) await clock.sleep(POLL, signal);
  held.add(path);
  try {
    return await work();
  } finally {
    held.delete(path);
    await rm(path, { force: true });
  }
}

async function taken(path: string, clock: Clock): Promise<boolean> {
  try {
    const file = await open(path, 'wx');
    try {
      await file.writeFile(`${process.pid} ${hostname()}`);
    } finally {
      await file.close();
    }
    return true;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    if (await isLeft(path, clock)) await rm(path, { force: true });
    return false;
  }
}

/** Its process is gone, as far as this machine can tell, or it is too old. */
async function isLeft(path: string, clock: Clock): Promise<boolean> {
  try {
    const [pid = '', host = ''] = (await readFile(path, 'utf8')).split(' ');
    if (host === hostname() && !isWorking(Number(pid), path)) return true;
    return clock.now().getTime() - (await stat(path)).mtimeMs > STALE;
  } catch {
    return false;
  }
}

function isWorking(pid: number, path: string): boolean {
  if (pid === process.pid) return held.has(path);
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

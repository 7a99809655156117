// One builder at a time, across processes; a builder that was killed blocks nobody for long.
import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

const heartbeatMs = 10_000;
const staleMs = 60_000;

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, and belongs to someone else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

async function create(path: string, owner: string): Promise<boolean> {
  try {
    await writeFile(path, owner, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** The dead owner's mark, or undefined while the lock is held by someone alive (or is gone). */
async function deadOwner(path: string): Promise<string | undefined> {
  try {
    const [owner, { mtimeMs }] = await Promise.all([readFile(path, 'utf8'), stat(path)]);
    const [host, pid] = owner.split(' ');
    const died = host === hostname() && !isAlive(Number(pid));
    return died || Date.now() - mtimeMs > staleMs ? owner : undefined;
  } catch {
    return undefined;
  }
}

async function breakLock(path: string, owner: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
    // Two waiters may break at once; whoever finds that it took a fresh lock puts it back.
    if ((await readFile(aside, 'utf8')) !== owner) await link(aside, path).catch(() => undefined);
    await rm(aside, { force: true });
  } catch {
    // Someone else was faster.
  }
}

/** Runs `work` while holding the lock file at `path`. */
export async function withLock<T>(path: string, onWait: () => void, work: () => Promise<T>): Promise<T> {
  const owner = `${hostname()} ${process.pid} ${randomUUID()}`;
  let waited = false;
  while (!(await create(path, owner))) {
    const dead = await deadOwner(path);
    if (dead !== undefined) {
      await breakLock(path, dead);
      continue;
    }
    if (!waited) onWait();
    waited = true;
    await sleep(500);
  }
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => undefined);
  }, heartbeatMs);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    if ((await readFile(path, 'utf8').catch(() => '')) === owner) await rm(path, { force: true });
  }
}

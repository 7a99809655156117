// Disks that are full or read-only, for real: mounts in a namespace of their own, which need no rights and end with the test.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync } from 'node:fs';
import { onTestFinished } from 'vitest';

/** Some containers and distributions don't let us. */
const CAN_MOUNT = spawnSync('unshare', ['-rm', 'true'], { stdio: 'ignore' }).status === 0;

export interface Disk {
  /** What starts a program that meets it. */
  readonly before: readonly string[];
  /** Why it could not write. */
  readonly why: string;
}

/** Has room for nothing more than `spareKb`. Without mounts: no file may be larger than 2 KiB, or have anything in it. */
export async function fullDisk(folder: string, spareKb: number): Promise<Disk> {
  if (!CAN_MOUNT) return { before: atMost(Math.min(spareKb, 2)), why: 'EFBIG' };
  const fill = `mount -t tmpfs -o size=${64 + spareKb}k,mode=777 tmpfs "$1"; head -c 65536 /dev/zero > "$1/filler"`;
  return { before: await mounted(folder, fill), why: 'the disk is full (ENOSPC); make room on it' };
}

/** Shows what is in the folder, and takes nothing. Without mounts: a folder that may not be written, which root may all the same. */
export async function readOnlyDisk(folder: string): Promise<Disk> {
  if (CAN_MOUNT) {
    const before = await mounted(folder, 'mount --bind "$1" "$1"; mount -o remount,bind,ro "$1"');
    return { before, why: 'the disk is read-only (EROFS)' };
  }
  if (process.getuid?.() === 0) return { before: atMost(0), why: 'EFBIG' };
  const modes = spawnSync('find', [folder, '-type', 'd'], { encoding: 'utf8' }).stdout.trim().split('\n');
  for (const dir of modes) chmodSync(dir, 0o555);
  onTestFinished(() => modes.forEach((dir) => void chmodSync(dir, 0o755)));
  return { before: [], why: 'not allowed (EACCES)' };
}

/** No file may grow larger: what a quota does. */
export function atMost(kb: number): readonly string[] {
  return ['bash', '-c', `ulimit -f ${kb}; exec "$0" "$@"`];
}

/** `mount`: shell commands; `$1` is the folder. Returns what starts a program in the namespace. */
async function mounted(folder: string, mount: string): Promise<readonly string[]> {
  const script = `set -e; ${mount}; echo ready; exec cat`;
  const holder = spawn('unshare', ['-rm', 'sh', '-c', script, 'sh', folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  const gone = once(holder, 'close');
  onTestFinished(async () => {
    holder.kill('SIGKILL');
    await gone;
  });
  const [first] = await Promise.race([once(holder.stdout, 'data'), gone]);
  if (String(first) !== 'ready\n') throw new Error(`could not mount on ${folder}: ${first}`);
  return ['nsenter', '-t', String(holder.pid), '-U', '--preserve-credentials', '-m', '--'];
}

// Starts an assembled image about as a container engine would: its root read-only, /tmp in memory, as process 1, as the image's user,
// without any right, with the image's environment and nothing of ours. It is not a container: the kernel's other walls are missing.
import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Image } from './assemble.ts';

export interface Mount {
  readonly from: string;
  /** Absolute, in the image. */
  readonly to: string;
  readonly writable?: true;
}

export interface StartOptions {
  /** Instead of CMD. */
  readonly args?: readonly string[];
  /** Instead of ENTRYPOINT. */
  readonly entrypoint?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly mounts?: readonly Mount[];
  /** False: not even loopback. */
  readonly network?: boolean;
}

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Run by `sh` in the new namespaces: `sh -c SCRIPT sh ROOT MOUNT… -- COMMAND…`, a mount being `ro|rw`, from, to. */
const PREPARE = `set -e
root=$1; shift
mount --rbind "$root" "$root"
mount -t tmpfs -o mode=1777,size=256m,nosuid,nodev tmpfs "$root/tmp"
mount -t proc proc "$root/proc" 2>/dev/null || mount --rbind /proc "$root/proc"
for device in null zero random urandom; do mount --bind "/dev/$device" "$root/dev/$device"; done
while [ "$1" != -- ]; do
  mkdir -p "$root$3" 2>/dev/null || :
  mount --bind "$2" "$root$3"
  if [ "$1" = ro ]; then
    mount -o remount,bind,ro "$root$3" 2>/dev/null || mount -o remount,bind,ro,nosuid,nodev "$root$3"
  fi
  shift 3
done
shift
mount -o remount,bind,ro "$root" 2>/dev/null || mount -o remount,bind,ro,nosuid,nodev "$root"
exec "$@"`;

/** Why images can't be started here; null: they can. */
export function whyNot(): string | null {
  if (process.platform !== 'linux') return 'only Linux has namespaces';
  const tried = spawnSync(...command('unshare', [...NAMESPACES, 'unshare', '--user', '--map-user=65532', 'true']), {
    encoding: 'utf8',
  });
  if (tried.status === 0) return null;
  return `user namespaces are not allowed here: ${tried.error?.message ?? tried.stderr.trim()}`;
}

const NAMESPACES = ['--user', '--map-root-user', '--mount', '--pid', '--fork', '--kill-child'];
const USER = 65532;

/** Who is root becomes somebody else first: then the kernel knows the process by no other number than the image does. */
function command(name: string, args: readonly string[]): [string, string[]] {
  if (process.getuid?.() !== 0) return [name, [...args]];
  const drop = [`--reuid=${USER}`, `--regid=${USER}`, '--clear-groups'];
  return ['setpriv', [...drop, name, ...args]];
}

export type Started = ChildProcessByStdio<null, Readable, Readable>;

/** The process ends with the exit code of the program; use `processOne` for signals. */
export function start({ root, config }: Image, options: StartOptions = {}): Started {
  const { args = config.cmd, entrypoint = config.entrypoint, env = {}, mounts = [], network = true } = options;
  makePlaces(root, mounts);
  const [user = '', group = ''] = config.user.split(':');
  const container = { PATH, HOME: '/tmp', HOSTNAME: 'k8s-monitor', ...config.env, ...env };
  const inside = ['unshare', '--user', `--map-user=${user}`, `--map-group=${group}`, `--root=${root}`];
  const launch = [...inside, `--wd=${config.workdir}`, ...entrypoint, ...args];
  const said = mounts.flatMap(({ from, to, writable }) => [writable === true ? 'rw' : 'ro', from, to]);
  const outside = [...NAMESPACES, ...(network ? [] : ['--net']), 'sh', '-c', PREPARE, 'sh', root, ...said, '--'];
  return spawn(...command('unshare', [...outside, ...launch]), {
    env: container,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Where an engine mounts something there has to be something: it makes that itself, and so do we. */
function makePlaces(root: string, mounts: readonly Mount[]): void {
  for (const name of ['dev', 'proc', 'tmp']) mkdirSync(join(root, name), { recursive: true });
  for (const device of ['null', 'zero', 'random', 'urandom']) touch(join(root, 'dev', device));
  for (const { from, to } of mounts) {
    if (to.startsWith('/tmp/')) continue;
    if (statSync(from).isDirectory()) mkdirSync(join(root, to), { recursive: true });
    else touch(join(root, to));
  }
}

function touch(file: string): void {
  if (existsSync(file)) return;
  mkdirSync(dirname(file), { recursive: true });
  closeSync(openSync(file, 'a'));
}

/** The number that process 1 of the image has out here. */
export function processOne({ pid }: Started): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  if (!/^\d+$/.test(children)) throw new Error(`process ${pid} has ${children === '' ? 'no child' : children}`);
  return Number(children);
}

// A container without an engine: a process in namespaces of its own, which need no rights and end with it.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Image, rootOf } from './image.ts';

export interface ContainerSpec {
  /** An empty folder that the container may have. */
  readonly dir: string;
  readonly image: Image;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly mounts: readonly { readonly from: string; readonly at: string; readonly readOnly: boolean }[];
  readonly user: number;
  readonly group: number;
  readonly readOnlyRoot: boolean;
  readonly mayGainRights: boolean;
}

/** Mounts by lines of how, from, to; then becomes the user, who has no rights outside and none to undo a mount. */
const SCRIPT = `
set -e
root=$1 lines=$2 how_root=$3 tab=$(printf '\\t'); shift 3
mount --bind "$root" "$root"
mount --rbind /proc "$root/proc"
while IFS=$tab read -r how from to; do
  mount --bind "$from" "$root$to"
  [ "$how" = rw ] || mount -o remount,bind,ro "$root$to"
done < "$lines"
[ "$how_root" = rw ] || mount -o remount,bind,ro "$root"
exec "$@"
`;

const PROBE = 'mount --bind /tmp /tmp && exec unshare -U --map-user=65532 --map-group=65532 --root=/ --wd=/ true';

/** Why no container can be played here; null: it can. */
export function noContainers(): string | null {
  if (process.platform !== 'linux') return `a pod is played with Linux namespaces, and this is ${process.platform}`;
  const { status, stderr, error } = spawnSync('unshare', ['-Urm', 'sh', '-c', PROBE], { encoding: 'utf8' });
  if (status === 0) return null;
  const why = error?.message ?? stderr.trim();
  return `a pod is played with user and mount namespaces, which are not allowed here: unshare: ${why}`;
}

export function startContainer(spec: ContainerSpec): ChildProcess {
  const { image } = spec;
  const { root, shown } = rootOf(spec.dir, image);
  const lines = [
    ...shown.filter(([from]) => existsSync(from)).map(([from, to]) => ({ how: 'ro', from, to })),
    ...spec.mounts.map(({ from, at, readOnly }) => ({ how: readOnly ? 'ro' : 'rw', from, to: at })),
  ];
  for (const { from, to } of lines) mountPoint(from, join(root, to));
  const list = join(spec.dir, 'mounts');
  writeFileSync(list, lines.map(({ how, from, to }) => `${how}\t${from}\t${to}\n`).join(''));
  const become = ['unshare', '-U', `--map-user=${spec.user}`, `--map-group=${spec.group}`];
  const rights = spec.mayGainRights ? [] : ['setpriv', '--no-new-privs'];
  const inside = [
    ...rights,
    ...become,
    `--root=${root}`,
    `--wd=${image.workingDir}`,
    ...image.entrypoint,
    ...spec.args,
  ];
  return spawn('unshare', ['-Urm', 'sh', '-c', SCRIPT, 'sh', root, list, spec.readOnlyRoot ? 'ro' : 'rw', ...inside], {
    env: { PATH: process.env['PATH'], ...image.env, ...spec.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function mountPoint(from: string, to: string): void {
  if (statSync(from).isDirectory()) {
    mkdirSync(to, { recursive: true });
    return;
  }
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, '');
}

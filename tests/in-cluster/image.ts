// What the image would bring along, from the Dockerfile: how it is started, in which folder, and with which environment.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const ROOT = join(import.meta.dirname, '..', '..');

export interface Image {
  readonly entrypoint: readonly [program: string, ...args: string[]];
  readonly workingDir: string;
  readonly env: Readonly<Record<string, string>>;
}

/** As its last stage has it. */
export function imageOf(dockerfile = readFileSync(join(ROOT, 'Dockerfile'), 'utf8')): Image {
  const stage = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));
  const words = (name: string): readonly string[] =>
    [...stage.matchAll(new RegExp(`^${name} (.*)$`, 'gm'))].map(([, rest = '']) => rest);
  const env = words('ENV').map((word): [string, string] => {
    const [, name, value] = /^(\w+)=(\S+)$/.exec(word) ?? [];
    if (name === undefined || value === undefined) throw new Error(`Dockerfile: ENV ${word} can't be played`);
    return [name, value];
  });
  const entrypoint = z.tuple([z.string()], z.string()).parse(JSON.parse(words('ENTRYPOINT').at(-1) ?? ''));
  return { entrypoint, workingDir: z.string().parse(words('WORKDIR').at(-1)), env: Object.fromEntries(env) };
}

/** Of a folder or file of this machine a container sees so much, and may write none of it. */
export type Shown = readonly [from: string, to: string];

/** An empty root below `dir`, and what is shown in it: our Node, the libraries it needs, the build. */
export function rootOf(
  dir: string,
  { workingDir }: Image,
): { readonly root: string; readonly shown: readonly Shown[] } {
  const root = join(dir, 'root');
  for (const folder of ['proc', 'dev', 'tmp', workingDir]) mkdirSync(join(root, folder), { recursive: true });
  const ours = ['dist', 'agents', 'package.json'].map((name): Shown => [join(ROOT, name), `/app/${name}`]);
  const libraries = ['/lib', '/lib64', '/usr/lib'].map((path): Shown => [path, path]);
  const devices = ['/dev/null', '/dev/urandom'].map((path): Shown => [path, path]);
  const node = join(ROOT, 'node_modules', 'node', 'bin', 'node');
  return { root, shown: [...ours, ...libraries, ...devices, [node, '/usr/local/bin/node']] };
}

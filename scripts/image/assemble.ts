// Makes the root file system of an image in a folder, without a container engine: the stages that it needs are followed line by line.
// What a base image brings is the checkout's own: its Node and its node_modules, which `npm ci` would bring too.
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, globSync, mkdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';
import { buildContext, type Context } from './context.ts';
import { type ImageConfig, type Instruction, imageConfig, parseStages, type Stage } from './dockerfile.ts';

const ROOT = join(import.meta.dirname, '..', '..');

export interface Image {
  /** Folder with what will be `/`. */
  readonly root: string;
  readonly config: ImageConfig;
}

/** Follows the Dockerfile of the checkout up to `target`, each stage in a folder of `work`. Throws with what a RUN line said. */
export function assemble(target: string, work: string): Image {
  const stages = parseStages(readFileSync(join(ROOT, 'Dockerfile'), 'utf8'));
  const context = buildContext(ROOT);
  const done = new Map<string, Image>();
  const make = (name: string): Image => {
    const made = done.get(name);
    if (made !== undefined) return made;
    const stage = stages.find((one) => one.name === name);
    if (stage === undefined) throw new Error(`the Dockerfile has no stage ${name}`);
    const image = { root: join(work, name), config: imageConfig(stage) };
    done.set(name, image);
    follow(stage, image.root, context, (other) => make(other).root);
    return image;
  };
  return make(target);
}

function follow(stage: Stage, root: string, context: Context, rootOf: (stage: string) => string): void {
  folder(root);
  let workdir = '/';
  for (const one of stage.instructions) {
    if (one.keyword === 'WORKDIR') {
      workdir = one.text;
      folder(join(root, workdir));
    } else if (one.keyword === 'RUN') {
      run(one, join(root, workdir));
    } else if (one.keyword === 'COPY') {
      const [sources, to] = namesOf(one);
      const from = one.flags.get('from');
      const target = to.startsWith('/') ? join(root, to) : join(root, workdir, to);
      for (const source of sources) {
        if (from === undefined) copyContext(context, source, target, to.endsWith('/'));
        else copyStage(rootOf(from), source, target, to.endsWith('/'));
      }
    }
  }
}

/** As images have it, whatever the umask here. */
function folder(path: string): void {
  mkdirSync(path, { recursive: true });
  chmodSync(path, 0o755);
}

function namesOf({ text, line }: Instruction): readonly [readonly string[], string] {
  const words = text.split(/\s+/);
  const to = words.pop();
  if (to === undefined || words.length === 0) throw new Error(`Dockerfile:${line}: COPY wants two names or more`);
  return [words, to.endsWith('.') ? `${to}/` : to];
}

/** The contents of a folder, or a file into a folder or under another name. */
function copyContext({ folder: home, filesOf }: Context, source: string, to: string, intoFolder: boolean): void {
  const path = source.replace(/\/$/, '');
  const isFolder = statSync(join(home, path), { throwIfNoEntry: false })?.isDirectory() === true;
  for (const file of filesOf(path)) {
    const target = isFolder ? join(to, file.slice(path.length + 1)) : intoFolder ? join(to, basename(file)) : to;
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(join(home, file), target);
  }
}

function copyStage(home: string, source: string, to: string, intoFolder: boolean): void {
  const found = globSync(source.replace(/^\//, '').replace(/\/$/, '') || '.', { cwd: home });
  if (found.length === 0) throw new Error(`COPY ${source}: the stage has no such file`);
  for (const name of found) {
    const from = join(home, name);
    const isFolder = statSync(from).isDirectory();
    // Links stay what they are, as in a builder.
    cpSync(from, isFolder || !intoFolder ? to : join(to, basename(name)), { recursive: true, verbatimSymlinks: true });
    if (isFolder)
      for (const each of globSync('**/', { cwd: from })) chmodSync(join(to, each), statSync(join(from, each)).mode);
  }
}

function run({ text, line }: Instruction, cwd: string): void {
  if (/^npm ci\b/.test(text)) {
    symlinkSync(join(ROOT, 'node_modules'), join(cwd, 'node_modules'));
    return;
  }
  const path = [join(ROOT, 'node_modules/.bin'), process.env['PATH'] ?? ''].join(delimiter);
  const ended = spawnSync('sh', ['-ec', `umask 022; ${text}`], {
    cwd,
    env: { ...process.env, PATH: path },
    encoding: 'utf8',
  });
  if (ended.status !== 0)
    throw new Error(`Dockerfile:${line}: ${ended.error?.message ?? ''}${ended.stdout}${ended.stderr}`);
}

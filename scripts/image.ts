// What can be proved of the image without a container engine.
//   node scripts/image.ts lint                     judges the Dockerfile
//   node scripts/image.ts assemble DIR             makes the image's root file system in an empty folder
//   node scripts/image.ts run DIR [ARGUMENTS…]     starts it as a container engine would, /tmp in memory, the network ours
import { chmodSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { assemble } from './image/assemble.ts';
import { imageConfig, parseStages, type Stage } from './image/dockerfile.ts';
import { lint } from './image/lint.ts';
import { start, whyNot } from './image/run.ts';

const [verb, dir, ...args] = process.argv.slice(2);
const dockerfile = readFileSync(join(import.meta.dirname, '..', 'Dockerfile'), 'utf8');

if (verb === 'lint') {
  const found = lint(dockerfile);
  for (const { line, rule, message } of found) console.error(`Dockerfile:${line}: ${message} (${rule})`);
  process.exitCode = found.length > 0 ? 1 : 0;
} else if (verb === 'assemble' && dir !== undefined) {
  mkdirSync(dir, { recursive: true });
  chmodSync(dir, 0o755);
  console.log(assemble('final', resolve(dir)).root);
} else if (verb === 'run' && dir !== undefined) {
  const why = whyNot();
  if (why === null) run(resolve(dir, 'final'));
  else fail(why);
} else {
  fail('node scripts/image.ts lint | assemble DIR | run DIR [ARGUMENTS…]');
}

function final(): Stage {
  const stage = parseStages(dockerfile).at(-1);
  if (stage === undefined) throw new Error('the Dockerfile has no stage');
  return stage;
}

function run(root: string): void {
  const config = imageConfig(final());
  const child = start({ root, config }, args.length > 0 ? { args } : {});
  child.stdout.pipe(process.stdout);
  child.stderr.pipe(process.stderr);
  child.on('close', (code) => {
    process.exitCode = code ?? 1;
  });
}

function fail(message: string): void {
  console.error(message);
  process.exitCode = 2;
}

// What must be there before anything of ours can run: packages, our own Node, the build.
// Plain JavaScript on Node's own modules: it has to work on Node 20 with nothing installed.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const OWN_NODE = join(ROOT, 'node_modules/node/bin/node');
const BUILT_FROM = ['src', 'mcp-servers', 'scripts/build.ts', 'package-lock.json', 'tsconfig.json'];

/** Installs what is missing, and builds when a source is newer than the build. Exits with one clear line when it can't. */
export function prepare() {
  const outdated = changedAt('package-lock.json') > changedAt('node_modules/.package-lock.json');
  if (outdated || !existsSync(join(ROOT, 'node_modules/node'))) {
    step('installing packages', 'npm', ['ci', '--loglevel=error', '--no-audit', '--no-fund']);
  }
  if (!existsSync(OWN_NODE)) {
    // `ignore-scripts` in someone's npm settings leaves the binary out.
    step('fetching Node', 'npm', ['rebuild', 'node', '--ignore-scripts=false', '--loglevel=error']);
    if (!existsSync(OWN_NODE))
      fail('npm did not bring node_modules/node/bin/node; allow its install script and run `npm ci`');
  }
  if (Math.max(...BUILT_FROM.map(newest)) > changedAt('dist/k8s-monitor.js')) {
    step('building', OWN_NODE, ['scripts/build.ts']);
  }
}

/** Runs a command with our Node first on the PATH, and resolves with its exit code. `stdio` as `spawn` takes it. */
export function run(command, args, extraEnv = {}, stdio = 'inherit') {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: ROOT, stdio, env: { ...environment(), ...extraEnv } });
    // Ctrl-C reaches the child by itself, which may still have something to finish: wait for it.
    process.on('SIGINT', () => {});
    process.on('SIGTERM', () => child.kill('SIGTERM'));
    child.on('error', (error) => fail(`cannot start ${command}: ${error.message}`));
    child.on('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)));
  });
}

function step(name, command, args) {
  process.stderr.write(`k8s-monitor: ${name} …\n`);
  const result = spawnSync(command, args, { cwd: ROOT, env: environment(), encoding: 'utf8' });
  if (result.status === 0) return;
  process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}`);
  fail(`${name} failed: ${result.error?.message ?? `${command} ${args[0]} ended with ${result.status}`}`);
}

function fail(message) {
  process.stderr.write(`k8s-monitor: ${message}\n`);
  process.exit(2);
}

function environment() {
  return { ...process.env, PATH: join(ROOT, 'node_modules/.bin') + delimiter + (process.env.PATH ?? '') };
}

/** When this file last changed; 0 when it isn't there. */
function changedAt(path) {
  return statSync(join(ROOT, path), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function newest(path) {
  const full = join(ROOT, path);
  if (!existsSync(full) || !statSync(full).isDirectory()) return changedAt(path);
  // Folders count too, so that a deleted file is noticed.
  return Math.max(changedAt(path), ...readdirSync(full).map((name) => newest(join(path, name))));
}

// The control plane's programs: from KUBEBUILDER_ASSETS, from the cache, or compiled into it.
import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { bound } from './children.ts';
import { withLock } from './lock.ts';
import { type BinaryName, buildEnv, buildFlags, cacheDir, moduleDir, type Target, targets } from './targets.ts';

export type Binaries = {
  dir: string;
  kubeApiserver: string;
  etcd: string;
  kubeControllerManager: string;
  kubeScheduler: string;
  kubectl: string;
  kwok: string;
};
export type Unavailable = { unavailable: string };

const fromAssets: readonly BinaryName[] = ['etcd', 'kube-apiserver', 'kubectl'];

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

const say = (line: string): boolean => process.stderr.write(`control plane: ${line}\n`);

function go(target: Target, output: string): Promise<string | undefined> {
  const args = ['build', ...buildFlags, '-ldflags', target.linker, '-o', output, target.source];
  return new Promise((resolve) => {
    // `nice`: a test run that compiles leaves the machine usable.
    const [command, all] = bound('nice', ['-n', '5', 'go', ...args]);
    const child = spawn(command, all, {
      cwd: moduleDir(target.module),
      env: { ...process.env, ...buildEnv },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => {
      errors = (errors + chunk.toString()).slice(-2000);
    });
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code) => resolve(code === 0 ? undefined : `go build ended with ${code}: ${errors.trim()}`));
  });
}

/** Compiles what is missing; each program appears in the cache whole, by one rename. */
async function build(missing: readonly Target[], dir: string): Promise<Unavailable | undefined> {
  // What a killed builder left behind; the lock is ours.
  const leftovers = (await readdir(dir)).filter((name) => name.endsWith('.partial'));
  for (const name of leftovers) await rm(join(dir, name), { force: true });
  for (const target of missing) {
    const path = join(dir, target.name);
    // Another run may have built it while we waited for the lock.
    if (isExecutable(path)) continue;
    const started = Date.now();
    const partial = `${path}.${process.pid}.partial`;
    say(`compiling ${target.name} (once; minutes with an empty Go cache)`);
    const failed = await go(target, partial);
    if (failed !== undefined) {
      await rm(partial, { force: true });
      return { unavailable: `${target.name} could not be compiled: ${failed}` };
    }
    await rename(partial, path);
    say(`compiled ${target.name} in ${Math.round((Date.now() - started) / 1000)} s`);
  }
  return undefined;
}

export async function ensureBinaries(env: NodeJS.ProcessEnv = process.env): Promise<Binaries | Unavailable> {
  const dir = cacheDir(env);
  const assets = env['KUBEBUILDER_ASSETS'];
  const pathOf = (name: BinaryName): string => {
    const asset = assets !== undefined && fromAssets.includes(name) ? join(assets, name) : '';
    return asset !== '' && isExecutable(asset) ? asset : join(dir, name);
  };
  const missing = targets.filter(({ name }) => !isExecutable(pathOf(name)));
  if (missing.length > 0) {
    if (spawnSync('go', ['version'], { stdio: 'ignore' }).status !== 0) {
      const names = missing.map(({ name }) => name).join(', ');
      const where = assets === undefined ? 'the cache and KUBEBUILDER_ASSETS is not set' : 'the cache and the assets';
      return { unavailable: `Go is not installed, and ${names} not in ${where}` };
    }
    await mkdir(dir, { recursive: true });
    const waiting = (): boolean => say('another run is compiling; waiting for it');
    const failed = await withLock(`${dir}.lock`, waiting, () => build(missing, dir));
    if (failed !== undefined) return failed;
  }
  return {
    dir,
    kubeApiserver: pathOf('kube-apiserver'),
    etcd: pathOf('etcd'),
    kubeControllerManager: pathOf('kube-controller-manager'),
    kubeScheduler: pathOf('kube-scheduler'),
    kubectl: pathOf('kubectl'),
    kwok: pathOf('kwok'),
  };
}

/** At a desk the end-to-end tests may be skipped; CI must never pass by skipping them. */
export const withoutControlPlane = (env: NodeJS.ProcessEnv = process.env): 'skip' | 'fail' =>
  ['', '0', 'false', undefined].includes(env['CI']) ? 'skip' : 'fail';

// Installs the MCP project's own suites into the cache outside the checkout, once for each lock file.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { copyFile, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { withLock } from '../control-plane/lock.ts';
import { cacheRoot } from '../control-plane/targets.ts';

export type Suites = {
  /** The programs, as files for Node. */
  readonly conformance: string;
  readonly inspector: string;
};
export type Unavailable = { readonly unavailable: string };

const FILES = ['package.json', 'package-lock.json'] as const;
const here = (file: string): string => join(import.meta.dirname, file);
const say = (line: string): boolean => process.stderr.write(`MCP suites: ${line}\n`);

function folder(env: NodeJS.ProcessEnv): string {
  const hash = createHash('sha256').update(JSON.stringify([process.platform, process.arch]));
  for (const file of FILES) hash.update(readFileSync(here(file)));
  return join(cacheRoot(env), `mcp-${hash.digest('hex').slice(0, 16)}`);
}

/** The suites from the cache, or from the registry into it. The folder appears whole, by one rename. */
export async function ensureSuites(env: NodeJS.ProcessEnv = process.env): Promise<Suites | Unavailable> {
  const dir = folder(env);
  if (!existsSync(dir)) {
    await mkdir(dirname(dir), { recursive: true });
    const failed = await withLock(
      `${dir}.lock`,
      () => say('another run installs them; waiting for it'),
      () => install(dir),
    );
    if (failed !== undefined) return { unavailable: failed };
  }
  const packages = join(dir, 'node_modules', '@modelcontextprotocol');
  return {
    conformance: join(packages, 'conformance', 'dist', 'index.js'),
    inspector: join(packages, 'inspector', 'clients', 'launcher', 'build', 'index.js'),
  };
}

async function install(dir: string): Promise<string | undefined> {
  // Another run may have installed them while we waited for the lock.
  if (existsSync(dir)) return undefined;
  // What a killed run left behind; the lock is ours.
  const leftovers = (await readdir(dirname(dir))).filter((name) => name.startsWith(`${basename(dir)}.partial`));
  for (const name of leftovers) await rm(join(dirname(dir), name), { recursive: true, force: true });
  const partial = `${dir}.partial-${process.pid}`;
  await mkdir(partial);
  for (const file of FILES) await copyFile(here(file), join(partial, file));
  say('installing (once)');
  const failed = await npmCi(partial);
  if (failed === undefined) await rename(partial, dir);
  else await rm(partial, { recursive: true, force: true });
  return failed;
}

/** Without install scripts: what is fetched runs only when a test runs it. */
function npmCi(cwd: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    const child = spawn('npm', args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => {
      errors = (errors + chunk.toString()).slice(-2000);
    });
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code) => resolve(code === 0 ? undefined : `npm ci ended with ${code}: ${errors.trim()}`));
  });
}

import { readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };
import type { ProgramBench } from '../doctor/bench.ts';

const BUNDLE = 'k8s-monitor.js';
/** From dist/, where the bundle is. */
const ROOT = join(import.meta.dirname, '..');

/** The program itself. */
export function programBench(): ProgramBench {
  return { version: packageJson.version, node: process.versions.node, build, newestSource: () => newestSource(ROOT) };
}

/** The bundle lies beside this file when it is part of it; beside the sources there is none. */
async function build(): Promise<Date | null> {
  const bundle = await stat(join(import.meta.dirname, BUNDLE)).catch(() => null);
  return bundle?.mtime ?? null;
}

/** What the bundle is made of, tests not among it. */
export async function newestSource(root: string): ReturnType<ProgramBench['newestSource']> {
  const folders = await Promise.all(
    ['src', 'mcp-servers'].map((name) =>
      readdir(join(root, name), { recursive: true, withFileTypes: true }).catch(() => []),
    ),
  );
  const files = folders
    .flat()
    .filter((entry) => entry.isFile() && /(?<!\.test)\.ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  const seen = await Promise.all(
    files.map(async (file) => {
      const at = (await stat(file).catch(() => null))?.mtime;
      return at === undefined ? [] : [{ file: relative(root, file), at }];
    }),
  );
  return seen
    .flat()
    .reduce<Awaited<ReturnType<ProgramBench['newestSource']>>>(
      (newest, one) => (newest === null || one.at > newest.at ? one : newest),
      null,
    );
}

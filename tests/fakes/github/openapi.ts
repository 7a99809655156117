// GitHub's own description of its REST API, as far as the fake serves it: fetched once from the npm registry, kept in the cache.
import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { bound } from '../../control-plane/children.ts';
import { withLock } from '../../control-plane/lock.ts';
import { cacheDir } from '../../control-plane/targets.ts';

/** 400 MB unpacked: no dev dependency, and only one file of it is taken out. */
const PACKAGE = '@octokit/openapi@23.0.2';
const INTEGRITY = 'pV8M7L9GY23AybNvTmo2nyjmpmnt6+2sRE/tqr0ZLQcPS4lnw7u5eZGNmwRNkBC3D7gZXbFx5AHzLUVRBXGDhg==';
const FILE = 'package/generated/api.github.com.json';

export const PATHS = [
  '/repos/{owner}/{repo}',
  '/repos/{owner}/{repo}/branches/{branch}',
  '/repos/{owner}/{repo}/commits',
  '/repos/{owner}/{repo}/commits/{ref}',
  '/repos/{owner}/{repo}/commits/{commit_sha}/pulls',
  '/repos/{owner}/{repo}/contents/{path}',
] as const;
export type ApiPath = (typeof PATHS)[number];

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type Node = { readonly [key: string]: Json };

/** The paths, and the schemas and responses they lead to, in OpenAPI 3.0. */
export interface OpenApi {
  readonly paths: Readonly<Record<string, Node>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, Node>>>>;
}

/** The description, or why there is none. */
export async function openApi(env: NodeJS.ProcessEnv = process.env): Promise<OpenApi | { unavailable: string }> {
  const folder = join(dirname(cacheDir(env)), 'github-openapi');
  const recipe = createHash('sha256')
    .update(JSON.stringify([PACKAGE, PATHS]))
    .digest('hex')
    .slice(0, 16);
  const path = join(folder, `${recipe}.json`);
  const kept = await read(path);
  if (kept !== null) return kept;
  await mkdir(folder, { recursive: true });
  const waiting = (): boolean => process.stderr.write('github openapi: another run is fetching it; waiting\n');
  return withLock(`${path}.lock`, waiting, async () => (await read(path)) ?? fetchInto(folder, path));
}

async function read(path: string): Promise<OpenApi | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as OpenApi;
  } catch {
    return null;
  }
}

async function fetchInto(folder: string, path: string): Promise<OpenApi | { unavailable: string }> {
  // What a killed run left behind; the lock is ours.
  for (const name of await readdir(folder)) {
    if (name.startsWith('fetch-') || name.endsWith('.partial'))
      await rm(join(folder, name), { recursive: true, force: true });
  }
  const scratch = await mkdtemp(join(folder, 'fetch-'));
  try {
    process.stderr.write(`github openapi: fetching ${PACKAGE} (once; 28 MB)\n`);
    const [command, args] = bound('npm', ['pack', PACKAGE, '--silent', '--pack-destination', scratch]);
    await promisify(execFile)(command, args, { cwd: scratch, timeout: 300_000 });
    const archive = join(scratch, (await readdir(scratch)).find((name) => name.endsWith('.tgz')) ?? 'none.tgz');
    const sum = createHash('sha512')
      .update(await readFile(archive))
      .digest('base64');
    if (sum !== INTEGRITY) return { unavailable: `${PACKAGE} is not the package it was: sha512 ${sum}` };
    const part = needed(JSON.parse(await unpacked(archive)) as OpenApi);
    await writeFile(`${path}.partial`, JSON.stringify(part));
    await rename(`${path}.partial`, path);
    return part;
  } catch (error) {
    return {
      unavailable: `${PACKAGE} could not be fetched: ${error instanceof Error ? error.message : String(error)}`,
    };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** One file out of the archive, through `tar`. */
async function unpacked(archive: string): Promise<string> {
  const tar = spawn(...bound('tar', ['-xzOf', archive, FILE]), { stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = new Promise<number | null>((resolve, reject) => tar.on('error', reject).on('close', resolve));
  const chunks: Buffer[] = [];
  for await (const chunk of tar.stdout) chunks.push(chunk as Buffer);
  const code = await ended;
  if (code !== 0) throw new Error(`tar ended with ${code}`);
  return Buffer.concat(chunks).toString('utf8');
}

/** GET of the paths, and whatever they refer to. */
function needed({ paths, components }: OpenApi): OpenApi {
  const kept: Record<string, Record<string, Node>> = {};
  const gets = Object.fromEntries(PATHS.map((path): [string, Node] => [path, { get: responsesOf(paths[path]) }]));
  const todo = [...refsIn(gets), '#/components/schemas/basic-error'];
  for (let ref = todo.pop(); ref !== undefined; ref = todo.pop()) {
    const [, , kind = '', name = ''] = ref.split('/');
    const node = components[kind]?.[name];
    if (node === undefined || kept[kind]?.[name] !== undefined) continue;
    kept[kind] = { ...kept[kind], [name]: node };
    todo.push(...refsIn(node));
  }
  return { paths: gets, components: kept };
}

function responsesOf(path: Node | undefined): Node {
  const get = path?.['get'];
  return { responses: isNode(get) ? (get['responses'] ?? {}) : {} };
}

function refsIn(json: Json): string[] {
  if (Array.isArray(json)) return json.flatMap(refsIn);
  if (!isNode(json)) return [];
  const own = json['$ref'];
  return [...(typeof own === 'string' ? [own] : []), ...Object.values(json).flatMap(refsIn)];
}

export function isNode(json: Json | undefined): json is Node {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

// Small Git repositories out of a list of steps, built by the real git: `fast-import` takes a whole history at once.
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface CommitStep {
  readonly commit: string;
  /** Committer's date. */
  readonly at: string | Date;
  /** A rebase keeps it: else the committer's. */
  readonly authoredAt?: string | Date;
  readonly author?: string;
  /** Null takes the file away. Bytes are for what is not text. */
  readonly files?: Readonly<Record<string, string | Uint8Array | null>>;
  /** Old path to new path, before `files`. */
  readonly renames?: Readonly<Record<string, string>>;
  /** Without: `main`. */
  readonly branch?: string;
  /** The branch it merges; git does not look at its files: name them. */
  readonly merges?: string;
  /** To find it again; without: the title. */
  readonly label?: string;
}

/** A new branch; a branch put elsewhere, as by a force-push; a tag. `to` is a branch or a label. */
export type Step =
  | CommitStep
  | { readonly branch: string; readonly to: string }
  | { readonly tag: string; readonly to: string };

export interface MadeRepository {
  /** A bare repository. */
  readonly dir: string;
  /** Of the commit with this label, or title. */
  sha(label: string): string;
  /** More of it, such as a push between two cycles. */
  add(steps: readonly Step[]): Promise<void>;
  remove(): Promise<void>;
}

export async function historyOf(steps: readonly Step[]): Promise<MadeRepository> {
  const folder = await mkdtemp(join(tmpdir(), 'k8s-monitor-history-'));
  const dir = join(folder, 'repository.git');
  const marks = join(folder, 'marks');
  await mkdir(dir);
  await git(dir, ['init', '--bare', '--quiet', '--initial-branch=main']);
  await git(dir, ['config', 'uploadpack.allowFilter', 'true']);
  await git(dir, ['config', 'uploadpack.allowAnySHA1InWant', 'true']);
  const labels = new Map<string, number>();
  const shas = new Map<number, string>();
  const branches = new Set<string>();
  const add = async (more: readonly Step[]) => {
    const args = [
      'fast-import',
      '--quiet',
      '--force',
      '--done',
      '--date-format=raw',
      `--import-marks-if-exists=${marks}`,
      `--export-marks=${marks}`,
    ];
    await git(dir, args, streamOf(more, labels, branches));
    for (const line of (await readFile(marks, 'utf8')).split('\n')) {
      const [, mark, sha] = /^:(\d+) ([0-9a-f]{40})$/.exec(line) ?? [];
      if (sha !== undefined) shas.set(Number(mark), sha);
    }
  };
  await add(steps);
  return {
    dir,
    add,
    sha: (label) => {
      const sha = shas.get(labels.get(label) ?? 0);
      if (sha === undefined) throw new Error(`no commit ${label}`);
      return sha;
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** `known` branches are gone on with. */
function streamOf(steps: readonly Step[], labels: Map<string, number>, known: Set<string>): Buffer {
  const begun = new Set<string>();
  // Of a branch that is on the disk already git wants to hear so.
  const branchAt = (name: string) => `refs/heads/${name}${begun.has(name) ? '' : '^0'}`;
  const place = (name: string) => (labels.has(name) ? `:${labels.get(name)}` : branchAt(name));
  const parts = steps.flatMap((step): readonly (string | Uint8Array)[] => {
    if ('tag' in step) return [`reset refs/tags/${step.tag}\nfrom ${place(step.to)}\n\n`];
    if ('to' in step) {
      const reset = `reset refs/heads/${step.branch}\nfrom ${place(step.to)}\n\n`;
      known.add(step.branch);
      begun.add(step.branch);
      return [reset];
    }
    const { branch = 'main', commit, merges } = step;
    const mark = labels.size + 1;
    const label = step.label ?? commit;
    labels.set(labels.has(label) ? `${label} ${mark}` : label, mark);
    const from = !begun.has(branch) && known.has(branch) ? [`from ${branchAt(branch)}\n`] : [];
    const merge = merges === undefined ? [] : [`merge ${place(merges)}\n`];
    known.add(branch);
    begun.add(branch);
    return [
      `commit refs/heads/${branch}\nmark :${mark}\n`,
      ...people(step),
      ...data(commit),
      ...from,
      ...merge,
      ...filesOf(step),
      '\n',
    ];
  });
  return Buffer.concat([...parts, 'done\n'].map((part) => Buffer.from(part)));
}

function people({ author = 'ann', at, authoredAt = at }: CommitStep): readonly string[] {
  const who = `${author} <${author}@example.com>`;
  return [`author ${who} ${seconds(authoredAt)} +0000\n`, `committer ${who} ${seconds(at)} +0000\n`];
}

function filesOf({ renames = {}, files = {} }: CommitStep): readonly (string | Uint8Array)[] {
  return [
    ...Object.entries(renames).map(([from, to]) => `R ${quoted(from)} ${quoted(to)}\n`),
    ...Object.entries(files).flatMap(([path, content]) =>
      content === null ? [`D ${quoted(path)}\n`] : [`M 100644 inline ${quoted(path)}\n`, ...data(content)],
    ),
  ];
}

function data(content: string | Uint8Array): readonly (string | Uint8Array)[] {
  const bytes = Buffer.from(content);
  return [`data ${bytes.length}\n`, bytes, '\n'];
}

function quoted(path: string): string {
  return `"${path.replace(/["\\]/g, (c) => `\\${c}`).replace(/\n/g, '\\n')}"`;
}

function seconds(at: string | Date): number {
  return Math.floor(new Date(at).getTime() / 1000);
}

/** git as a test uses it: nothing of the machine's configuration. */
export async function git(dir: string, args: readonly string[], input?: Uint8Array): Promise<string> {
  return new Promise((resolve, reject) => {
    const env = {
      PATH: process.env['PATH'],
      HOME: '/nonexistent',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_AUTHOR_NAME: 'ann',
      GIT_AUTHOR_EMAIL: 'ann@example.com',
      GIT_COMMITTER_NAME: 'ann',
      GIT_COMMITTER_EMAIL: 'ann@example.com',
    };
    const child = spawn('git', args, { cwd: dir, env, stdio: ['pipe', 'pipe', 'pipe'] });
    const out: Buffer[] = [];
    const said: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      const text = Buffer.concat(out).toString('utf8');
      if (code === 0) resolve(text.trim());
      else reject(new Error(`git ${args[0]}: ${Buffer.concat(said).toString('utf8')}`));
    });
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

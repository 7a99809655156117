import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, normalize } from 'node:path';
import { isNode, LineCounter, parseDocument } from 'yaml';
import { toChange } from '../correlate/recorded/changes-file.ts';
import { ConfigError, codeOf, messageOf } from '../platform/errors.ts';
import { EvalFile } from './eval-file.ts';
import type { RecordedRepository } from './recorded-github.ts';

/** An eval as it is replayed; `slug` is what people name it by. */
export interface Eval extends Omit<EvalFile, 'now' | 'changes'> {
  readonly slug: string;
  readonly file: string;
  /** Absolute, as `services` is. */
  readonly recording: string;
  readonly now: Date;
  /** Redacted, as every file of changes. */
  readonly changes: RecordedRepository;
}

export interface EvalFault {
  readonly file: string;
  /** 1 for the first; 0 when it is about the file as a whole. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

const NAME = /^(\d\d)-([a-z0-9-]+)\.yaml$/;

/** The evals of a folder, in the order of their names, and every fault of their files. Throws a ConfigError when there are none. */
export async function loadEvals(
  folder: string,
): Promise<{ readonly evals: readonly Eval[]; readonly faults: readonly EvalFault[] }> {
  const names = (await list(folder)).filter((name) => NAME.test(name)).sort();
  if (names.length === 0)
    throw new ConfigError(`${folder}: holds no eval; name a folder with files such as 01-oom.yaml (--evals DIR)`);
  const evals: Eval[] = [];
  const faults: EvalFault[] = [];
  for (const name of names) {
    const file = join(folder, name);
    const read = readEval(file, NAME.exec(name)?.[2] ?? name, await readFile(file, 'utf8'));
    if ('faults' in read) faults.push(...read.faults);
    else evals.push(read);
  }
  return { evals, faults };
}

async function list(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    const why = codeOf(error) === 'ENOENT' ? 'no such folder' : `can't be read: ${codeOf(error) || messageOf(error)}`;
    throw new ConfigError(
      `${folder}: ${why}; the evals lie in tests/evals of the source code: name that folder with --evals DIR`,
    );
  }
}

export function readEval(file: string, slug: string, text: string): Eval | { readonly faults: readonly EvalFault[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  if (document.errors.length > 0)
    return { faults: document.errors.map((e) => ({ ...at(e.pos[0]), message: `no YAML: ${e.message}` })) };
  const place = (path: readonly PropertyKey[]) => {
    for (let depth = path.length; depth > 0; depth -= 1) {
      const node = document.getIn(path.slice(0, depth), true);
      if (isNode(node) && node.range) return at(node.range[0]);
    }
    return { file, line: 1, column: 1 };
  };
  const parsed = EvalFile.safeParse(document.toJS());
  if (!parsed.success)
    return {
      faults: parsed.error.issues.map(({ path, message }) => ({
        ...place(path),
        message: `${path.map(String).join('.') || 'the file'}: ${message}`,
      })),
    };
  const beside = dirname(file);
  const { recording, services, changes } = parsed.data;
  const { repository, commits } = changes;
  const gone = (['recording', 'services'] as const).filter((key) => !isBeside(beside, parsed.data[key]));
  if (gone.length > 0)
    return {
      faults: gone.map((key) => ({
        ...place([key]),
        message: `${key}: ${parsed.data[key]} is no file in this folder`,
      })),
    };
  return {
    ...parsed.data,
    slug,
    file,
    recording: join(beside, recording),
    services: join(beside, services),
    now: new Date(parsed.data.now),
    changes: { repository, commits: commits.map((commit) => toChange(commit, repository)) },
  };
}

function isBeside(folder: string, path: string): boolean {
  return !isAbsolute(path) && !normalize(path).startsWith('..') && existsSync(join(folder, path));
}

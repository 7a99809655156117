// The repository behind the API: branches, history by path, files at a commit.
import type { FakeCommit, FakeFile, FakeSetup } from './types.ts';

export interface Git {
  readonly defaultBranch: string;
  /** The newest first; null: no such branch or commit. */
  history(ref: string): readonly FakeCommit[] | null;
  commit(ref: string): FakeCommit | 'unknown-sha' | null;
  parents(commit: FakeCommit): readonly string[];
  /** Commits that touch the path, or something in it. */
  touching(commits: readonly FakeCommit[], path: string): readonly FakeCommit[];
  /** Text of a file, names in a folder; null: neither. */
  content(ref: string, path: string): string | ReadonlyMap<string, 'dir' | 'file'> | null;
}

export function gitOf({ commits, branches = {}, defaultBranch = 'main' }: FakeSetup): Git {
  const byBranch = new Map<string, readonly FakeCommit[]>([
    ...Object.entries(branches).map(([name, list]): [string, readonly FakeCommit[]] => [name, [...list].reverse()]),
    [defaultBranch, [...commits].reverse()],
  ]);
  const all = new Map([...byBranch.values()].flat().map((commit): [string, FakeCommit] => [commit.sha, commit]));

  const bySha = (ref: string): FakeCommit | null =>
    /^[0-9a-f]{7,40}$/.test(ref) ? ([...all.values()].find(({ sha }) => sha.startsWith(ref)) ?? null) : null;

  const history = (ref: string): readonly FakeCommit[] | null => {
    const branch = byBranch.get(ref);
    if (branch !== undefined) return branch;
    const commit = bySha(ref);
    if (commit === null) return null;
    const line = [...byBranch.values()].find((list) => list.includes(commit)) ?? [];
    return line.slice(line.indexOf(commit));
  };

  return {
    defaultBranch,
    history,
    commit: (ref) => byBranch.get(ref)?.[0] ?? bySha(ref) ?? (/^[0-9a-f]{40}$/.test(ref) ? 'unknown-sha' : null),
    parents: (commit) => {
      const older = history(commit.sha)?.[1];
      return [...(older === undefined ? [] : [older.sha]), ...(commit.merges === undefined ? [] : [commit.merges])];
    },
    touching: (list, path) => list.filter(({ files }) => files.some((file) => touches(file, path))),
    content: (ref, path) => contentOf(history(ref) ?? [], path),
  };
}

function touches({ path, previousPath }: FakeFile, wanted: string): boolean {
  return [path, previousPath ?? ''].some((one) => one === wanted || one.startsWith(`${wanted}/`));
}

/** What is in the repository, from the newest commit back: the last word about each path counts. */
function contentOf(history: readonly FakeCommit[], wanted: string): ReturnType<Git['content']> {
  const last = new Map<string, FakeFile>();
  const gone = new Set<string>();
  const texts = new Map<string, string>();
  for (const file of history.flatMap((commit) => commit.files)) {
    if (!last.has(file.path) && !gone.has(file.path)) last.set(file.path, file);
    if (file.text !== undefined && !texts.has(file.path)) texts.set(file.path, file.text);
    if (file.previousPath !== undefined && !last.has(file.previousPath)) gone.add(file.previousPath);
  }
  const files = [...last.values()].filter(({ status }) => status !== 'removed');
  const exact = files.find(({ path }) => path === wanted);
  // Commits that only patch a file leave its text as it was told.
  if (exact !== undefined) return texts.get(wanted) ?? '';
  const before = wanted === '' ? '' : `${wanted}/`;
  const entries = files
    .filter(({ path }) => path.startsWith(before))
    .map(({ path }): [string, 'dir' | 'file'] => {
      const [name = '', ...deeper] = path.slice(before.length).split('/');
      return [`${before}${name}`, deeper.length === 0 ? 'file' : 'dir'];
    });
  return entries.length === 0 ? null : new Map(entries);
}

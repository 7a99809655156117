// Commits in a line each.
import { hash } from './answers.ts';
import type { FakeCommit, FakeFile } from './types.ts';

interface Told {
  /** Committer's date: ISO, UTC, or a Date. */
  readonly at: string | Date;
  readonly subject: string;
  readonly files: readonly FakeFile[];
  readonly author?: string;
  /** A rebase keeps it. */
  readonly authoredAt?: string | Date;
  readonly pull?: { readonly number: number; readonly title: string };
}

export function commit({ at, subject, files, author = 'ann', authoredAt = at, pull }: Told): FakeCommit {
  const committerDate = iso(at);
  return {
    sha: hash(`${committerDate} ${subject} ${files[0]?.path}`),
    author,
    authorDate: iso(authoredAt),
    committerDate,
    subject,
    files,
    ...(pull === undefined ? {} : { pull }),
  };
}

function iso(at: string | Date): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** Lines as in a patch, the header of the hunk made up: `modified('a.yaml', ' limits:', '-  cpu: 1', '+  cpu: 2')`. */
export function modified(path: string, ...lines: readonly string[]): FakeFile {
  const count = (mark: string) => lines.filter((line) => !line.startsWith(mark)).length;
  return { path, status: 'modified', patch: [`@@ -12,${count('+')} +12,${count('-')} @@ spec:`, ...lines].join('\n') };
}

export function added(path: string, text: string): FakeFile {
  const lines = text.split('\n');
  const patch = [`@@ -0,0 +1,${lines.length} @@`, ...lines.map((line) => `+${line}`)].join('\n');
  return { path, status: 'added', text, patch };
}

export function removed(path: string): FakeFile {
  return { path, status: 'removed', patch: '@@ -1 +0,0 @@\n-kind: ConfigMap' };
}

/** Renamed without another change, as somebody does who switches an application off. */
export function renamed(previousPath: string, path: string): FakeFile {
  return { path, previousPath, status: 'renamed' };
}

/** The memory limit of a container, cut in place. */
export function memoryLimit(path: string, old: string, now: string): FakeFile {
  return modified(
    path,
    '           resources:',
    '             limits:',
    `-              memory: ${old}`,
    `+              memory: ${now}`,
  );
}

export function image(path: string, old: string, now: string): FakeFile {
  return modified(
    path,
    '       containers:',
    `-        - image: ${old}`,
    `+        - image: ${now}`,
    '          name: main',
  );
}

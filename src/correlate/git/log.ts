import { StringDecoder } from 'node:string_decoder';
import type { ChangedFile } from '../../domain/change.ts';

export interface LoggedFile {
  readonly path: string;
  readonly previousPath: string | null;
  readonly status: ChangedFile['status'];
}

/** A commit as `git log` tells it; nothing of it is redacted yet. */
export interface LoggedCommit {
  readonly sha: string;
  readonly parents: readonly string[];
  /** Committer's date. */
  readonly at: Date;
  readonly author: string;
  readonly subject: string;
  readonly files: readonly LoggedFile[];
  /** True: it has more files than are kept. */
  readonly moreFiles: boolean;
}

/** Of one commit; who touches more has edited the repository, not a service. */
const MOST_FILES = 300;
const LONGEST_LINE = 1000;

/**
 * What the branch itself got, and when: along the first parents, a merge as what it brought. Only exact renames: for others git would
 * have to read contents, which a clone without them has to fetch.
 */
export function logArgs(sha: string, most: number): readonly string[] {
  return [
    'log',
    '-z',
    '--first-parent',
    '--diff-merges=first-parent',
    '--name-status',
    '-M100%',
    '--no-ext-diff',
    '--no-textconv',
    '--no-color',
    '--no-notes',
    '--no-decorate',
    '--ignore-submodules=none',
    `--max-count=${most}`,
    '--format=tformat:%H%x00%P%x00%ct%x00%an%x00%s',
    '--end-of-options',
    sha,
    '--',
  ];
}

export interface LogParser {
  /** False: nobody wants more. */
  push(chunk: Buffer): boolean;
  end(): void;
}

/** Fields by their place, so that nothing in a name or a title is taken for something else. `take` says whether it wants more. */
export function logParser(take: (commit: LoggedCommit) => boolean): LogParser {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let wanted = true;
  let header: string[] = [];
  let files: LoggedFile[] = [];
  let status = '';
  let from: string | null = null;
  let moreFiles = false;

  const finish = () => {
    const commit = commitOf(header, files, moreFiles);
    [header, files, moreFiles] = [[], [], false];
    if (commit !== null && wanted) wanted = take(commit);
  };
  const addFile = (path: string) => {
    if (files.length < MOST_FILES)
      files.push({ path, previousPath: from, status: STATUS[status.slice(0, 1)] ?? 'modified' });
    else moreFiles = true;
    [status, from] = ['', null];
  };
  const takeToken = (token: string) => {
    if (status !== '') {
      if (/^[RC]/.test(status) && from === null) from = token;
      else addFile(token);
      return;
    }
    if (header.length < HEADER) {
      header.push(token);
      return;
    }
    const word = token.trimStart();
    if (/^[ACDMRTUX]\d{0,3}$/.test(word)) status = word;
    else if (word !== '') {
      finish();
      header.push(word);
    }
  };
  return {
    push: (chunk) => {
      const tokens = (rest + decoder.write(chunk)).split('\0');
      rest = tokens.pop() ?? '';
      for (const token of tokens) takeToken(token);
      return wanted;
    },
    end: () => {
      if (header.length === HEADER && status === '') finish();
    },
  };
}

const HEADER = 5;
const STATUS: Readonly<Record<string, LoggedFile['status']>> = { A: 'added', C: 'added', D: 'removed', R: 'renamed' };

function commitOf(
  [sha = '', parents = '', seconds = '', author = '', subject = '']: readonly string[],
  files: readonly LoggedFile[],
  moreFiles: boolean,
): LoggedCommit | null {
  const at = new Date(Number(seconds) * 1000);
  if (!isObjectId(sha) || Number.isNaN(at.getTime())) return null;
  return {
    sha,
    parents: parents.split(' ').filter(isObjectId),
    at,
    author: author.slice(0, LONGEST_LINE),
    subject: subject.slice(0, LONGEST_LINE),
    files,
    moreFiles,
  };
}

/** All of a SHA-1 or a SHA-256: nothing else is given to git as a commit. */
export function isObjectId(text: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text);
}

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomic } from '../../platform/atomic-write.ts';
import { codeOf } from '../../platform/errors.ts';
import type { Asker } from '../ask.ts';
import { difference } from '../difference.ts';

export interface DraftFile {
  /** From the folder on. */
  readonly path: string;
  readonly text: string;
  /** Only its owner may read it. */
  readonly isPrivate?: boolean;
  /** What of it may be on a screen; all of it when not given. */
  readonly shown?: (text: string) => string;
}

/** `beside`: the file stays, its draft is in `<path>.new`. */
export type Outcome = 'written' | 'unchanged' | 'replaced' | 'kept' | 'beside';

export interface Kept {
  readonly path: string;
  readonly outcome: Outcome;
  readonly diff: string | null;
}

export interface Keeping {
  readonly dir: string;
  /** Null: nobody is asked. */
  readonly asker: Asker | null;
  /** What differs is replaced without asking. */
  readonly force: boolean;
  readonly showDiff: (diff: string) => Promise<void>;
}

/** Null when there is none. */
export async function textAt(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/**
 * Writes a file that is not there. One that is there and says something else is replaced only after its difference was shown, and
 * somebody said yes (or `force` did); without anybody to ask the draft goes beside it, for what people keep by hand is theirs.
 */
export async function keepFile(file: DraftFile, { dir, asker, force, showDiff }: Keeping): Promise<Kept> {
  const { path, text, isPrivate = false, shown = (all: string) => all } = file;
  const target = join(dir, path);
  const write = (to: string) => (isPrivate ? writeAtomic(to, text, 0o600) : writeAtomic(to, text));
  const before = await textAt(target);
  if (before === null) {
    await write(target);
    return { path, outcome: 'written', diff: null };
  }
  if (before === text) return { path, outcome: 'unchanged', diff: null };
  const [old, draft] = [shown(before), shown(text)];
  const diff = old === draft ? UNSEEN(path) : (difference(path, old, draft) ?? TOO_MUCH);
  await showDiff(diff);
  const replace = diff !== TOO_MUCH && (asker === null ? force : await asker.confirm(`Replace ${path}?`));
  if (replace) await write(target);
  else if (asker === null) await write(`${target}.new`);
  return { path, outcome: replace ? 'replaced' : asker === null ? 'beside' : 'kept', diff };
}

const UNSEEN = (path: string): string => `${path}: only values that are not shown differ`;
const TOO_MUCH = 'too much differs to be shown';

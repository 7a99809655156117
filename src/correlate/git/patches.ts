import type { ChangedFile } from '../../domain/change.ts';
import { redact } from '../../platform/redact/redact.ts';
import { safePatch } from '../safe-patch.ts';

const LONGEST_PATCH = 65_536;
const MOST_LINES = 2_000;
/** Read past the cut, so that a secret that lies across it is seen whole. */
const OVERLAP = 8_192;
/** Files of one commit whose contents are looked at. */
export const MOST_PATCHES = 100;
/** Enough that the parents of a field are seen, in all but the longest manifests. */
const CONTEXT = 200;

/** `parent` null: the first commit of all. `paths` are taken literally. */
export function patchArgs(parent: string | null, sha: string, paths: readonly string[]): readonly string[] {
  return [
    'diff-tree',
    '-r',
    '-z',
    '--raw',
    '-p',
    '--no-abbrev',
    '--no-commit-id',
    '-M50%',
    '-l200',
    `-U${CONTEXT}`,
    '--inter-hunk-context=0',
    '--no-ext-diff',
    '--no-textconv',
    '--no-color',
    '--submodule=short',
    ...(parent === null ? ['--root'] : []),
    '--end-of-options',
    ...(parent === null ? [sha] : [parent, sha]),
    '--',
    ...paths,
  ];
}

const STATUS: Readonly<Record<string, ChangedFile['status']>> = { A: 'added', C: 'added', D: 'removed', R: 'renamed' };

interface Entry {
  readonly path: string;
  readonly previousPath: string | null;
  readonly letter: string;
}

/** What `diff-tree --raw -p -z` said; `wasCut`: it was not allowed to say all. Masked and redacted. */
export function patchesIn(output: Buffer, wasCut: boolean): readonly ChangedFile[] {
  const { entries, patches } = split(output.toString('utf8'));
  const sections = patches === '' ? [] : patches.split(/^(?=diff --git )/m);
  let at = 0;
  return entries.map(({ path, previousPath, letter }) => {
    const section = sections[at] ?? null;
    // A file that becomes a link, or the other way round, is taken away and added.
    at += letter === 'T' ? 2 : 1;
    const isUnfinished = wasCut && at >= sections.length;
    const hunks = section === null || letter === 'T' ? null : hunksIn(section);
    const patch = hunks === null ? null : shown(path, hunks);
    return {
      path: redact(path, 500),
      previousPath: previousPath === null ? null : redact(previousPath, 500),
      status: STATUS[letter] ?? 'modified',
      patch: patch?.text ?? null,
      cut: isUnfinished || patch?.cut === true,
    };
  });
}

/** First an entry per file, each ended by NUL, then an empty one, then the patches in the same order. */
function split(text: string): { readonly entries: readonly Entry[]; readonly patches: string } {
  const entries: Entry[] = [];
  let at = 0;
  const next = () => {
    const end = text.indexOf('\0', at);
    const token = end < 0 ? '' : text.slice(at, end);
    at = end < 0 ? text.length : end + 1;
    return token;
  };
  while (text.startsWith(':', at)) {
    const letter = / ([A-Z])\d*$/.exec(next())?.[1] ?? 'M';
    const first = next();
    const isMoved = letter === 'R' || letter === 'C';
    entries.push({ letter, previousPath: isMoved ? first : null, path: isMoved ? next() : first });
  }
  return { entries, patches: text.slice(text.startsWith('\0', at) ? at + 1 : at) };
}

/** Null: it is binary, or only its name or mode changed. */
function hunksIn(section: string): string | null {
  const start = section.search(/^@@ /m);
  return start < 0 ? null : section.slice(start).replace(/\n$/, '');
}

function shown(path: string, hunks: string): { readonly text: ReturnType<typeof redact>; readonly cut: boolean } {
  const lines = hunks.slice(0, LONGEST_PATCH + OVERLAP).split('\n');
  const cut = hunks.length > LONGEST_PATCH || lines.length > MOST_LINES;
  if (!cut) return { text: safePatch(path, hunks, LONGEST_PATCH), cut: false };
  const safe = safePatch(path, lines.slice(0, -1).join('\n'), LONGEST_PATCH + OVERLAP);
  const whole = safe.split('\n').slice(0, MOST_LINES);
  const fits = whole.join('\n').slice(0, LONGEST_PATCH);
  // No half line: it would be read as a field.
  const end = fits.length < whole.join('\n').length ? Math.max(0, fits.lastIndexOf('\n')) : fits.length;
  return { text: redact(fits.slice(0, end), LONGEST_PATCH), cut: true };
}

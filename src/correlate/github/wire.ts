import { z } from 'zod';
import { redact } from '../../platform/redact/redact.ts';
import { maskSecrets } from '../mask-secrets.ts';
import { isPatchWorthReading, safePatch } from '../safe-patch.ts';

// What is read of GitHub's answers: only the fields that are used, redacted as they are read. Reading the result once more changes
// nothing, so that it can be kept and found again.

const LONGEST_LINE = 300;
const LONGEST_PATCH = 20_000;
const LONGEST_FILE = 200_000;
/** Of one commit: what is larger is no change that somebody reads. */
const ALL_PATCHES = 200_000;

const line = (text: string) => redact(text.split('\n')[0] ?? '', LONGEST_LINE);
const Line = z.string().transform(line);
const Sha = z.string().regex(/^[0-9a-f]{40}$|^[0-9a-f]{64}$/);
const Path = z.string().transform((path) => redact(path, 500));

const FileEntry = z.object({
  filename: Path,
  previous_filename: Path.nullish(),
  status: z.enum(['added', 'removed', 'modified', 'renamed', 'copied', 'changed', 'unchanged']),
  patch: z.string().nullish(),
  /** Ours: the patch was cut when it was read first. */
  cut: z.boolean().nullish(),
});

const Files = z.array(FileEntry).transform((files) => {
  let left = ALL_PATCHES;
  return files.map((file) => {
    const raw = isPatchWorthReading(file.filename, file.previous_filename ?? null) ? (file.patch ?? null) : null;
    const room = Math.min(left, LONGEST_PATCH);
    left -= Math.min(raw?.length ?? 0, room);
    if (raw === null || room <= 0) return { ...file, patch: null, cut: file.cut === true || raw !== null };
    const isLong = raw.length > room;
    return { ...file, patch: safePatch(file.filename, raw, room), cut: file.cut === true || isLong };
  });
});

export const CommitAnswer = z.object({
  sha: Sha,
  commit: z.object({
    author: z.object({ name: Line.nullish() }).nullish(),
    committer: z.object({ date: z.iso.datetime({ offset: true }) }),
    message: Line,
  }),
  author: z.object({ login: Line.nullish() }).nullish(),
  parents: z.array(z.object({ sha: Sha })),
  files: Files.nullish(),
});
export type CommitAnswer = z.output<typeof CommitAnswer>;

export const CommitList = z.array(CommitAnswer);

export const PullList = z.array(z.object({ number: z.int().positive(), title: Line, merged_at: z.string().nullish() }));

export const RepositoryAnswer = z.object({ default_branch: z.string().min(1) });

export const BranchAnswer = z.object({ name: z.string(), commit: z.object({ sha: Sha }) });

const FileContent = z.object({
  type: z.literal('file'),
  path: z.string(),
  size: z.number(),
  /** `base64`, `none` where it is too large, `text` once it was read. */
  encoding: z.string(),
  content: z.string(),
});
const OtherContent = z.object({ type: z.enum(['symlink', 'submodule']) });
const FolderContent = z.array(z.object({ name: Path, type: z.string() }));

/** A file, a folder or something that is neither. */
export const ContentAnswer = z.union([
  FolderContent.transform((entries) => entries.map(({ name, type }) => ({ name, type }))),
  FileContent.transform((file) => {
    if (file.encoding !== 'base64' && file.encoding !== 'text') return { ...file, content: redact('') };
    const text = file.encoding === 'base64' ? Buffer.from(file.content, 'base64').toString('utf8') : file.content;
    return { ...file, encoding: 'text', content: redact(maskSecrets(file.path, text, 'file'), LONGEST_FILE) };
  }),
  OtherContent,
]);

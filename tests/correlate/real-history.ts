// The history of a real GitOps repository, where it lies beside the project: real noise, and real mistakes.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import type { ChangeSource } from '../../src/correlate/change-source.ts';
import { recordedSource } from '../../src/correlate/recorded/source.ts';
import { type Change, FILE_STATUSES } from '../../src/domain/change.ts';
import { redact } from '../../src/platform/redact/redact.ts';

const FOLDER = join(import.meta.dirname, '..', '..', '..', 'shared', 'data');
const COMMITS = join(FOLDER, 'gitops-commits.jsonl');
const PATCHES = join(FOLDER, 'gitops-patches.jsonl.gz');
export const REPOSITORY = 'github.com/arigsela/kubernetes';
const LONGEST_PATCH = 64 * 1024;

export const isBeside = existsSync(COMMITS) && existsSync(PATCHES);

const Commit = z.strictObject({
  sha: z.string().length(40),
  author: z.string(),
  /** Of a rebase it lies, by days: nobody may look at it. */
  authorDate: z.string(),
  committerDate: z.iso.datetime({ offset: true }),
  subject: z.string(),
  files: z.array(z.strictObject({ status: z.enum(FILE_STATUSES), path: z.string(), from: z.string().optional() })),
});
const Patches = z.strictObject({
  sha: z.string(),
  files: z.array(z.strictObject({ path: z.string(), patch: z.string(), truncated: z.boolean().optional() })),
});
type Patch = z.output<typeof Patches>['files'][number];

let kept: readonly Change[] | null = null;

/** All of them, the oldest first; read once, as taking secrets out of 1,900 patches takes its time. */
export function realCommits(): readonly Change[] {
  kept ??= readCommits();
  return kept;
}

function readCommits(): readonly Change[] {
  const patches = new Map(
    linesOf(gunzipSync(readFileSync(PATCHES)).toString()).map((line) => {
      const { sha, files } = Patches.parse(line);
      return [sha, new Map(files.map((file) => [file.path, file]))];
    }),
  );
  return linesOf(readFileSync(COMMITS, 'utf8')).map((line) => {
    const commit = Commit.parse(line);
    return changeOf(commit, patches.get(commit.sha) ?? new Map());
  });
}

function linesOf(text: string): readonly unknown[] {
  return text
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
}

function changeOf(commit: z.output<typeof Commit>, patches: ReadonlyMap<string, Patch>): Change {
  const { sha, author, committerDate, subject, files } = commit;
  return {
    sha,
    url: `https://${REPOSITORY}/commit/${sha}`,
    repository: REPOSITORY,
    author: redact(author),
    committedAt: new Date(committerDate),
    subject: redact(subject),
    files: files.map(({ path, status, from }) => {
      const { patch = '', truncated = false } = patches.get(path) ?? {};
      const text = patch === '' ? null : redact(patch, LONGEST_PATCH);
      return { path, previousPath: from ?? null, status, patch: text, cut: truncated };
    }),
    moreFiles: false,
    pullRequest: null,
  };
}

export function sourceOf(commits: readonly Change[]): ChangeSource {
  const name = `${REPOSITORY}, branch main`;
  return recordedSource({ name, repository: REPOSITORY, limits: [], unread: null, commits });
}

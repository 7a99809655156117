import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { type Change, FILE_STATUSES } from '../../domain/change.ts';
import { writeAtomic } from '../../platform/atomic-write.ts';
import { ConfigError, codeOf, messageOf } from '../../platform/errors.ts';
import { redact } from '../../platform/redact/redact.ts';
import { isPatchWorthReading, safePatch } from '../safe-patch.ts';
import { RecordedCluster } from './cluster.ts';

/** Beside the objects of a recording: the commits that a cycle saw, so that a replay finds the same change. */
export const CHANGES_FILE = 'changes.json';
const FORMAT = 'k8s-monitor-changes';
const SCHEMA_VERSION = 1;
const LONGEST_PATCH = 64 * 1024;

const File = z.object({
  path: z.string(),
  previousPath: z.string().nullable().default(null),
  status: z.enum(FILE_STATUSES),
  patch: z.string().nullable().default(null),
  cut: z.boolean().default(false),
});
/** A commit as files tell it. */
export const RecordedCommit = z.object({
  sha: z.string().regex(/^[0-9a-f]{40,64}$/, 'is no whole SHA'),
  author: z.string(),
  /** The committer's date. */
  committedAt: z.iso.datetime({ offset: true }),
  subject: z.string(),
  url: z.string().nullable().default(null),
  merge: z.boolean().default(false),
  files: z.array(File),
  moreFiles: z.boolean().default(false),
  pullRequest: z.object({ number: z.number(), title: z.string(), url: z.string() }).nullable().default(null),
});
const ChangesFile = z.object({
  format: z.literal(FORMAT),
  schemaVersion: z.literal(SCHEMA_VERSION),
  /** For people: where they are from. */
  name: z.string(),
  /** As ChangeSource says it. */
  repository: z.string(),
  /** What was missing when it was read. */
  limits: z.array(z.string()).default([]),
  /** Null: they were read. Else why not. */
  unread: z.string().nullable().default(null),
  commits: z.array(RecordedCommit),
  /** What the cluster itself told. */
  cluster: z.array(RecordedCluster).default([]),
});

/** What a source said in one cycle. */
export interface RecordedChanges {
  readonly name: string;
  readonly repository: string;
  readonly limits: readonly string[];
  readonly unread: string | null;
  readonly commits: readonly Change[];
  readonly cluster: readonly RecordedCluster[];
}

/** Null: there is none. Throws a ConfigError for a file that can't be used, with its place. */
export async function readChanges(path: string): Promise<RecordedChanges | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return null;
    throw new ConfigError(`${path}: can't be read: ${messageOf(error)}`);
  }
  const parsed = ChangesFile.safeParse(jsonIn(text, path));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue === undefined ? '' : ` ${issue.path.join('.')}: ${issue.message}`;
    throw new ConfigError(`${path}: is no file of changes:${where}; record it again with --record`);
  }
  const { commits, ...rest } = parsed.data;
  return { ...rest, commits: commits.map((commit) => toChange(commit, rest.repository)) };
}

function jsonIn(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ConfigError(`${path}: is no JSON: ${messageOf(error)}; record it again with --record`);
  }
}

/** A file may come from anywhere: what is a secret in it is taken out again. */
export function toChange(commit: z.output<typeof RecordedCommit>, repository: string): Change {
  const { sha, url, committedAt, moreFiles, pullRequest } = commit;
  return {
    sha,
    url: url !== null && /^https:\/\/[\w.:-]+\/[\w./-]+$/.test(url) ? url : null,
    repository,
    author: redact(commit.author),
    committedAt: new Date(committedAt),
    subject: redact(commit.subject),
    ...(commit.merge ? { merge: true } : {}),
    files: commit.files.map(({ path, previousPath, status, patch, cut }) => ({
      path,
      previousPath,
      status,
      patch: patch === null || !isPatchWorthReading(path, previousPath) ? null : safePatch(path, patch, LONGEST_PATCH),
      cut,
    })),
    moreFiles,
    pullRequest: pullRequest === null ? null : { ...pullRequest, title: redact(pullRequest.title) },
  };
}

/** Rejects with a ConfigError that names the file. */
export async function writeChanges(path: string, { commits, cluster, ...rest }: RecordedChanges): Promise<void> {
  const file: z.input<typeof ChangesFile> = {
    format: FORMAT,
    schemaVersion: SCHEMA_VERSION,
    ...rest,
    limits: [...rest.limits],
    commits: commits.map(({ repository: _, committedAt, files, ...commit }) => ({
      ...commit,
      committedAt: committedAt.toISOString(),
      files: [...files],
    })),
    cluster: cluster.map(({ changes, lastRollout, ...seen }) => ({
      ...seen,
      lastRollout: lastRollout?.toISOString() ?? null,
      changes: changes.map(({ at, ...change }) => ({ ...change, at: at.toISOString() })),
    })),
  };
  try {
    await writeAtomic(path, `${JSON.stringify(file, null, 1)}\n`);
  } catch (error) {
    throw new ConfigError(`${path}: can't be written: ${codeOf(error) || messageOf(error)}`);
  }
}

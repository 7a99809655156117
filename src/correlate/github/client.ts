import type { Octokit } from '@octokit/rest';
import { z } from 'zod';
import type { Change } from '../../domain/change.ts';
import type { Untrusted } from '../../domain/untrusted.ts';
import type { Clock } from '../../platform/clock.ts';
import { ReadError } from '../../platform/errors.ts';
import { pagesOf, parseRepository } from '../repository.ts';
import { pathFault, refFault } from '../repository-path.ts';
import { isSha, shortSha } from '../sha.ts';
import { changeOf } from './change.ts';
import type { EtagCache } from './etag-cache.ts';
import { type Ask, githubRequests, type Page } from './request.ts';
import { BranchAnswer, CommitAnswer, CommitList, ContentAnswer, PullList, RepositoryAnswer } from './wire.ts';

const PER_PAGE = 100;
const MOST_PAGES = 3;
const CALL_TIMEOUT_MS = 5000;

export interface GithubSetup {
  /** Built with octokitOptions(): that keeps its requests inside one API. */
  readonly octokit: Octokit;
  /** `owner/name`. */
  readonly repository: string;
  readonly etags: EtagCache;
  readonly clock: Clock;
  /** For one call with its repetitions. Milliseconds. */
  readonly callTimeoutMs?: number;
}

export interface CommitQuery {
  /** Null: the whole repository. */
  readonly path: string | null;
  /** By the committer's date, both included; null: no limit. */
  readonly since: Date | null;
  readonly until: Date | null;
  /** Null: the default branch. */
  readonly branch: string | null;
}

export interface CommitsRead {
  /** The newest first, without files. */
  readonly commits: readonly Change[];
  /** Older ones match too, and were not read. */
  readonly more: boolean;
  /** How many match, as GitHub's pages tell; null when it can't be told. */
  readonly about: number | null;
}

export interface FileRead {
  /** As UTF-8, values of Secrets masked, redacted; '' when it is too large to be served. */
  readonly text: Untrusted;
  readonly bytes: number;
  readonly tooLarge: boolean;
}

export interface PullRequest {
  readonly number: number;
  readonly title: Untrusted;
  readonly url: string;
  readonly merged: boolean;
}

/** One repository of one GitHub, read only. All methods reject with a ReadError, or with the signal's reason. */
export interface GithubClient {
  /** `owner/name`. */
  readonly repository: string;
  /** `github.com`, or the host of one's own GitHub. */
  readonly host: string;
  listCommits(query: CommitQuery, signal: AbortSignal, most?: number): Promise<CommitsRead>;
  /** With files and patches, without its pull request. */
  getCommit(sha: string, signal: AbortSignal): Promise<Change>;
  /** A folder is the names in it. `ref` null: the default branch. */
  getFile(path: string, ref: string | null, signal: AbortSignal): Promise<FileRead | readonly string[]>;
  listPullRequestsForCommit(sha: string, signal: AbortSignal): Promise<readonly PullRequest[]>;
  defaultBranch(signal: AbortSignal): Promise<string>;
  /** SHA of its newest commit. */
  getBranch(name: string, signal: AbortSignal): Promise<string>;
}

/** Throws a ConfigError when `repository` is not owner/name. */
export function githubClient({ octokit, repository, etags, clock, callTimeoutMs }: GithubSetup): GithubClient {
  const { owner, name } = parseRepository(repository);
  const fullName = `${owner}/${name}`;
  const pages = pagesOf(z.string().parse(octokit.request.endpoint.DEFAULTS.baseUrl));
  const host = new URL(pages).host;
  const base = `${pages}/${fullName}`;
  const deps = { octokit, etags, clock, callTimeoutMs: callTimeoutMs ?? CALL_TIMEOUT_MS, repository: fullName, host };
  const ask = githubRequests(deps);
  const route = (rest: string) => `GET /repos/{owner}/{repo}${rest}`;
  const at = (parameters: Readonly<Record<string, string | number>>) => ({ owner, repo: name, ...parameters });
  const toChange = (commit: CommitAnswer) => changeOf(commit, base, fullName);

  return {
    repository: fullName,
    host,
    listCommits: async ({ path, since, until, branch }, signal, most = MOST_PAGES * PER_PAGE) => {
      if (path !== null) refuse('path', path, pathFault(path));
      if (branch !== null) refuse('branch', branch, refFault(branch));
      const perPage = Math.min(PER_PAGE, most);
      const parameters = at({
        ...(path === null ? {} : { path: path.replace(/\/$/, '') }),
        ...(since === null ? {} : { since: seconds(since) }),
        ...(until === null ? {} : { until: seconds(until) }),
        ...(branch === null ? {} : { sha: branch }),
        per_page: perPage,
      });
      const where = path === null ? fullName : `${path} in ${fullName}`;
      const what = `commits of ${where}${branch === null ? '' : `, branch ${branch}`}`;
      const read = await pagesFrom(
        ask,
        { route: route('/commits'), parameters, what, schema: CommitList },
        signal,
        most / perPage,
      );
      return { ...read, commits: read.items.map(toChange), about: read.pages === null ? null : read.pages * perPage };
    },
    getCommit: async (sha, signal) => {
      refuse('commit', sha, isSha(sha) ? null : 'it is not 7 to 40 hexadecimal digits');
      const question = { what: `commit ${shortSha(sha)} of ${fullName}`, schema: CommitAnswer };
      const page = await ask({ ...question, route: route('/commits/{ref}'), parameters: at({ ref: sha }) }, signal);
      const change = toChange(page.value);
      return { ...change, moreFiles: change.moreFiles || page.hasNext };
    },
    getFile: async (path, ref, signal) => {
      refuse('path', path, pathFault(path));
      if (ref !== null) refuse('ref', ref, refFault(ref));
      const parameters = at({ path: path.replace(/\/$/, ''), ...(ref === null ? {} : { ref }) });
      const what = `${path} in ${fullName}${ref === null ? '' : ` at ${ref}`}`;
      const { value } = await ask(
        { route: route('/contents/{path}'), parameters, what, schema: ContentAnswer },
        signal,
      );
      if (Array.isArray(value)) return value.map((entry) => (entry.type === 'dir' ? `${entry.name}/` : entry.name));
      if (value.type !== 'file') throw new ReadError('error', `GitHub: ${path} is a ${value.type}, not a file`);
      return { text: value.content, bytes: value.size, tooLarge: value.content === '' && value.size > 0 };
    },
    listPullRequestsForCommit: async (sha, signal) => {
      refuse('commit', sha, isSha(sha) ? null : 'it is not 7 to 40 hexadecimal digits');
      const question = { what: `pull requests of commit ${shortSha(sha)} of ${fullName}`, schema: PullList };
      const parameters = at({ commit_sha: sha, per_page: 10 });
      const page = await ask({ ...question, route: route('/commits/{commit_sha}/pulls'), parameters }, signal);
      return page.value.map(({ number, title, merged_at }) => ({
        number,
        title,
        url: `${base}/pull/${number}`,
        merged: typeof merged_at === 'string',
      }));
    },
    defaultBranch: async (signal) => {
      const page = await ask(
        { route: route(''), parameters: at({}), what: `repository ${fullName}`, schema: RepositoryAnswer },
        signal,
      );
      return page.value.default_branch;
    },
    getBranch: async (branch, signal) => {
      refuse('branch', branch, refFault(branch));
      const question = { what: `branch ${branch} of ${fullName}`, schema: BranchAnswer };
      const page = await ask({ ...question, route: route('/branches/{branch}'), parameters: at({ branch }) }, signal);
      return page.value.commit.sha;
    },
  };
}

function refuse(what: string, value: string, fault: string | null): void {
  if (fault !== null)
    throw new ReadError('invalid', `GitHub is not asked for the ${what} '${value.slice(0, 80)}': ${fault}`);
}

/** GitHub reads times to the second. */
function seconds(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}

async function pagesFrom<T>(
  ask: Ask,
  question: Parameters<typeof ask<T[]>>[0],
  signal: AbortSignal,
  mostPages: number,
): Promise<{ items: readonly T[]; more: boolean; pages: number | null }> {
  const items: T[] = [];
  let pages: number | null = null;
  let page: Page<T[]> | null = null;
  for (let number = 1; number <= mostPages && page?.hasNext !== false; number += 1) {
    const parameters = number === 1 ? question.parameters : { ...question.parameters, page: number };
    page = await ask({ ...question, parameters }, signal);
    pages ??= page.pages;
    items.push(...page.value);
  }
  return { items, more: page?.hasNext === true, pages };
}

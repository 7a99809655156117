import type { Octokit } from '@octokit/rest';
import { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import { ReadError } from '../../platform/errors.ts';
import { parseRepository } from '../repository.ts';
import { refFault } from '../repository-path.ts';
import { githubError } from './errors.ts';
import { BranchAnswer, RepositoryAnswer } from './wire.ts';

/** What a token can see of a repository, and what is known of the token. */
export interface GithubLook {
  readonly branch: string;
  /** SHA of its newest commit. */
  readonly head: string;
  /** Of a classic token; null: it is none (fine-grained and app tokens don't tell what they may do), or there is no token. */
  readonly scopes: readonly string[] | null;
  /** When the token ends; null: never, or nobody says. */
  readonly expiresAt: Date | null;
  /** False: pull requests of commits can't be read. */
  readonly readsPulls: boolean;
}

export interface GithubLookSetup {
  /** Built with octokitOptions(): that keeps its requests inside one API. */
  readonly octokit: Octokit;
  /** `owner/name`. */
  readonly repository: string;
  /** Null: the default branch. */
  readonly branch: string | null;
  readonly clock: Clock;
}

/** Three or four GETs. Rejects with a ReadError that says what to do. */
export async function lookAtGithub(setup: GithubLookSetup, signal: AbortSignal): Promise<GithubLook> {
  const { octokit, repository, branch: wanted, clock } = setup;
  const { owner, name: repo } = parseRepository(repository);
  const host = new URL(z.string().parse(octokit.request.endpoint.DEFAULTS.baseUrl)).host;
  if (wanted !== null && refFault(wanted) !== null)
    throw new ReadError('invalid', `GITHUB_BRANCH can't be used: ${refFault(wanted)}`);
  const get = async (route: string, what: string, more: Readonly<Record<string, string | number>> = {}) => {
    try {
      return await octokit.request(`GET /repos/{owner}/{repo}${route}`, { owner, repo, ...more, request: { signal } });
    } catch (error) {
      signal.throwIfAborted();
      throw githubError(error, { what, repository, host, now: clock.now() });
    }
  };
  const { data, headers } = await get('', `repository ${repository}`);
  const branch = wanted ?? read(RepositoryAnswer, data).default_branch;
  const head = read(
    BranchAnswer,
    (await get('/branches/{branch}', `branch ${branch} of ${repository}`, { branch })).data,
  );
  const ref = head.commit.sha;
  const readsPulls = await get('/commits/{ref}/pulls', `pull requests of ${repository}`, { ref, per_page: 1 }).then(
    () => true,
    (error: unknown) => {
      if (error instanceof ReadError && error.fault === 'forbidden') return false;
      throw error;
    },
  );
  return {
    branch,
    head: ref,
    scopes: scopesIn(headers['x-oauth-scopes']),
    expiresAt: timeIn(headers['github-authentication-token-expiration']),
    readsPulls,
  };
}

function read<T>(schema: z.ZodType<T>, data: unknown): T {
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  throw new ReadError('invalid', 'what came is not what GitHub answers; look at GITHUB_API_URL');
}

/** `repo, read:org`; empty for a classic token without any. */
function scopesIn(header: unknown): readonly string[] | null {
  if (typeof header !== 'string') return null;
  return header.split(',').flatMap((scope) => (scope.trim() === '' ? [] : [scope.trim()]));
}

/** `2026-03-21 13:53:02 UTC`, or with another zone as `+0200`. */
function timeIn(header: unknown): Date | null {
  const time = Date.parse(String(header ?? ''));
  return Number.isNaN(time) ? null : new Date(time);
}

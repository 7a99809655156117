import { join } from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };
import type { Values } from '../config/settings.ts';
import type { ChangeSource } from '../correlate/change-source.ts';
import type { GithubClient } from '../correlate/github/client.ts';
import { parseRepository } from '../correlate/repository.ts';
import type { CommitsPart } from '../cycle/parts.ts';
import type { Clock } from '../platform/clock.ts';
import { once } from './opened.ts';

export interface GithubInUse {
  readonly client: GithubClient;
  readonly repository: string;
  /** Null: the default branch. */
  readonly branch: string | null;
}

/** The repository the settings name; null when they name none. Rejects with a ConfigError for a name that can't be one. */
export function githubInUse(
  values: Values,
  stateDir: string | null,
  clock: Clock,
): (() => Promise<GithubInUse>) | null {
  const { GITHUB_REPOSITORY: repository, GITHUB_TOKEN: token, GITHUB_API_URL: baseUrl, GITHUB_BRANCH: branch } = values;
  if (repository === null) return null;
  parseRepository(repository);
  return once(async () => {
    const [{ Octokit }, { octokitOptions }, { githubClient }, { memoryEtags }, { fileEtags }] = await Promise.all([
      import('@octokit/rest'),
      import('../correlate/github/octokit-options.ts'),
      import('../correlate/github/client.ts'),
      import('../correlate/github/etag-cache.ts'),
      import('../correlate/github/etag-file.ts'),
    ]);
    const userAgent = `k8s-monitor/${packageJson.version}`;
    const octokit = new Octokit(octokitOptions({ token: token?.reveal() ?? null, baseUrl, userAgent }));
    const etags = stateDir === null ? memoryEtags() : fileEtags(join(stateDir, 'github'));
    return { client: githubClient({ octokit, repository, etags, clock }), repository, branch };
  }).get;
}

/** For reading the changes of a cycle, under its name or the former one. Milliseconds. */
export function changesDeadline(values: Values): number {
  return values.CHANGES_DEADLINE_SECONDS ?? values.GITHUB_DEADLINE_SECONDS;
}

/** Changes of that repository, or why there are none to look at. `mostRequests`: another bound than that of a cycle. */
export function commitsPart(
  values: Values,
  github: (() => Promise<GithubInUse>) | null,
  mostRequests?: number,
): CommitsPart {
  const deadlineMs = changesDeadline(values);
  if (github === null)
    return {
      source: null,
      whyNone: 'no Git repository is configured (GITHUB_REPOSITORY or GIT_REPOSITORY)',
      deadlineMs,
    };
  const { get } = once(async () => {
    const [{ githubSource }, { client, branch }] = await Promise.all([
      import('../correlate/github/source.ts'),
      github(),
    ]);
    return githubSource(client, { branch, ...(mostRequests === undefined ? {} : { mostRequests }) });
  });
  const source: ChangeSource = {
    name: values.GITHUB_REPOSITORY ?? '',
    repository: (values.GITHUB_REPOSITORY ?? '').toLowerCase(),
    mostReads: 5,
    list: async (query, signal) => (await get()).list(query, signal),
    read: async (change, signal) => (await get()).read(change, signal),
  };
  return { source, whyNone: '', deadlineMs };
}

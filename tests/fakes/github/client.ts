import { Octokit } from '@octokit/rest';
import { type GithubClient, type GithubSetup, githubClient } from '../../../src/correlate/github/client.ts';
import { memoryEtags } from '../../../src/correlate/github/etag-cache.ts';
import { octokitOptions } from '../../../src/correlate/github/octokit-options.ts';
import { systemClock } from '../../../src/platform/clock.ts';

interface Differently extends Partial<Omit<GithubSetup, 'octokit'>> {
  readonly token?: string | null;
}

/** The real client with the real Octokit, towards a fake GitHub. */
export function clientOf(baseUrl: string, repository: string, differently: Differently = {}): GithubClient {
  const { token = null, ...rest } = differently;
  const octokit = new Octokit(octokitOptions({ token, baseUrl, userAgent: 'k8s-monitor/test' }));
  return githubClient({ octokit, repository, etags: memoryEtags(), clock: systemClock, ...rest });
}

import type { GithubClient } from '../../src/correlate/github/client.ts';

export interface GithubDeps {
  readonly client: GithubClient;
  /** `owner/name`: the only repository there is for these tools. */
  readonly repository: string;
  /** The branch that is synced into the cluster; null: the default branch. */
  readonly branch: string | null;
}

import type { Toolset } from '../../src/mcp/tool.ts';
import type { GithubDeps } from './deps.ts';
import { getCommit } from './tools/get-commit.ts';
import { getFile } from './tools/get-file.ts';
import { listCommits } from './tools/list-commits.ts';
import { listPullRequestsForCommit } from './tools/list-pull-requests-for-commit.ts';

/** Read only, and of the one repository that is configured: there is no way to name another. */
export const githubToolset: Toolset<GithubDeps> = {
  name: 'github',
  title: 'Changes in the GitOps repository',
  instructions: 'Reads commits, files and pull requests of the one repository that the cluster is synced from.',
  tools: [listCommits, getCommit, getFile, listPullRequestsForCommit],
};

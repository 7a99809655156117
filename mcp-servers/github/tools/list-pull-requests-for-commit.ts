import { z } from 'zod';
import { shortSha } from '../../../src/correlate/sha.ts';
import { defineTool } from '../../../src/mcp/tool.ts';
import { answer, nOfM } from '../../shared/answer.ts';
import { Said, text } from '../../shared/inputs.ts';
import { asking, shaOf } from '../asking.ts';
import type { GithubDeps } from '../deps.ts';

export const listPullRequestsForCommit = defineTool({
  name: 'list_pull_requests_for_commit',
  title: 'Pull requests of a commit',
  description: 'The pull requests a commit came from.',
  access: 'read',
  idempotent: true,
  input: z.strictObject({ sha: text('7-40 hex') }),
  output: z.object({
    pullRequests: z.array(z.object({ number: z.number(), title: Said, merged: z.boolean(), url: z.string() })),
  }),
  handle: async ({ sha }, { client }: GithubDeps, signal) => {
    const full = shaOf(sha);
    const pulls = await asking(client.listPullRequestsForCommit(full, signal));
    const pullRequests = pulls.map(({ number, title, merged, url }) => ({ number, title, merged, url }));
    return answer(
      { pullRequests },
      {
        head: [`${nOfM(pulls.length, pulls.length, 'pull requests')} of commit ${shortSha(full)}`],
        body: pulls.map(({ number, title, merged }) => `#${number} ${merged ? 'merged' : 'not merged'}: ${title}`),
      },
    );
  },
});

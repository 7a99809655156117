import { z } from 'zod';
import { shortSha } from '../../../src/correlate/sha.ts';
import { defineTool } from '../../../src/mcp/tool.ts';
import { answer, nOfM } from '../../shared/answer.ts';
import { Said, textOrNull, whole } from '../../shared/inputs.ts';
import { table } from '../../shared/table.ts';
import { asking, pathOf, timeOf } from '../asking.ts';
import type { GithubDeps } from '../deps.ts';

export const listCommits = defineTool({
  name: 'list_commits',
  title: 'List commits',
  description: 'Commits of the synced branch, newest first, by committer time: all, or those of a file or folder.',
  access: 'read',
  idempotent: true,
  input: z.strictObject({
    path: textOrNull('null: all'),
    since: textOrNull('ISO time'),
    until: textOrNull('ISO time'),
    limit: whole(1, 50, 20),
  }),
  output: z.object({
    shown: z.number(),
    more: z.boolean(),
    commits: z.array(z.object({ sha: z.string(), time: z.string(), author: Said, subject: Said })),
  }),
  handle: async ({ path, since, until, limit }, { client, repository, branch }: GithubDeps, signal) => {
    const query = {
      path: path === null ? null : pathOf(path),
      since: timeOf('since', since),
      until: timeOf('until', until),
      branch,
    };
    const { commits: read, more, about } = await asking(client.listCommits(query, signal, limit));
    const commits = read.map(({ sha, committedAt, author, subject }) => {
      return { sha, time: committedAt.toISOString(), author, subject };
    });
    const all = more ? Math.max(about ?? 0, commits.length + 1) : commits.length;
    const where = `${path === null ? '' : `${path} in `}${repository}, ${branch ?? 'default branch'}`;
    const rows = commits.map((c) => [
      shortSha(c.sha),
      `${c.time.slice(0, 19)}Z`,
      c.author.slice(0, 30),
      c.subject.slice(0, 90),
    ]);
    return answer(
      { shown: commits.length, more, commits },
      {
        head: [`${nOfM(commits.length, all, 'commits')}${more ? ' or so' : ''} of ${where}`],
        body: commits.length === 0 ? [] : table(['SHA', 'COMMITTED', 'AUTHOR', 'SUBJECT'], rows),
      },
    );
  },
});

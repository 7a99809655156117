import { z } from 'zod';
import { shortSha } from '../../../src/correlate/sha.ts';
import type { ChangedFile } from '../../../src/domain/change.ts';
import { defineTool } from '../../../src/mcp/tool.ts';
import { answer, nOfM } from '../../shared/answer.ts';
import { Said, text } from '../../shared/inputs.ts';
import { asking, shaOf } from '../asking.ts';
import type { GithubDeps } from '../deps.ts';

const MOST_FILES = 20;
/** Of one answer, so that its text with all around it stays below 6,000 characters. */
const ALL_PATCHES = 4400;
const ONE_PATCH = 2200;

export const getCommit = defineTool({
  name: 'get_commit',
  title: 'Read a commit',
  description: 'Files of one commit with their patches (cut; values of Secrets masked).',
  access: 'read',
  idempotent: true,
  input: z.strictObject({ sha: text('7-40 hex') }),
  output: z.object({
    sha: z.string(),
    time: z.string(),
    author: Said,
    subject: Said,
    more: z.boolean().describe('files are left out'),
    files: z.array(z.object({ path: Said, status: z.string(), patch: Said.nullable(), cut: z.boolean() })),
  }),
  handle: async ({ sha }, { client, repository }: GithubDeps, signal) => {
    const change = await asking(client.getCommit(shaOf(sha), signal));
    const files = capped(change.files.slice(0, MOST_FILES));
    const more = change.moreFiles || change.files.length > files.length;
    const { author, subject, committedAt } = change;
    const count = `${nOfM(files.length, change.files.length, 'files')}${change.moreFiles ? ', and there are more' : ''}`;
    return answer(
      { sha: change.sha, time: committedAt.toISOString(), author, subject, more, files },
      {
        head: [
          `commit ${shortSha(change.sha)} of ${repository}`,
          `committed ${committedAt.toISOString()} by ${author.slice(0, 80)}: ${subject.slice(0, 200)}`,
          count,
        ],
        body: files.flatMap(({ path, status, patch, cut }) => [
          `${status} ${path.slice(0, 200)}`,
          ...(patch === null ? ['(no patch)'] : patch.split('\n')),
          ...(cut ? ['… patch cut'] : []),
        ]),
      },
    );
  },
});

/** The smaller patches whole, the larger ones as far as there is room. */
function capped(files: readonly ChangedFile[]) {
  let left = ALL_PATCHES;
  return files.map(({ path, status, patch, cut }) => {
    const room = Math.min(left, ONE_PATCH);
    if (patch === null || room <= 0) return { path, status, patch: null, cut: cut || patch !== null };
    const short = patch.length <= room ? patch : wholeLines(patch, room);
    left -= short.length;
    return { path, status, patch: short, cut: cut || short.length < patch.length };
  });
}

function wholeLines(patch: string, room: number): string {
  const end = patch.lastIndexOf('\n', room);
  return patch.slice(0, end < 0 ? room : end).toWellFormed();
}

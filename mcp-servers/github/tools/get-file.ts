import { z } from 'zod';
import { defineTool } from '../../../src/mcp/tool.ts';
import { nOfM, toFit } from '../../shared/answer.ts';
import { failure } from '../../shared/failure.ts';
import { Said, text, textOrNull } from '../../shared/inputs.ts';
import { asking, pathOf, refOf } from '../asking.ts';
import type { GithubDeps } from '../deps.ts';

const MOST_NAMES = 30;

export const getFile = defineTool({
  name: 'get_file',
  title: 'Read a file',
  description: 'One file of the repository at a commit or branch (cut; values of Secrets masked).',
  access: 'read',
  idempotent: true,
  input: z.strictObject({ path: text(), ref: textOrNull('null: synced branch') }),
  output: z.object({
    path: z.string(),
    ref: z.string().nullable(),
    bytes: z.number(),
    cut: z.boolean(),
    content: Said,
  }),
  handle: async ({ path, ref }, { client, repository, branch }: GithubDeps, signal) => {
    const at = ref === null ? branch : refOf(ref);
    const file = await asking(client.getFile(pathOf(path), at, signal));
    if ('length' in file) {
      const names = file.slice(0, MOST_NAMES).join(', ');
      const count = nOfM(Math.min(MOST_NAMES, file.length), file.length, 'names');
      throw failure(`${path} is a folder; ${count} in it: ${names}`, 'ask for one of its files');
    }
    if (file.tooLarge)
      throw failure(`${path} is too large (${file.bytes} bytes)`, 'get_commit shows what changed in it');
    const {
      lines,
      left,
      text: told,
    } = toFit({
      head: [`${path} of ${repository} at ${at ?? 'the default branch'}, ${file.bytes} bytes`],
      body: file.text.trimEnd().split('\n'),
    });
    return { data: { path, ref: at, bytes: file.bytes, cut: left > 0, content: lines.join('\n') }, text: told };
  },
});

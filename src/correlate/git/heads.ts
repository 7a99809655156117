import { createHash } from 'node:crypto';
import { ReadError } from '../../platform/errors.ts';
import { noBranch } from './branches.ts';
import { type GitClient, type GitSetup, gitClient } from './client.ts';
import { isObjectId } from './log.ts';
import { lines } from './repository.ts';
import type { Workspace } from './workspace.ts';

export interface RemoteHead {
  /** On the server. */
  readonly ref: string;
  readonly sha: string;
  /** Name of the reference in the copy. */
  readonly keptAs: string;
}

/** What the server says a branch (null: its default one) points at. One question; throws a ReadError that names what there is instead. */
async function remoteHead(
  client: GitClient,
  branch: string | null,
  shown: string,
  signal: AbortSignal,
): Promise<RemoteHead> {
  const wanted = branch === null ? ['HEAD'] : [`refs/heads/${branch}`, `refs/tags/${branch}`];
  const answer = await client.run(['ls-remote', '--symref', '--end-of-options', 'origin', ...wanted], signal);
  const head = headIn(lines(answer.stdout), wanted);
  if (head !== null) return head;
  const { stdout } = await client.run(['ls-remote', '--heads', 'origin'], signal);
  const names = lines(stdout).flatMap((line) => /\trefs\/heads\/(.+)$/.exec(line)?.[1] ?? []);
  if (branch !== null || names.length === 0) throw noBranch(branch, shown, names);
  throw new ReadError('error', `${shown} does not say which branch is its default: set GIT_BRANCH`);
}

/**
 * The same, and who to ask from now on: GitLab sends those who leave the ending out to the address with it; redirects are not followed,
 * for the token's sake.
 */
export async function headOnServer(
  setup: GitSetup,
  { client, workspace, branch }: { client: GitClient; workspace: Workspace; branch: string | null },
  signal: AbortSignal,
): Promise<{ readonly client: GitClient; readonly head: RemoteHead }> {
  const { address } = setup;
  try {
    return { client, head: await remoteHead(client, branch, address.shown, signal) };
  } catch (error) {
    const isMoved = error instanceof ReadError && error.status === 301;
    if (!isMoved || address.kind !== 'http' || address.url.endsWith('.git')) throw error;
    const url = `${address.url.replace(/\/+$/, '')}.git`;
    const other = gitClient({ ...setup, address: { ...address, url } }, workspace, workspace.gitDir);
    return { client: other, head: await remoteHead(other, branch, address.shown, signal) };
  }
}

/** `ref: refs/heads/main\tHEAD` and `<sha>\tHEAD`; of a branch and a tag of one name the branch. */
function headIn(answer: readonly string[], wanted: readonly string[]): RemoteHead | null {
  const shas = new Map(
    answer.flatMap((line) => {
      const [sha = '', ref = ''] = line.split('\t');
      return isObjectId(sha) ? [[ref, sha]] : [];
    }),
  );
  const name = wanted.find((ref) => shas.has(ref));
  const sha = shas.get(name ?? '');
  if (name === undefined || sha === undefined) return null;
  const target = answer
    .map((line) => /^ref: (refs\/heads\/\S+)\tHEAD$/.exec(line)?.[1])
    .find((one) => one !== undefined);
  const ref = name === 'HEAD' ? (target ?? name) : name;
  return { ref, sha, keptAs: `refs/kept/${createHash('sha256').update(ref).digest('hex').slice(0, 16)}` };
}

import { createHash } from 'node:crypto';
import { ReadError } from '../../platform/errors.ts';
import { noBranch } from './branches.ts';
import type { GitClient } from './client.ts';
import { isObjectId } from './log.ts';
import { lines } from './repository.ts';

export interface RemoteHead {
  /** On the server. */
  readonly ref: string;
  readonly sha: string;
  /** Name of the reference in the copy. */
  readonly keptAs: string;
}

/** What the server says a branch (null: its default one) points at. One question; throws a ReadError that names what there is instead. */
export async function remoteHead(
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

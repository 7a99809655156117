import type { GitClient } from './client.ts';
import type { RemoteHead } from './heads.ts';
import { shallowCommits } from './local.ts';
import { isObjectId } from './log.ts';
import { lines } from './repository.ts';

const FETCH = ['fetch', '--quiet', '--no-tags', '--no-write-fetch-head', '--update-shallow'];
const FILTER = '--filter=blob:none';

export interface FetchAsked {
  readonly head: RemoteHead;
  /** The history wanted. */
  readonly since: Date;
  /** What is fetched: more than that. */
  readonly floor: Date;
  readonly gitDir: string;
}

/** Brings a branch into the copy, without the contents of files. Throws what git says as a ReadError. */
export async function fetchBranch(client: GitClient, asked: FetchAsked, signal: AbortSignal): Promise<void> {
  await fetchSince(client, asked, signal);
  // Where nothing happened for long, the first commit of the window would have none before it.
  if (await beginsInside(client, asked, signal)) {
    await client.run([...FETCH, FILTER, '--deepen=1', ...fromOrigin(asked.head)], signal);
  }
}

/** Forced: whoever rewrote the branch does not ask us. */
function fromOrigin({ ref, keptAs }: RemoteHead): readonly string[] {
  return ['--end-of-options', 'origin', `+${ref}:${keptAs}`];
}

/** That a server is old, or serves files only, is no reason to give up: then it sends more. */
async function fetchSince(client: GitClient, { head, floor }: FetchAsked, signal: AbortSignal): Promise<void> {
  const args = [...FETCH, FILTER, `--shallow-since=${floor.toISOString()}`, ...fromOrigin(head)];
  const { code, stderr } = await client.run(args, signal, { mayFail: true });
  if (code === 0) return;
  if (/no commits selected|error processing shallow info/.test(stderr)) {
    await client.run([...FETCH, FILTER, '--depth=1', ...fromOrigin(head)], signal);
  } else if (/does not support|shallow capabilities/i.test(stderr)) {
    await client.run([...FETCH, ...fromOrigin(head)], signal);
  } else client.fail(stderr);
}

/** Whether a commit of the window has nothing before it in the copy. */
export async function beginsInside(
  client: GitClient,
  { since, gitDir }: FetchAsked,
  signal: AbortSignal,
): Promise<boolean> {
  const shallow = [...(await shallowCommits(gitDir))].filter(isObjectId).slice(0, 1000);
  if (shallow.length === 0) return false;
  const { stdout } = await client.run(['show', '--no-patch', '--format=%ct', ...shallow], signal, { mayFail: true });
  return lines(stdout).some((seconds) => Number(seconds) * 1000 >= since.getTime());
}

/** Whether a branch no longer leads back to what it was. Unknown for a commit before the part that was fetched: then no. */
export async function isRewritten(
  client: GitClient,
  { was, is, floor }: { readonly was: string; readonly is: string; readonly floor: Date },
  signal: AbortSignal,
): Promise<boolean> {
  const { stdout } = await client.run(['show', '--no-patch', '--format=%ct', was], signal, { mayFail: true });
  if (Number(stdout.toString('utf8')) * 1000 < floor.getTime()) return false;
  const { code } = await client.run(['merge-base', '--is-ancestor', was, is], signal, { mayFail: true });
  return code === 1;
}

import type { Clock } from '../../platform/clock.ts';
import { checkBranch, noBranch } from './branches.ts';
import type { GitClient, GitSetup } from './client.ts';
import { gitClient } from './client.ts';
import { staleWords } from './clone-age.ts';
import { gitDirOf } from './local.ts';
import type { Workspace } from './workspace.ts';

export interface Tip {
  readonly sha: string;
  /** What somebody should know of how it was read. */
  readonly limits: readonly string[];
}

/** A repository whose history can be read, wherever it is. */
export interface GitRepository {
  readonly gitDir: string;
  readonly client: GitClient;
  /** The newest commit of a branch (null: of HEAD), with the history back to `since` where it exists. */
  tip(branch: string | null, since: Date, signal: AbortSignal): Promise<Tip>;
  /** Throws away what can't be read, so that it comes anew; null: it is not ours. */
  readonly discard: ((signal: AbortSignal) => Promise<void>) | null;
}

/** A clone on this machine: read as it is, by whoever owns it, and never written. */
export async function localRepository(
  setup: GitSetup,
  path: string,
  workspace: Workspace,
  clock: Clock,
): Promise<GitRepository> {
  const gitDir = await gitDirOf(path);
  const client = gitClient(setup, workspace, gitDir);
  return {
    gitDir,
    client,
    discard: null,
    tip: async (branch, _since, signal) => {
      checkBranch(branch);
      const refs =
        branch === null ? ['HEAD'] : [`refs/heads/${branch}`, `refs/remotes/origin/${branch}`, `refs/tags/${branch}`];
      for (const ref of refs) {
        const sha = await commitAt(client, ref, signal);
        if (sha === null) continue;
        const tipAt = await committedAt(client, sha, signal);
        return { sha, limits: await staleWords(gitDir, tipAt, clock.now()) };
      }
      const { stdout } = await client.run(
        ['for-each-ref', '--format=%(refname:lstrip=2)', 'refs/heads', 'refs/remotes'],
        signal,
      );
      throw noBranch(branch, setup.address.shown, lines(stdout));
    },
  };
}

/** SHA of the commit a full name of a reference leads to; null: there is none. */
export async function commitAt(client: GitClient, ref: string, signal: AbortSignal): Promise<string | null> {
  const { code, stdout } = await client.run(['rev-parse', '--verify', '--quiet', `${ref}^{commit}`], signal, {
    mayFail: true,
  });
  return code === 0 ? stdout.toString('utf8').trim() : null;
}

async function committedAt(client: GitClient, sha: string, signal: AbortSignal): Promise<Date | null> {
  const { stdout } = await client.run(['cat-file', 'commit', sha], signal, { mayFail: true });
  const [, seconds] = /^committer .* (\d+) [+-]\d{4}$/m.exec(stdout.toString('utf8')) ?? [];
  return seconds === undefined ? null : new Date(Number(seconds) * 1000);
}

export function lines(output: Buffer): readonly string[] {
  return output
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '');
}

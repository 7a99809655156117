import type { Clock } from '../../platform/clock.ts';
import { shortSha } from '../sha.ts';
import { checkBranch } from './branches.ts';
import { type GitSetup, gitClient } from './client.ts';
import { headOnServer } from './heads.ts';
import { localRepository } from './repository.ts';
import { closeWorkspace, openWorkspace } from './workspace.ts';

export interface GitLook {
  /** Short. */
  readonly head: string;
  /** What somebody should know of it, such as a clone that nobody fetches. */
  readonly limits: readonly string[];
}

/**
 * What a branch (null: the default one) points at: one question to the server, nothing is fetched and nothing kept. Rejects with a
 * ReadError that says what to do, or with the signal's reason.
 */
export async function lookAtGit(
  setup: Omit<GitSetup, 'stateDir'>,
  clock: Clock,
  signal: AbortSignal,
): Promise<GitLook> {
  const { address, branch, temporary } = setup;
  checkBranch(branch);
  const own = { ...setup, stateDir: null };
  const workspace = await openWorkspace(null, address.shown, temporary);
  try {
    if (address.kind === 'local') {
      const repository = await localRepository(own, address.path, workspace, clock);
      const { sha, limits } = await repository.tip(branch, clock.now(), signal);
      return { head: shortSha(sha), limits };
    }
    const client = gitClient(own, workspace, workspace.gitDir);
    try {
      await client.run(['init', '--bare', '--quiet', '--template='], signal);
      const { head } = await headOnServer(own, { client, workspace, branch }, signal);
      return { head: shortSha(head.sha), limits: [] };
    } finally {
      await client.idle();
    }
  } finally {
    await closeWorkspace(workspace);
  }
}

import { join } from 'node:path';
import { untilAborted } from '../../agents/until-aborted.ts';
import { DAY, HOUR } from '../../domain/duration.ts';
import type { Clock } from '../../platform/clock.ts';
import { ReadError } from '../../platform/errors.ts';
import { checkBranch } from './branches.ts';
import { type GitSetup, gitClient } from './client.ts';
import { beginsInside, fetchBranch, isRewritten } from './fetch.ts';
import { headOnServer, type RemoteHead } from './heads.ts';
import { locked } from './lock.ts';
import { type RemoteNotes, readNotes, writeNotes } from './notes.ts';
import { commitAt, type GitRepository, type Tip } from './repository.ts';
import { clearLeftovers, diskError, throwAway } from './upkeep.ts';
import type { Workspace } from './workspace.ts';

/** Fetched before the window: a commit is compared with the one before it, and clocks are wrong by hours. */
const MARGIN = 2 * DAY;
/** Small packs pile up; then the copy is fetched anew. */
const OLDEST_COPY = 14 * DAY;

/** A copy of a remote repository in a folder of our own: one branch, as far back as is asked, without the contents of files. */
export function remoteRepository(setup: GitSetup, workspace: Workspace, clock: Clock): GitRepository {
  const { gitDir } = workspace;
  let client = gitClient(setup, workspace, gitDir);
  let isCleared = false;
  const { shown } = setup.address;

  /** Rejects with the signal; the lock is held until the last process is gone. */
  const alone = <T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> => {
    const whole = async () => {
      try {
        // Later there may be a git of ours at work.
        if (!isCleared) await clearLeftovers(gitDir);
        isCleared = true;
        return await work();
      } catch (error) {
        throw diskError(error, workspace.folder);
      } finally {
        await client.idle();
      }
    };
    return untilAborted(signal, () => locked(join(workspace.folder, 'lock'), clock, signal, whole));
  };

  const sync = async (branch: string | null, since: Date, signal: AbortSignal): Promise<Tip> => {
    await client.run(['init', '--bare', '--quiet', '--template='], signal);
    const notes = await readNotes(workspace.folder, clock);
    const head = await headOf(branch, signal);
    const known = await commitAt(client, head.keptAs, signal);
    const reached = notes.reaches[head.keptAs];
    const wanted = Math.floor((since.getTime() - MARGIN) / DAY) * DAY;
    // Never less than there is: somebody else may be reading it.
    const floor = new Date(Math.min(wanted, reached ?? wanted));
    const asked = { head, since, floor, gitDir };
    const isThere = known === head.sha && reached !== undefined && reached <= since.getTime() - HOUR;
    if (isThere && !(await beginsInside(client, asked, signal))) {
      return { sha: head.sha, limits: rewrittenWords(notes, head.keptAs, since) };
    }
    await fetchBranch(client, asked, signal);
    const sha = await commitAt(client, head.keptAs, signal);
    if (sha === null) throw new ReadError('inconsistent', `${shown} changed while it was read`, { transient: true });
    const isNew =
      known !== null && known !== sha && (await isRewritten(client, { was: known, is: sha, floor }, signal));
    const now = {
      ...notes,
      reaches: { ...notes.reaches, [head.keptAs]: floor.getTime() },
      rewritten: isNew
        ? { ...notes.rewritten, [head.keptAs]: { at: clock.now().getTime(), from: known } }
        : notes.rewritten,
    };
    await writeNotes(workspace.folder, now);
    return { sha, limits: rewrittenWords(now, head.keptAs, since) };
  };

  const headOf = async (branch: string | null, signal: AbortSignal): Promise<RemoteHead> => {
    const found = await headOnServer(setup, { client, workspace, branch }, signal);
    client = found.client;
    return found.head;
  };

  return {
    gitDir,
    get client() {
      return client;
    },
    tip: (branch, since, signal) => {
      checkBranch(branch);
      return alone(signal, async () => {
        if (await isOutworn(workspace.folder, clock)) await throwAway(workspace);
        try {
          return await sync(branch, since, signal);
        } catch (error) {
          if (!(error instanceof ReadError) || error.fault !== 'invalid') throw error;
          await throwAway(workspace);
          return await sync(branch, since, signal);
        }
      });
    },
    discard: (signal) => alone(signal, () => throwAway(workspace)),
  };
}

function rewrittenWords({ rewritten }: RemoteNotes, keptAs: string, since: Date): readonly string[] {
  const found = rewritten[keptAs];
  if (found === undefined || found.at < since.getTime()) return [];
  const at = new Date(found.at).toISOString().slice(0, 16);
  return [
    `the branch was rewritten (force-push, seen ${at}Z): commits up to ${found.from.slice(0, 7)} that are no longer on it were not looked at`,
  ];
}

async function isOutworn(folder: string, clock: Clock): Promise<boolean> {
  const { createdAt } = await readNotes(folder, clock);
  return clock.now().getTime() - createdAt > OLDEST_COPY;
}

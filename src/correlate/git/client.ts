import { join } from 'node:path';
import type { GitAddress } from './address.ts';
import { gitEnvironment } from './environment.ts';
import { gitError } from './errors.ts';
import { type GitCall, type GitRun, runGit } from './process.ts';
import type { Workspace } from './workspace.ts';

export interface GitSetup {
  readonly address: GitAddress;
  /** The branch that is synced; null: what HEAD of the repository names. */
  readonly branch: string | null;
  /** `token` or `user:token`, for http and https. */
  readonly token: string | null;
  /** Null: nothing is kept. */
  readonly stateDir: string | null;
  /** Folder for temporary ones. */
  readonly temporary: string;
  /** Of the machine: PATH, proxies, ... */
  readonly surroundings: Readonly<Record<string, string | undefined>>;
}

/** git with one repository. */
export interface GitClient {
  /** Throws a ReadError in the words of people, or the signal's reason; with `mayFail` only the latter. */
  run(args: readonly string[], signal: AbortSignal, options?: RunOptions): Promise<GitRun>;
  /** Throws what git said as a ReadError. */
  fail(stderr: string): never;
  /** Resolves when no process of it is left. */
  idle(): Promise<void>;
}

interface RunOptions extends Partial<Pick<GitCall, 'mostBytes' | 'take'>> {
  readonly mayFail?: boolean;
  /** Contents of files that it fetches are kept apart from the copy, for as long as the workspace is open. */
  readonly fetches?: boolean;
}

const MOST_BYTES = 4 * 1024 * 1024;

export function gitClient(setup: GitSetup, workspace: Workspace, gitDir: string): GitClient {
  const { address, token, surroundings } = setup;
  const running = new Set<Promise<void>>();
  const fail = (stderr: string): never => {
    throw gitError(stderr, { address, hasToken: token !== null, folder: workspace.folder });
  };
  const env = gitEnvironment({ address, token, home: workspace.home, gitDir, surroundings });
  const { contents } = workspace;
  const apart =
    contents === null
      ? env
      : { ...env, GIT_OBJECT_DIRECTORY: contents, GIT_ALTERNATE_OBJECT_DIRECTORIES: join(gitDir, 'objects') };
  return {
    run: async (args, signal, { mayFail = false, mostBytes = MOST_BYTES, fetches = false, take } = {}) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      running.add(promise);
      const ended = () => {
        running.delete(promise);
        resolve();
      };
      const call = {
        args: ['--no-pager', ...args],
        env: fetches ? apart : env,
        cwd: workspace.home,
        signal,
        mostBytes,
      };
      const run = await runGit(take === undefined ? call : { ...call, take }, ended);
      if (run.code === 0 || run.stopped || mayFail) return run;
      return fail(run.stderr);
    },
    fail,
    idle: async () => {
      await Promise.all(running);
    },
  };
}

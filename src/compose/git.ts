import { tmpdir } from 'node:os';
import { surroundings } from '../config/effective.ts';
import type { Values } from '../config/settings.ts';
import type { ChangeSource } from '../correlate/change-source.ts';
import { addressOf, type GitAddress, mayHoldToken, parseGitAddress } from '../correlate/git/address.ts';
import type { GitSource } from '../correlate/git/source.ts';
import { refFault } from '../correlate/repository-path.ts';
import type { CommitsPart } from '../cycle/parts.ts';
import type { Clock } from '../platform/clock.ts';
import { ConfigError } from '../platform/errors.ts';
import { changesDeadline, commitsPart, type GithubInUse } from './github.ts';
import { type Opened, once } from './opened.ts';

/**
 * Where the changes of a cycle come from: GIT_REPOSITORY, else GITHUB_REPOSITORY. With both GitHub stays for its tools. Throws a
 * ConfigError for an address or a branch that can't be one.
 */
export function changesInUse(
  values: Values,
  github: (() => Promise<GithubInUse>) | null,
  stateDir: string | null,
  clock: Clock,
): Opened<CommitsPart> {
  if (values.GIT_REPOSITORY === null) return { value: commitsPart(values, github), close: () => {} };
  const address = gitAddressOf(values);
  const { get, opened } = gitInUse(values, address, stateDir, clock);
  const source: ChangeSource = {
    name: address.shown,
    repository: addressOf(address),
    mostReads: 20,
    list: async (query, signal) => (await get()).list(query, signal),
    read: async (change, signal) => (await get()).read(change, signal),
  };
  return {
    value: { source, whyNone: '', deadlineMs: changesDeadline(values) },
    close: async () => {
      if (opened()) await (await get()).close();
    },
  };
}

/** GIT_REPOSITORY. Throws a ConfigError for what can't be one, for a branch that can't, and for a token that would be sent in the clear. */
export function gitAddressOf(values: Values): GitAddress {
  const { GIT_REPOSITORY: repository, GIT_BRANCH: branch, GIT_TOKEN: token } = values;
  const address = parseGitAddress(repository ?? '');
  const fault = branch === null ? null : refFault(branch);
  if (fault !== null) throw new ConfigError(`GIT_BRANCH can't be used: ${fault}`);
  if (token !== null && address.kind === 'http' && !mayHoldToken(address)) {
    throw new ConfigError(
      'GIT_TOKEN would be sent in the clear: give GIT_REPOSITORY as https, or as a name inside the cluster (.svc)',
    );
  }
  return address;
}

function gitInUse(values: Values, address: GitAddress, stateDir: string | null, clock: Clock) {
  const { GIT_BRANCH: branch, GIT_TOKEN: token } = values;
  return once(async (): Promise<GitSource> => {
    const { gitSource } = await import('../correlate/git/source.ts');
    const own = { address, branch, token: token?.reveal() ?? null, stateDir, clock };
    // Of the environment it takes the names it knows.
    return gitSource({ ...own, temporary: tmpdir(), surroundings: surroundings().proxy });
  });
}

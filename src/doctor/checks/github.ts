import type { Values } from '../../config/settings.ts';
import { DAY } from '../../domain/duration.ts';
import { type Check, ok, skipped, warn } from '../check.ts';

const SOON = 14 * DAY;
const FINE =
  'make a fine-grained token for this repository alone, with Contents: read and Pull requests: read, and set GITHUB_TOKEN to it';
/** All that reading asks of a classic token: a public repository needs none. */
const READING: readonly string[] = ['repo', 'public_repo', 'repo:status', 'repo_deployment', 'read:org', 'read:user'];

export const github: Check = {
  id: 'changes.github',
  title: 'GitHub',
  why: 'the commit that broke something is found there',
  mend: `compare GITHUB_REPOSITORY, GITHUB_BRANCH and GITHUB_API_URL; or ${FINE}`,
  settings: ['GITHUB_REPOSITORY', 'GITHUB_TOKEN', 'GITHUB_API_URL', 'GITHUB_BRANCH'],
  outside: true,
  after: [],
  applies: ({ values }) => values.GITHUB_REPOSITORY !== null || values.GIT_REPOSITORY === null,
  run: async ({ values, changes, clock }, signal) => {
    const { GITHUB_REPOSITORY: repository, GITHUB_TOKEN: token } = values;
    if (repository === null) {
      return skipped(
        'not set up: nobody looks for the change behind an outage',
        'set GITHUB_REPOSITORY (owner/name) and GITHUB_TOKEN, or GIT_REPOSITORY for any other Git server',
      );
    }
    const seen = await changes.github(signal);
    const found = `${repository}, branch ${seen.branch} at ${seen.head.slice(0, 7)}${tokenWords(values, seen.scopes)}`;
    const left = seen.expiresAt === null ? null : seen.expiresAt.getTime() - clock.now().getTime();
    if (token === null) {
      return warn(`${found}; 60 requests an hour`, `${FINE}: it gives 5,000 requests an hour`);
    }
    const details = [
      ...(left !== null && left < SOON ? [`the token ends on ${seen.expiresAt?.toISOString().slice(0, 10)}`] : []),
      ...(seen.readsPulls ? [] : ['pull requests can not be read: commits are told without their number']),
      ...writes(seen.scopes),
    ];
    return details.length === 0 ? ok(found) : warn(found, FINE, details);
  },
};

function tokenWords({ GITHUB_TOKEN: token }: Values, scopes: readonly string[] | null): string {
  if (token === null) return ', without a token';
  if (scopes === null) return ', a token that may not tell its rights';
  return `, a classic token (${scopes.length === 0 ? 'no scopes' : scopes.join(', ')})`;
}

/** A classic token has no scope that only reads a private repository. */
function writes(scopes: readonly string[] | null): readonly string[] {
  const isRead = (scope: string): boolean => scope.startsWith('read:') || scope === 'repo:status';
  const writing = (scopes ?? []).filter((scope) => !isRead(scope));
  const [own, other] = [writing.filter((s) => READING.includes(s)), writing.filter((s) => !READING.includes(s))];
  return [
    ...(own.length > 0 ? [`${own.join(', ')} may also write, to every repository you can write to`] : []),
    ...(other.length > 0 ? [`${other.join(', ')}: far more than is needed`] : []),
  ];
}

import { tmpdir } from 'node:os';
import { onTestFinished } from 'vitest';
import type { ChangeQuery } from '../../../src/correlate/change-source.ts';
import { parseGitAddress } from '../../../src/correlate/git/address.ts';
import { type GitSource, type GitSourceSetup, gitSource } from '../../../src/correlate/git/source.ts';
import type { Change } from '../../../src/domain/change.ts';
import { HOUR, MINUTE } from '../../../src/domain/duration.ts';
import { fixedClock } from '../../../src/platform/clock.ts';
import { historyOf, type MadeRepository, type Step } from './history.ts';

/** A source of what is at `place`; closed with the test. */
export function sourceAt(place: string, now: Date, setup: Partial<GitSourceSetup> = {}): GitSource {
  const source = gitSource({
    address: parseGitAddress(place, { allowFile: true }),
    branch: null,
    token: null,
    stateDir: null,
    temporary: tmpdir(),
    surroundings: { PATH: process.env['PATH'] },
    clock: fixedClock(now),
    ...setup,
  });
  onTestFinished(() => source.close());
  return source;
}

/** A repository that is gone with the test. */
export async function madeOf(steps: readonly Step[]): Promise<MadeRepository> {
  const made = await historyOf(steps);
  onTestFinished(() => made.remove());
  return made;
}

// A small history, for whoever needs no other.
export const NOW = new Date('2026-03-10T14:12:00Z');
export const ago = (ms: number) => new Date(NOW.getTime() - ms);
export const all: ChangeQuery = { paths: [], since: ago(24 * HOUR), until: NOW, branch: null, isMore: false };

export const deployment = (memory: string, more = '') =>
  ['kind: Deployment', 'metadata:', '  name: api', 'spec:', '  limits:', `    memory: ${memory}`, more, ''].join('\n');
export const begin: Step = {
  commit: 'begin',
  at: ago(60 * HOUR),
  files: { 'apps/api/deploy.yaml': deployment('512Mi'), 'apps/web/deploy.yaml': deployment('1Gi'), 'README.md': 'x' },
};
export const cut: Step = {
  commit: 'api: trim',
  at: ago(12 * MINUTE),
  author: 'bob',
  files: { 'apps/api/deploy.yaml': deployment('64Mi') },
};

/** The newest of a list; a test that gets none has failed. */
export function newest({ changes }: { readonly changes: readonly Change[] }): Change {
  const [change] = changes;
  if (change === undefined) throw new Error('nothing was found');
  return change;
}

import { Octokit } from '@octokit/rest';
import { expect, it, onTestFinished } from 'vitest';
import { HISTORY, REPOSITORY } from '../../../tests/fakes/github/history.ts';
import { fakeGithub } from '../../../tests/fakes/github/server.ts';
import type { FakeSetup } from '../../../tests/fakes/github/types.ts';
import { systemClock } from '../../platform/clock.ts';
import { lookAtGithub } from './look.ts';
import { octokitOptions } from './octokit-options.ts';

const signal = new AbortController().signal;

async function look(setup: Partial<FakeSetup> = {}, { token = 'right', branch = null as string | null } = {}) {
  const github = await fakeGithub({ repository: REPOSITORY, commits: HISTORY, token: 'right', ...setup });
  onTestFinished(() => github.close());
  const octokit = new Octokit(octokitOptions({ token, baseUrl: github.url, userAgent: 'k8s-monitor/test' }));
  return lookAtGithub({ octokit, repository: REPOSITORY, branch, clock: systemClock }, signal);
}

it('finds the branch, and what GitHub tells of a classic token', async () => {
  const seen = await look({ scopes: ['repo', 'read:org'], expires: '2027-03-21 13:53:02 UTC' });
  expect(seen).toEqual({
    branch: 'main',
    head: expect.stringMatching(/^[0-9a-f]{40}$/),
    scopes: ['repo', 'read:org'],
    expiresAt: new Date('2027-03-21T13:53:02Z'),
    readsPulls: true,
  });
});

it('a fine-grained token tells nothing, and a classic one without scopes tells that', async () => {
  expect(await look()).toMatchObject({ scopes: null, expiresAt: null });
  expect(await look({ scopes: [] })).toMatchObject({ scopes: [] });
});

it('pull requests that may not be read are no fault; contents that may not are', async () => {
  const refuse = (part: string): NonNullable<FakeSetup['script']> => {
    return ({ path }) =>
      path.includes(part)
        ? { kind: 'status', status: 403, message: 'Resource not accessible by personal access token' }
        : undefined;
  };
  expect(await look({ script: refuse('/pulls') })).toMatchObject({ readsPulls: false });
  await expect(look({ script: refuse('/branches/') })).rejects.toThrow(/needs "Contents: read"/);
});

it.each([
  ['a wrong token', {}, { token: 'wrong' }, /refuses GITHUB_TOKEN/],
  ['a branch that is not there', {}, { branch: 'nowhere' }, /GITHUB_BRANCH/],
  ['what can be no branch', {}, { branch: '..' }, /GITHUB_BRANCH can't be used/],
  ['no JSON', { script: () => ({ kind: 'html' as const }) }, {}, /not what GitHub answers/],
])('%s is told with the mend', async (_what, setup, options, words) => {
  await expect(look(setup, options)).rejects.toThrow(words);
});

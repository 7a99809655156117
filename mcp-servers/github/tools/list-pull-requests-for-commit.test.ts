import { expect, it } from 'vitest';
import { HISTORY } from '../../../tests/fakes/github/history.ts';
import { githubTools } from '../../../tests/fakes/github/tools.ts';
import { listPullRequestsForCommit } from './list-pull-requests-for-commit.ts';

it('names the pull request of a commit, and that there is none', async () => {
  const { github, call } = await githubTools();
  const sha = HISTORY.find(({ pull }) => pull?.number === 44)?.sha;
  const told = await call(listPullRequestsForCommit, { sha });
  expect(told.text).toBe(`1 of 1 pull requests of commit ${sha?.slice(0, 7)}\n#44 merged: orders: trim resources`);
  expect(told).toMatchObject({ ok: true, data: { pullRequests: [{ url: `${github.url}/acme/gitops/pull/44` }] } });
  expect((await call(listPullRequestsForCommit, { sha: HISTORY[0]?.sha })).text).toMatch(/^0 of 0/);
});

it('refuses what is no SHA', async () => {
  const { call } = await githubTools();
  expect(await call(listPullRequestsForCommit, { sha: 'main' })).toMatchObject({ ok: false });
});

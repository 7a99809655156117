import { expect, it } from 'vitest';
import { HISTORY, LEAKED } from '../../../tests/fakes/github/history.ts';
import { commit, modified } from '../../../tests/fakes/github/made.ts';
import { githubTools } from '../../../tests/fakes/github/tools.ts';
import { getCommit } from './get-commit.ts';

it('shows what a commit changed', async () => {
  const { call } = await githubTools();
  const sha = HISTORY.find(({ pull }) => pull?.number === 44)?.sha.slice(0, 7) ?? '';
  const told = await call(getCommit, { sha });
  expect(told.text.split('\n').slice(0, 4)).toEqual([
    `commit ${sha} of acme/gitops`,
    'committed 2026-03-10T14:00:00.000Z by bob: orders: trim resources (#44)',
    '1 of 1 files',
    'modified base-apps/orders/deployment.yaml',
  ]);
  expect(told.text).toContain('+              memory: 64Mi');
});

it('names the keys of a Secret, and none of its values', async () => {
  const { call } = await githubTools();
  const told = await call(getCommit, { sha: HISTORY.at(-1)?.sha });
  expect(told.text).toContain('+  login: [masked]');
  expect(JSON.stringify(told)).not.toContain(LEAKED);
});

it('stays below 6,000 characters, and says what it cut', async () => {
  const long = Array.from({ length: 400 }, (_, i) => `+  key${i}: value`);
  const files = Array.from({ length: 60 }, (_, i) => modified(`apps/${i}/values.yaml`, ...long));
  const made = commit({ at: '2026-03-01T00:00:00Z', subject: 'x'.repeat(5000), files });
  const { call } = await githubTools({ commits: [made] });
  const told = await call(getCommit, { sha: made.sha });
  expect(told.text.length).toBeLessThanOrEqual(6000);
  expect(told.text).toContain('20 of 60 files');
  expect(told.text).toContain('… patch cut');
  const patches = told.ok ? JSON.stringify(told.data['files']) : '';
  expect(patches.length).toBeLessThan(8000);
  expect(told).toMatchObject({ ok: true, data: { more: true } });
});

it.each(['main', '../../../user', 'HEAD~1', '12345', 'a'.repeat(41)])('refuses %s as a SHA', async (sha) => {
  const { github, call } = await githubTools();
  expect(await call(getCommit, { sha })).toMatchObject({ ok: false, text: expect.stringContaining('is no SHA') });
  expect(github.requests).toEqual([]);
});

it('says that a commit is not there', async () => {
  const { call } = await githubTools();
  const told = await call(getCommit, { sha: 'f'.repeat(40) });
  expect(told).toMatchObject({ ok: false, text: expect.stringContaining('Next: list_commits shows') });
});

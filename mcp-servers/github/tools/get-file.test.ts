import { expect, it } from 'vitest';
import { HISTORY, LEAKED } from '../../../tests/fakes/github/history.ts';
import { added, commit } from '../../../tests/fakes/github/made.ts';
import { githubTools } from '../../../tests/fakes/github/tools.ts';
import { getFile } from './get-file.ts';

it('reads a file on the synced branch, or at a commit', async () => {
  const { github, call } = await githubTools();
  const path = 'base-apps/shop/deployment.yaml';
  const told = await call(getFile, { path, ref: null });
  expect(told.text).toMatch(
    /^base-apps\/shop\/deployment.yaml of acme\/gitops at main, \d+ bytes\napiVersion: apps\/v1\n/,
  );
  await call(getFile, { path, ref: HISTORY[0]?.sha });
  expect(github.requests.map((request) => request.path.split('?')[1])).toEqual(['ref=main', `ref=${HISTORY[0]?.sha}`]);
});

it('masks the values of a Secret', async () => {
  const { call } = await githubTools();
  const told = await call(getFile, { path: 'base-apps/postgres/auth.yaml', ref: null });
  expect(told.text).toContain('login: [masked]');
  expect(JSON.stringify(told)).not.toContain(LEAKED);
});

it('cuts a long file, and says so', async () => {
  const text = Array.from({ length: 2000 }, (_, i) => `line ${i}`).join('\n');
  const { call } = await githubTools({
    commits: [commit({ at: '2026-03-01T00:00:00Z', subject: 'x', files: [added('long.yaml', text)] })],
  });
  const told = await call(getFile, { path: 'long.yaml', ref: null });
  expect(told.text.length).toBeLessThanOrEqual(6000);
  expect(told.text).toMatch(/… cut, \d+ more lines$/);
  expect(told).toMatchObject({ ok: true, data: { cut: true } });
});

it('names what is in a folder, and what is not there', async () => {
  const { call } = await githubTools();
  const folder = await call(getFile, { path: 'base-apps/shop', ref: null });
  expect(folder).toMatchObject({
    ok: false,
    text: expect.stringContaining('is a folder; 3 of 3 names in it: README.md, docs/, deployment.yaml'),
  });
  expect(await call(getFile, { path: 'no/such.yaml', ref: null })).toMatchObject({ ok: false });
});

it.each([
  [{ path: '../x', ref: null }, 'no path of this repository'],
  [{ path: 'a.yaml', ref: 'a..b' }, "can't be read at"],
  [{ path: 'a.yaml', ref: '-x' }, "can't be read at"],
])('refuses %o without asking GitHub', async (args, words) => {
  const { github, call } = await githubTools();
  expect(await call(getFile, args)).toMatchObject({ ok: false, text: expect.stringContaining(words) });
  expect(github.requests).toEqual([]);
});

import { mkdtempSync, rmSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { madeOf } from '../../tests/fakes/git/source.ts';
import { loadConfig } from '../config/load.ts';
import { systemClock } from '../platform/clock.ts';
import { changesInUse } from './git.ts';
import { githubInUse } from './github.ts';

function inUse(env: Record<string, string>, stateDir: string | null = null) {
  const loaded = loadConfig({ flags: {}, env, cwd: tmpdir() });
  if (!loaded.ok) throw new Error('the configuration is wrong');
  const { values } = loaded;
  return changesInUse(values, githubInUse(values, stateDir, systemClock), stateDir, systemClock);
}

it('reads GIT_REPOSITORY, also when GITHUB_REPOSITORY is set', async () => {
  const made = await madeOf([{ commit: 'now', at: new Date(), files: { 'a.yaml': '1' } }]);
  const state = mkdtempSync(join(tmpdir(), 'k8s-monitor-state-'));
  onTestFinished(() => rmSync(state, { recursive: true }));
  const { value, close } = inUse({ GIT_REPOSITORY: made.dir, GITHUB_REPOSITORY: 'acme/gitops' }, state);
  const query = { paths: [], since: new Date(0), until: new Date(), branch: null, isMore: false };
  const list = await value.source?.list(query, new AbortController().signal);
  expect(list?.changes.map(({ subject }) => subject)).toEqual(['now']);
  expect(value.source?.name).toBe(made.dir);
  await close();
  expect(await readdir(state)).toEqual([]);
});

it('reads GITHUB_REPOSITORY alone when only that is set, and says when none is', () => {
  expect(inUse({ GITHUB_REPOSITORY: 'acme/gitops' }).value.source?.name).toBe('acme/gitops');
  expect(inUse({}).value).toMatchObject({ source: null, whyNone: expect.stringContaining('GITHUB_REPOSITORY') });
});

it('gives all of it CHANGES_DEADLINE_SECONDS, under the former name too', () => {
  const deadline = (env: Record<string, string>) => inUse({ GIT_REPOSITORY: '/srv/git', ...env }).value.deadlineMs;
  expect(deadline({})).toBe(10_000);
  expect(deadline({ GITHUB_DEADLINE_SECONDS: '20' })).toBe(20_000);
  expect(deadline({ GITHUB_DEADLINE_SECONDS: '20', CHANGES_DEADLINE_SECONDS: '30' })).toBe(30_000);
});

it('refuses what can\u2019t be an address or a branch, and a token in the clear', () => {
  expect(() => inUse({ GIT_REPOSITORY: 'ext::sh' })).toThrow('GIT_REPOSITORY is');
  expect(() => inUse({ GIT_REPOSITORY: '/srv/git', GIT_BRANCH: '--all' })).toThrow("GIT_BRANCH can't be used");
  expect(() => inUse({ GIT_REPOSITORY: 'http://git.example.com/a', GIT_TOKEN: 'x' })).toThrow('in the clear');
});

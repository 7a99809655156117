// The fake GitHub against GitHub's own description of its API: what the client is tested with is what it will meet.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withoutControlPlane } from '../control-plane/binaries.ts';
import { HISTORY, REPOSITORY, UNMERGED } from '../fakes/github/history.ts';
import { type ApiPath, openApi, PATHS } from '../fakes/github/openapi.ts';
import { type Check, checker } from '../fakes/github/openapi-check.ts';
import { type FakeGithub, fakeGithub } from '../fakes/github/server.ts';

const described = await openApi();
if ('unavailable' in described && withoutControlPlane() === 'fail') throw new Error(described.unavailable);
const title = `the fake GitHub${'unavailable' in described ? ` (not checked: ${described.unavailable})` : ''}`;

describe.skipIf('unavailable' in described)(title, () => {
  let check: Check;
  let github: FakeGithub;
  beforeAll(async () => {
    if (!('unavailable' in described)) check = checker(described);
    const setup = { repository: REPOSITORY, commits: HISTORY, branches: { side: UNMERGED, empty: [] } };
    github = await fakeGithub({ ...setup, token: 'right', formerly: 'acme/old' });
  });
  afterAll(() => github.close());

  const get = async (path: string, token = 'right', repository = REPOSITORY) => {
    const answer = await fetch(`${github.url}/repos/${repository}${path}`, {
      redirect: 'manual',
      headers: { authorization: `token ${token}`, 'user-agent': 'test' },
    });
    return { status: answer.status, body: (await answer.json()) as unknown };
  };
  const [repository, branch, commits, commit, pulls, contents] = PATHS;
  const withPull = HISTORY.find(({ pull }) => pull !== undefined)?.sha ?? '';
  const renamed = HISTORY.find(({ subject }) => subject.startsWith('switch off'))?.sha ?? '';

  const cases: readonly (readonly [ApiPath, string, number])[] = [
    [repository, '', 200],
    [branch, '/branches/main', 200],
    [branch, '/branches/nowhere', 404],
    [commits, '/commits', 200],
    [commits, '/commits?path=base-apps/orders&since=2026-03-10T00:00:00Z&per_page=2', 200],
    [commits, '/commits?path=no/such', 200],
    [commits, '/commits?sha=nowhere', 404],
    [commits, '/commits?sha=empty', 409],
    ...HISTORY.map(({ sha }) => [commit, `/commits/${sha}`, 200] as const),
    [commit, '/commits/main', 200],
    [commit, `/commits/${'0'.repeat(40)}`, 422],
    [pulls, `/commits/${withPull}/pulls`, 200],
    [pulls, `/commits/${renamed}/pulls`, 200],
    [contents, '/contents/base-apps%2Fshop%2Fdeployment.yaml', 200],
    [contents, '/contents/base-apps?ref=side', 200],
    [contents, '/contents/no/such', 404],
  ];
  it.each(cases)('answers %s as described: %s', async (path, address, status) => {
    const answer = await get(address);
    expect(answer.status).toBe(status);
    expect(check(path, status, answer.body)).toEqual([]);
  });

  it('refuses as described', async () => {
    const refusals = [await get('', 'wrong'), await get('', 'right', 'acme/other'), await get('', 'right', 'acme/old')];
    expect(refusals.map(({ status }) => status)).toEqual([401, 404, 301]);
    for (const { status, body } of refusals) expect(check(repository, status, body)).toEqual([]);
  });

  it('would be told what it got wrong', async () => {
    const { body } = await get(`/commits/${withPull}`);
    const answer = body as { commit: object; files: { status: string }[]; author: object | null };
    const wrong = [
      { ...answer, sha: undefined },
      { ...answer, commit: { ...answer.commit, committer: { date: 'yesterday' } } },
      { ...answer, files: answer.files.map((file) => ({ ...file, status: 'changed a lot' })) },
      { ...answer, parents: null },
      { ...answer, html_url: 'no address' },
    ];
    for (const one of wrong) expect(check(commit, 200, JSON.parse(JSON.stringify(one)))).not.toEqual([]);
    expect(check(commit, 200, { ...answer, author: null })).toEqual([]);
    expect(check(commits, 200, answer)).not.toEqual([]);
  });
});

import { afterEach, beforeEach, expect, it } from 'vitest';
import { HISTORY, REPOSITORY, UNMERGED } from './history.ts';
import { type FakeGithub, fakeGithub } from './server.ts';

let github: FakeGithub;

beforeEach(async () => {
  github = await fakeGithub({
    repository: REPOSITORY,
    commits: HISTORY,
    branches: { side: UNMERGED },
    token: 'right',
    formerly: 'acme/old',
  });
});
afterEach(() => github.close());

const get = (path: string, headers: Record<string, string> = {}, url = `${github.url}/repos/${REPOSITORY}`) =>
  fetch(`${url}${path}`, { redirect: 'manual', headers: { authorization: 'token right', ...headers } });

const subjects = async (answer: Response): Promise<string[]> =>
  ((await answer.json()) as { commit: { message: string } }[]).map(({ commit }) => commit.message);

it('lists by path, time of committing and branch', async () => {
  const window = 'since=2026-03-10T09:40:00Z&until=2026-03-10T14:30:00Z';
  expect(await subjects(await get(`/commits?path=base-apps/orders&${window}`))).toEqual([
    'fix: orders was out of memory, this broke production',
    'orders: trim resources (#44)',
    'orders 2.4',
  ]);
  expect(await subjects(await get('/commits?path=base-apps/orders&sha=side'))).toEqual([
    'orders: this is what breaks it',
    'add orders',
  ]);
  // The author's date lies two days earlier.
  const off = 'path=base-apps/queue.yaml&since=2026-03-12T15:00:00Z';
  expect(await subjects(await get(`/commits?${off}`))).toHaveLength(1);
});

it('pages with links', async () => {
  const first = await get('/commits?per_page=10');
  expect(first.headers.get('link')).toMatch(/per_page=10&page=2>; rel="next", <.*&page=3>; rel="last"/);
  const last = await get('/commits?per_page=10&page=3');
  expect(last.headers.get('link')).not.toContain('next');
  expect((await subjects(last)).length).toBe(HISTORY.length - 20);
});

it('answers an unchanged question with 304, at no cost to those who say who they are', async () => {
  const etag = (await get('/commits')).headers.get('etag') ?? '';
  const before = github.remaining;
  const again = await get('/commits', { 'if-none-match': etag });
  expect([again.status, await again.text(), github.remaining]).toEqual([304, '', before]);
  expect(again.headers.get('x-ratelimit-remaining')).toBe(String(before));
});

it('refuses as GitHub does', async () => {
  const status = async (path: string, headers = {}, url?: string) => (await get(path, headers, url)).status;
  expect(await status('', { authorization: 'token wrong' })).toBe(401);
  expect(await status('', {}, `${github.url}/repos/acme/other`)).toBe(404);
  expect(await status('/commits?sha=nowhere')).toBe(404);
  expect(await status(`/commits/${'0'.repeat(40)}`)).toBe(422);
  expect(await status('/contents/no/such.yaml')).toBe(404);
  expect(await status('/branches/nowhere')).toBe(404);
  expect(await status('', { accept: 'text/csv' })).toBe(415);
  const anonymous = await fetch(`${github.url}/repos/${REPOSITORY}`);
  expect(anonymous.status).toBe(404);
});

it('knows its old name, and serves files and folders', async () => {
  const moved = await get('/commits?per_page=5', {}, `${github.url}/repos/acme/old`);
  expect([moved.status, moved.headers.get('location')]).toEqual([
    301,
    `${github.url}/repositories/500001/commits?per_page=5`,
  ]);
  expect((await fetch(moved.headers.get('location') ?? '', { headers: { authorization: 'token right' } })).status).toBe(
    200,
  );

  const folder = (await (await get('/contents/base-apps?ref=main')).json()) as { path: string; type: string }[];
  // Switched off: the file has another name now.
  expect(folder.map(({ path }) => path)).toContain('base-apps/queue.yaml.disabled');
  expect(folder.map(({ path }) => path)).not.toContain('base-apps/queue.yaml');
  const raw = await get('/contents/base-apps%2Fshop%2Fdeployment.yaml', { accept: 'application/vnd.github.raw+json' });
  expect(raw.headers.get('content-type')).toBe('application/vnd.github.raw+json; charset=utf-8');
  expect(await raw.text()).toContain('image: registry.example/shop:1.0');
});

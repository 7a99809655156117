import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { git, type Step } from '../../../tests/fakes/git/history.ts';
import { type GitServerSetup, gitServer } from '../../../tests/fakes/git/server.ts';
import { madeOf, sourceAt } from '../../../tests/fakes/git/source.ts';
import { HOUR, MINUTE } from '../../domain/duration.ts';
import { systemClock } from '../../platform/clock.ts';
import { deadlineIn } from '../../platform/deadline.ts';
import type { ChangeQuery } from '../change-source.ts';
import type { GitSourceSetup } from './source.ts';

const NOW = new Date('2026-03-10T14:12:00Z');
const ago = (ms: number) => new Date(NOW.getTime() - ms);
const all: ChangeQuery = { paths: [], since: ago(24 * HOUR), until: NOW, branch: null, isMore: false };
const cycle = () => new AbortController().signal;

const STEPS: readonly Step[] = [
  { commit: 'ancient', at: ago(9000 * HOUR), files: { 'a.yaml': 'a: 0\n', 'old.yaml': 'x: 1\n' } },
  { commit: 'begin', at: ago(100 * HOUR), files: { 'a.yaml': 'a: 1\n' } },
  { commit: 'early', at: ago(30 * HOUR), files: { 'a.yaml': 'a: 2\n' } },
  { commit: 'good', at: ago(5 * HOUR), files: { 'b.yaml': 'b: 1\n', 'big.bin': 'x'.repeat(50_000) } },
  { commit: 'bad', at: ago(12 * MINUTE), files: { 'a.yaml': 'a: 3\n' } },
];

async function stateDir(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'k8s-monitor-state-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function served(setup: Partial<GitServerSetup> = {}, steps = STEPS) {
  const made = await madeOf(steps);
  const server = await gitServer({ dir: made.dir, ...setup });
  onTestFinished(() => server.close());
  const source = (more: Partial<GitSourceSetup> = {}, url = server.url) => sourceAt(url, NOW, more);
  const failure = async (more: Partial<GitSourceSetup> = {}, url = server.url): Promise<string> => {
    const error = await source(more, url)
      .list(all, cycle())
      .catch((reason: unknown) => reason);
    return error instanceof Error ? error.message : 'nothing failed';
  };
  return { made, server, source, failure };
}

const titles = (list: { readonly changes: readonly { readonly subject: string }[] }) =>
  list.changes.map((c) => c.subject);

describe('a remote repository', () => {
  it('is fetched as far back as is asked, without the contents of files, and read from the copy', async () => {
    const { made, server, source } = await served();
    const state = await stateDir();
    const one = source({ stateDir: state });
    const signal = cycle();
    const list = await one.list(all, signal);
    expect([titles(list), list.limits]).toEqual([['bad', 'good'], []]);
    const copy = join(state, 'git', (await readdir(join(state, 'git')))[0] ?? '', 'repository');
    const has = (object: string) =>
      git(copy, ['cat-file', '-e', object]).then(
        () => true,
        () => false,
      );
    expect(await has(made.sha('begin'))).toBe(false);
    const there = await git(copy, ['rev-list', '--objects', '--missing=print', '--all']);
    expect(there.match(/^\?/gm)?.length).toBeGreaterThan(2);

    const [bad, good] = list.changes;
    if (bad === undefined || good === undefined) throw new Error('nothing was found');
    expect((await one.read(bad, signal)).files[0]?.patch).toBe('@@ -1 +1 @@\n-a: 2\n+a: 3');
    expect((await one.read(good, signal)).files.map(({ path, patch }) => [path, patch !== null])).toEqual([
      ['b.yaml', true],
      ['big.bin', false],
    ]);
    const requests = server.requests.length;
    expect((await one.read(bad, signal)).files[0]?.patch).toContain('+a: 3');
    expect(server.requests.length).toBe(requests);
    expect(
      (await git(copy, ['rev-list', '--objects', '--missing=print', '--all'])).match(/^\?/gm)?.length,
    ).toBeGreaterThan(0);
  });

  it('costs one question when nothing is new, and only the new commits when something is', async () => {
    const { made, server, source } = await served();
    const state = await stateDir();
    await source({ stateDir: state }).list(all, cycle());
    const requests = server.requests.length;
    expect(titles(await source({ stateDir: state }).list(all, cycle()))).toEqual(['bad', 'good']);
    const asked = server.requests.slice(requests).map(({ path }) => path.replace(/^\/[^/]+/, ''));
    expect(asked).toEqual(['/info/refs?service=git-upload-pack', '/git-upload-pack']);
    await made.add([{ commit: 'worse', at: ago(2 * MINUTE), files: { 'a.yaml': 'a: 4\n' } }]);
    const list = await source({ stateDir: state }).list(all, cycle());
    expect([titles(list), list.limits]).toEqual([['worse', 'bad', 'good'], []]);
  });

  it('is fetched deeper when an older incident asks', async () => {
    const { source } = await served();
    const state = await stateDir();
    await source({ stateDir: state }).list(all, cycle());
    const list = await source({ stateDir: state }).list({ ...all, since: ago(200 * HOUR) }, cycle());
    expect([titles(list), list.limits]).toEqual([['bad', 'good', 'early', 'begin'], []]);
  });

  it('in which nothing happened for long is read all the same', async () => {
    const { source } = await served({}, STEPS.slice(0, 2));
    const state = await stateDir();
    expect(await source({ stateDir: state }).list(all, cycle())).toEqual({ changes: [], limits: [] });
  });

  it('whose branch was rewritten is read as it is now, and it is said', async () => {
    const { made, source } = await served();
    const state = await stateDir();
    await source({ stateDir: state }).list(all, cycle());
    await made.add([
      { branch: 'main', to: 'good' },
      { commit: 'instead', at: ago(4 * MINUTE), files: { 'a.yaml': 'a: 9\n' } },
    ]);
    const words = expect.stringMatching(`the branch was rewritten .* up to ${made.sha('bad').slice(0, 7)} `);
    const list = await source({ stateDir: state }).list(all, cycle());
    expect([titles(list), list.limits]).toEqual([['instead', 'good'], [words]]);
    expect((await source({ stateDir: state }).list(all, cycle())).limits).toEqual([words]);
  });

  it('keeps no contents of files: secrets are in them', async () => {
    const { source } = await served();
    const [state, temporary] = [await stateDir(), await stateDir()];
    const one = source({ stateDir: state, temporary });
    const signal = cycle();
    const [bad] = (await one.list(all, signal)).changes;
    if (bad === undefined) throw new Error('nothing was found');
    expect((await one.read(bad, signal)).files[0]?.patch).toContain('+a: 3');
    await one.close();
    const copy = join(state, 'git', (await readdir(join(state, 'git')))[0] ?? '', 'repository');
    const kinds = await git(copy, ['cat-file', '--batch-all-objects', '--batch-check=%(objecttype)']);
    expect([...new Set(kinds.split('\n'))].sort()).toEqual(['commit', 'tree']);
    expect(await readdir(temporary)).toEqual([]);
  });

  it('without a folder for state leaves nothing behind', async () => {
    const { source } = await served();
    const temporary = await stateDir();
    const one = source({ temporary });
    await one.list(all, cycle());
    expect((await readdir(temporary)).length).toBe(1);
    await one.close();
    expect(await readdir(temporary)).toEqual([]);
  });

  it('with a folder that can\u2019t be written is read, and it is said', async () => {
    const { source } = await served();
    const file = join(await stateDir(), 'file');
    await writeFile(file, '');
    const list = await source({ stateDir: file }).list(all, cycle());
    expect([titles(list), list.limits]).toEqual([
      ['bad', 'good'],
      [expect.stringContaining("can't be written (ENOTDIR)")],
    ]);
  });

  it('whose copy is damaged is fetched again', async () => {
    const { source } = await served();
    const state = await stateDir();
    await source({ stateDir: state }).list(all, cycle());
    const objects = join(state, 'git', (await readdir(join(state, 'git')))[0] ?? '', 'repository/objects');
    const files = (await readdir(objects, { recursive: true })).map((name) => join(objects, name));
    for (const file of files) if ((await stat(file)).isFile()) await rm(file).then(() => writeFile(file, 'damaged'));
    expect(titles(await source({ stateDir: state }).list(all, cycle()))).toEqual(['bad', 'good']);
  });

  it('goes on after a process that was killed, whose locks are left', async () => {
    const { made, source } = await served();
    const state = await stateDir();
    await source({ stateDir: state }).list(all, cycle());
    const folder = join(state, 'git', (await readdir(join(state, 'git')))[0] ?? '');
    await writeFile(join(folder, 'repository/shallow.lock'), '');
    await writeFile(join(folder, 'lock'), `${process.pid} ${(await import('node:os')).hostname()}`);
    await made.add([{ commit: 'worse', at: ago(2 * MINUTE), files: { 'a.yaml': 'a: 4\n' } }]);
    expect(titles(await source({ stateDir: state }).list(all, cycle()))).toEqual(['worse', 'bad', 'good']);
    expect(await readdir(folder)).not.toContain('lock');
  });

  it('is read by two at a time', async () => {
    const { source } = await served();
    const state = await stateDir();
    const [one, two] = [source({ stateDir: state }), source({ stateDir: state })];
    const lists = await Promise.all([one.list(all, cycle()), two.list({ ...all, since: ago(40 * HOUR) }, cycle())]);
    expect(lists.map(titles)).toEqual([
      ['bad', 'good'],
      ['bad', 'good', 'early'],
    ]);
  });

  it('may be a server that knows no filters', async () => {
    const { made, source } = await served();
    await git(made.dir, ['config', 'uploadpack.allowFilter', 'false']);
    expect(titles(await source().list(all, cycle()))).toEqual(['bad', 'good']);
  });

  it('may be a branch, or a tag, of its own', async () => {
    const { made, source } = await served();
    await made.add([
      { branch: 'stable', to: 'good' },
      { commit: 'fix', at: ago(3 * MINUTE), branch: 'stable', files: { 'a.yaml': 'a: 7\n' } },
      { tag: 'v1', to: 'good' },
    ]);
    const one = source({ branch: 'stable' });
    expect(titles(await one.list(all, cycle()))).toEqual(['fix', 'good']);
    expect(titles(await one.list({ ...all, branch: 'v1' }, cycle()))).toEqual(['good']);
    await expect(one.list({ ...all, branch: 'stabel' }, cycle())).rejects.toThrow(
      'has no branch stabel: there are stable, main; compare GIT_BRANCH',
    );
  });
});

describe('what goes wrong', () => {
  const status = (code: number, location?: string) => ({
    fault: () => ({ kind: 'status', status: code, ...(location === undefined ? {} : { location }) }) as const,
  });
  const cases: readonly (readonly [string, Partial<GitServerSetup>, Partial<GitSourceSetup>, string])[] = [
    ['401', { login: 'oauth2:right' }, {}, 'wants to know who asks: set GIT_TOKEN'],
    ['a wrong token', { login: 'oauth2:right' }, { token: 'wrong' }, 'wants to know who asks: GIT_TOKEN is wrong'],
    ['403', status(403), { token: 'x' }, 'does not let us read it (403): GIT_TOKEN is wrong, expired, or lacks'],
    ['404', status(404), {}, 'there is no repository at 127.0.0.1'],
    ['a new address', status(301, 'http://127.0.0.1:1/elsewhere.git'), {}, 'has moved: set GIT_REPOSITORY'],
    ['500', status(500), {}, 'did not answer'],
    ['a closed connection', { fault: () => ({ kind: 'close' }) }, {}, 'did not answer'],
    ['no git', {}, { surroundings: { PATH: '/nonexistent' } }, 'there is no git in PATH'],
  ];
  it.each(cases)('%s is told in words', async (_, server, setup, words) => {
    expect(await (await served(server)).failure(setup)).toContain(words);
  });

  it.each([
    ['http://127.0.0.1:1/a.git', 'did not answer'],
    ['https://no-such-host.invalid/a.git', 'DNS has no address'],
  ])('%s: %s', async (url, words) => {
    await expect(sourceAt(url, NOW).list(all, cycle())).rejects.toThrow(words);
  });

  it('a server that hangs is left at the deadline, and nothing of ours goes on', async () => {
    const { source, server } = await served({ fault: () => ({ kind: 'hang' }) });
    const state = await stateDir();
    const deadline = deadlineIn(700, 'reading the changes', systemClock);
    const one = source({ stateDir: state });
    await expect(one.list(all, deadline.signal)).rejects.toThrow('reading the changes took longer than');
    expect(server.requests.length).toBe(1);
    await one.close();
    const folder = join(state, 'git', (await readdir(join(state, 'git')))[0] ?? '');
    await expect.poll(() => readdir(folder)).not.toContain('lock');
  });
});

describe('the token', () => {
  it('goes to its own server alone, and is written nowhere', async () => {
    const token = ['gl', 'pat-', 'A1b2C3d4E5f6G7h8I9j0'].join('');
    const { source, server } = await served({ login: `oauth2:${token}` });
    const state = await stateDir();
    const one = source({ stateDir: state, token });
    const signal = cycle();
    const [bad] = (await one.list(all, signal)).changes;
    if (bad === undefined) throw new Error('nothing was found');
    expect((await one.read(bad, signal)).files[0]?.patch).toContain('+a: 3');
    expect(new Set(server.requests.map(({ status }) => status))).toEqual(new Set([200]));
    for (const name of await readdir(state, { recursive: true })) {
      const path = join(state, name);
      if ((await stat(path)).isFile()) {
        const text = await readFile(path, 'latin1');
        expect(text.includes(token) || text.includes(Buffer.from(`oauth2:${token}`).toString('base64'))).toBe(false);
      }
    }
  });

  it('may name whose it is', async () => {
    const { source } = await served({ login: 'deploy-1:right' });
    expect(titles(await source({ token: 'deploy-1:right' }).list(all, cycle()))).toEqual(['bad', 'good']);
  });

  it('is not sent after a redirect; only the missing .git is made up for', async () => {
    const other = await served();
    const { failure, server } = await served({
      fault: ({ path }) =>
        path.includes('.git') ? { kind: 'status', status: 302, location: other.server.url + path } : undefined,
    });
    expect(await failure({ token: 'right' })).toContain('has moved');
    expect([server.requests.length, other.server.requests.length]).toEqual([1, 0]);
    const { source, server: short } = await served({
      fault: ({ path }) => (/\.git\//.test(path) ? undefined : { kind: 'status', status: 301, location: 'x' }),
    });
    expect(titles(await source({}, short.url.replace(/\.git$/, '')).list(all, cycle()))).toEqual(['bad', 'good']);
  });
});

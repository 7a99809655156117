import { describe, expect, it } from 'vitest';
import type { Step } from '../../../tests/fakes/git/history.ts';
import { ago, all, begin, cut, deployment, madeOf, NOW, newest, sourceAt } from '../../../tests/fakes/git/source.ts';
import { HOUR, MINUTE } from '../../domain/duration.ts';
import type { ChangeQuery } from '../change-source.ts';

const signal = new AbortController().signal;

async function subjects(steps: readonly Step[], query: Partial<ChangeQuery> = {}) {
  const made = await madeOf(steps);
  const list = await sourceAt(made.dir, NOW).list({ ...all, ...query }, signal);
  return { titles: list.changes.map(({ subject }) => subject), limits: list.limits };
}

describe('list', () => {
  it('tells the commits of the window, the newest first, with their files', async () => {
    const made = await madeOf([
      begin,
      { commit: 'web', at: ago(HOUR), files: { 'apps/web/deploy.yaml': deployment('2Gi') } },
      cut,
    ]);
    const { changes, limits } = await sourceAt(made.dir, NOW).list(all, signal);
    expect(changes.map(({ subject }) => subject)).toEqual(['api: trim', 'web']);
    expect(limits).toEqual([]);
    expect(changes[0]).toEqual({
      sha: made.sha('api: trim'),
      url: null,
      repository: made.dir,
      author: 'bob',
      committedAt: ago(12 * MINUTE),
      subject: 'api: trim',
      files: [{ path: 'apps/api/deploy.yaml', previousPath: null, status: 'modified', patch: null, cut: false }],
      moreFiles: false,
      pullRequest: null,
    });
  });

  it('asks by folder, by file, and for a file that was switched off', async () => {
    const steps: Step[] = [
      {
        commit: 'new',
        at: ago(3 * HOUR),
        files: { 'apps/api.yaml': 'a: 1', 'apps/apis/x.yaml': 'a: 1', 'apps/api/x.yaml': 'a: 1' },
      },
      { commit: 'off', at: ago(2 * HOUR), renames: { 'apps/api.yaml': 'apps/api.yaml.disabled' } },
      { commit: 'changed while off', at: ago(HOUR), files: { 'apps/api.yaml.disabled': 'a: 2' } },
      { commit: 'neighbour', at: ago(MINUTE), files: { 'apps/apis/x.yaml': 'a: 2' } },
    ];
    expect((await subjects(steps, { paths: ['apps/api.yaml'] })).titles).toEqual(['changed while off', 'off', 'new']);
    expect((await subjects(steps, { paths: ['apps/api/'] })).titles).toEqual(['new']);
    expect((await subjects(steps, { paths: ['apps/api'] })).titles).toEqual(['new']);
    expect((await subjects(steps, { paths: ['*', ':(glob)**', 'apps/ap?/'] })).titles).toEqual([]);
  });

  it('goes by the committer\u2019s date, both ends included, whatever the author\u2019s says', async () => {
    const at = (commit: string, ms: number): Step => ({
      commit,
      at: ago(ms),
      authoredAt: ago(900 * HOUR),
      files: { 'a.yaml': commit },
    });
    const steps = [at('before', 24 * HOUR + 1000), at('first', 24 * HOUR), at('last', 0)];
    expect((await subjects(steps)).titles).toEqual(['last', 'first']);
  });

  it('sees a commit behind one with a much older date', async () => {
    const steps: Step[] = [
      begin,
      cut,
      { commit: 'old clock', at: ago(900 * HOUR), files: { 'b.yaml': '1' } },
      { commit: 'last', at: ago(MINUTE), files: { 'b.yaml': '2' } },
    ];
    expect((await subjects(steps)).titles).toEqual(['last', 'api: trim']);
  });

  it('takes a merge as what it brought, when it brought it, and never a branch that is not merged', async () => {
    const steps: Step[] = [
      begin,
      { branch: 'side', to: 'begin' },
      {
        commit: 'on the side',
        at: ago(5 * HOUR),
        branch: 'side',
        files: { 'apps/api/deploy.yaml': deployment('8Mi') },
      },
      { branch: 'tempting', to: 'begin' },
      {
        commit: 'breaks it',
        at: ago(10 * MINUTE),
        branch: 'tempting',
        files: { 'apps/api/deploy.yaml': deployment('4Mi') },
      },
      {
        commit: 'merge side',
        at: ago(20 * MINUTE),
        merges: 'side',
        files: { 'apps/api/deploy.yaml': deployment('8Mi') },
      },
    ];
    const made = await madeOf(steps);
    const source = sourceAt(made.dir, NOW);
    const { changes } = await source.list(all, signal);
    expect(changes).toMatchObject([{ subject: 'merge side', merge: true, files: [{ path: 'apps/api/deploy.yaml' }] }]);
    expect((await source.read(newest({ changes }), signal)).files[0]?.patch).toContain(
      '-    memory: 512Mi\n+    memory: 8Mi',
    );
    expect((await source.list({ ...all, branch: 'tempting' }, signal)).changes.map((c) => c.subject)).toEqual([
      'breaks it',
    ]);
  });

  it('keeps what is dated after the cycle and says so; in a replay of an older moment it is just later', async () => {
    const ahead: Step = {
      commit: 'fast clock',
      at: ago(-47 * MINUTE),
      files: { 'apps/api/deploy.yaml': deployment('1Mi') },
    };
    const told = await subjects([begin, cut, ahead]);
    expect(told.titles).toEqual(['fast clock', 'api: trim']);
    expect(told.limits).toEqual([
      '1 commit is dated after this cycle, by up to 47 min: a clock is wrong, the committer\u2019s or ours',
    ]);
    const replay = await subjects([
      begin,
      cut,
      ahead,
      { commit: 'next day', at: ago(-20 * HOUR), files: { 'b.yaml': '1' } },
    ]);
    expect(replay).toEqual({ titles: ['api: trim'], limits: [] });
  });

  it('runs git log once for all that a cycle asks of a branch', async () => {
    const made = await madeOf([begin, { commit: 'early', at: ago(40 * HOUR), files: { 'b.yaml': '1' } }, cut]);
    const source = sourceAt(made.dir, NOW);
    const { signal: cycle } = new AbortController();
    const [one, two] = await Promise.all([
      source.list(all, cycle),
      source.list({ ...all, since: ago(48 * HOUR) }, cycle),
    ]);
    expect([one.changes.length, two.changes.length]).toEqual([1, 2]);
    await made.add([{ commit: 'meanwhile', at: ago(MINUTE), files: { 'b.yaml': '2' } }]);
    expect((await source.list({ ...all, paths: ['b.yaml'] }, cycle)).changes).toEqual([]);
    expect((await source.list({ ...all, paths: ['b.yaml'] }, new AbortController().signal)).changes.length).toBe(1);
  });

  it('says that more commits are there than were read', async () => {
    const steps = Array.from(
      { length: 8 },
      (_, i): Step => ({ commit: `${i}`, at: ago((10 - i) * MINUTE), files: { 'a.yaml': `${i}` } }),
    );
    const made = await madeOf([begin, ...steps]);
    const { changes, limits } = await sourceAt(made.dir, NOW, { most: 5 }).list(all, signal);
    expect([changes.length, limits]).toEqual([5, ['only the newest 5 commits were read']]);
  });

  it('keeps a commit of very many files for every path, as its files are not all kept', async () => {
    const files = Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`m/${i}.yaml`, 'a: 1']));
    const { titles } = await subjects([begin, { commit: 'mass', at: ago(HOUR), files }], { paths: ['z/'] });
    expect(titles).toEqual(['mass']);
  });

  it('takes names and titles for what they are, however they look', async () => {
    const odd = 'M\u0001 A\n100%\nR100';
    const made = await madeOf([
      begin,
      {
        commit: 'A',
        at: ago(HOUR),
        author: '-x --evil',
        files: { M: '1', '-rf.yaml': 'a: 1', 'a "b"\\c\nd.yaml': 'a: 1', 'ü.yaml': 'a: 1' },
      },
      { commit: odd, at: ago(MINUTE), files: { '-rf.yaml': 'a: 2', 'ü.yaml': 'a: 2' } },
    ]);
    const source = sourceAt(made.dir, NOW);
    const { changes } = await source.list(all, signal);
    expect(changes.map(({ files }) => files.length)).toEqual([2, 4]);
    expect(changes[1]?.files.map(({ path }) => path)).toEqual(expect.arrayContaining(['-rf.yaml', 'M', 'ü.yaml']));
    const read = await source.read(newest({ changes }), signal);
    expect(read.files.map(({ path, patch }) => [path, patch?.includes('+a: 2')])).toEqual([
      ['-rf.yaml', true],
      ['ü.yaml', true],
    ]);
  });
});

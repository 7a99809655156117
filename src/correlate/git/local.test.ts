import { mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { git } from '../../../tests/fakes/git/history.ts';
import { ago, all, begin, cut, madeOf, NOW, newest, sourceAt } from '../../../tests/fakes/git/source.ts';
import { HOUR } from '../../domain/duration.ts';

const signal = new AbortController().signal;

describe('a clone on this machine', () => {
  it('is read with a working tree, as a worktree, and without one', async () => {
    const made = await madeOf([begin, cut]);
    const folder = await mkdtemp(join(tmpdir(), 'k8s-monitor-clone-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    await git(folder, ['clone', '--quiet', made.dir, 'clone']);
    await git(join(folder, 'clone'), ['worktree', 'add', '--quiet', '-b', 'tree', join(folder, 'tree')]);
    for (const path of [made.dir, join(folder, 'clone'), join(folder, 'tree')])
      expect((await sourceAt(path, NOW).list(all, signal)).changes.map((c) => c.subject)).toEqual(['api: trim']);
  });

  it('runs nothing that its own configuration names', async () => {
    const made = await madeOf([begin, cut]);
    const folder = await mkdtemp(join(tmpdir(), 'k8s-monitor-clone-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const touch = `touch ${folder}/ran`;
    for (const [key, value] of [
      ['diff.external', touch],
      ['core.fsmonitor', touch],
      ['core.pager', touch],
      ['core.sshCommand', touch],
      ['gpg.program', touch],
      ['log.showSignature', 'true'],
      ['diff.noprefix', 'true'],
      ['diff.x.textconv', touch],
      ['diff.x.command', touch],
      ['log.date', 'human'],
    ])
      await git(made.dir, ['config', key ?? '', value ?? '']);
    await git(made.dir, ['config', 'core.attributesFile', join(folder, 'attributes')]);
    const source = sourceAt(made.dir, NOW);
    const change = newest(await source.list(all, signal));
    expect((await source.read(change, signal)).files[0]?.patch).toContain('+    memory: 64Mi');
    expect(await readdir(folder)).toEqual([]);
  });

  it('that does not go back far enough says so, and blames nothing on where it begins', async () => {
    const made = await madeOf([begin, { commit: 'web', at: ago(2 * HOUR), files: { 'w.yaml': '1' } }, cut]);
    const folder = await mkdtemp(join(tmpdir(), 'k8s-monitor-clone-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    await git(folder, ['clone', '--quiet', '--depth=2', `file://${made.dir}`, 'clone']);
    const { changes, limits } = await sourceAt(join(folder, 'clone'), NOW).list(all, signal);
    expect(changes.map(({ subject }) => subject)).toEqual(['api: trim']);
    const short = made.sha('web').slice(0, 7);
    expect(limits).toEqual([
      `history before 2026-03-10T12:12Z is not in the clone, which begins with ${short}: fetch it deeper`,
    ]);
  });

  it('that nobody brought up to date for a day says so; one that is fetched, and a repository that is no clone, do not', async () => {
    const made = await madeOf([begin]);
    const folder = await mkdtemp(join(tmpdir(), 'k8s-monitor-clone-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const clone = join(folder, 'clone');
    await git(folder, ['clone', '--quiet', made.dir, 'clone']);
    await git(clone, ['worktree', 'add', '--quiet', '-b', 'tree', join(folder, 'tree')]);
    const limits = async (path: string) => (await sourceAt(path, NOW).list(all, signal)).limits;
    const touched = async (at: Date, ...files: readonly string[]) => {
      for (const file of files) await utimes(join(clone, '.git', file), at, at);
    };
    const stale =
      'the clone was last updated 2026-03-09T12:12Z: commits that came later are not in it until it is fetched';
    await touched(ago(26 * HOUR), 'packed-refs', 'config');
    expect(await limits(clone)).toEqual([stale]);
    await git(clone, ['fetch', '--quiet']);
    expect(await limits(clone)).toEqual([]);
    await touched(ago(26 * HOUR), 'FETCH_HEAD');
    expect(await limits(clone)).toEqual([stale]);
    expect(await limits(join(folder, 'tree'))).toEqual([stale]);
    await touched(ago(23 * HOUR), 'FETCH_HEAD');
    expect(await limits(clone)).toEqual([]);
    expect(await limits(made.dir)).toEqual([]);
  });

  it('names what is wrong: no folder, no repository, no commits, no such branch', async () => {
    const empty = await mkdtemp(join(tmpdir(), 'k8s-monitor-clone-'));
    onTestFinished(() => rm(empty, { recursive: true }));
    const said = (path: string, branch: string | null = null) => sourceAt(path, NOW).list({ ...all, branch }, signal);
    await expect(said(join(empty, 'not-there'))).rejects.toThrow('there is no such folder');
    await expect(said(empty)).rejects.toThrow('it is no Git repository');
    await git(empty, ['init', '--quiet']);
    await expect(said(empty)).rejects.toThrow('has no commits');
    const made = await madeOf([begin, { branch: 'production', to: 'begin' }, { branch: 'staging', to: 'begin' }]);
    await expect(said(made.dir, 'prodution')).rejects.toThrow('has no branch prodution: there are production, ');
    for (const branch of ['-x', '--output=/tmp/x', 'a..b', 'a b', 'x@{1}', ':/begin'])
      await expect(said(made.dir, branch)).rejects.toThrow('it is no name of a branch');
  });
});

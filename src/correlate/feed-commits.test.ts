import { describe, expect, it, onTestFinished } from 'vitest';
import { clientOf } from '../../tests/fakes/github/client.ts';
import { commit, image, modified } from '../../tests/fakes/github/made.ts';
import { fakeGithub } from '../../tests/fakes/github/server.ts';
import type { FakeCommit } from '../../tests/fakes/github/types.ts';
import { recordedSource } from '../../tests/support/recorded-source.ts';
import { service } from '../../tests/support/service.ts';
import { ReadError } from '../platform/errors.ts';
import { placesOf } from './feed.ts';
import { commitsOf, type FeedAsk } from './feed-commits.ts';
import { githubSource } from './github/source.ts';

const signal = new AbortController().signal;
const until = new Date('2026-03-10T14:12:00Z');
const since = new Date('2026-03-09T14:12:00Z');
const app = (name: string) => service(name, { gitops: { app: null, path: `apps/${name}/`, repo: null } });
const { places } = placesOf([app('api')], '');
const ask = (source: FeedAsk['source'], more: Partial<FeedAsk> = {}): FeedAsk => ({
  source,
  places,
  since,
  until,
  isOpen: false,
  cost: { mostReads: 20, mostRequests: null },
  onProgress: () => {},
  ...more,
});

/** One a minute before the end, the newest last; every third one is of api. */
const made = (count: number, ahead = 0): readonly FakeCommit[] =>
  Array.from({ length: count }, (_, i) =>
    commit({
      at: new Date(until.getTime() + ahead - (count - i) * 60_000),
      subject: `n ${i}`,
      files: [image(`apps/${i % 3 === 0 ? 'api' : 'other'}/a.yaml`, `a:${i}`, `a:${i + 1}`)],
    }),
  );

async function github(commits: readonly FakeCommit[]) {
  const server = await fakeGithub({ repository: 'acme/gitops', commits });
  onTestFinished(() => server.close());
  const client = clientOf(server.url, 'acme/gitops');
  return { server, source: githubSource(client, { branch: null, mostRequests: 40 }) };
}

describe('the commits of a window', () => {
  it('are those of it, to the minute; until now also what a fast clock has dated', async () => {
    const commits = made(3, 120_000);
    const subjects = async (more: Partial<FeedAsk>) =>
      (await commitsOf(ask(recordedSource(commits), more), signal)).commits.map(({ change }) => change.subject);
    expect(await subjects({})).toEqual(['n 1', 'n 0']);
    expect(await subjects({ isOpen: true })).toEqual(['n 2', 'n 1', 'n 0']);
    expect(await subjects({ since: new Date(until.getTime() - 30_000) })).toEqual(['n 1']);
  });

  it('are read with their patches, the newest of them, and the rest is said', async () => {
    const cost = { mostReads: 2, mostRequests: null };
    const wide = Array.from({ length: 7 }, (_, i) => app(`s${i}`));
    const many = placesOf([app('api'), ...wide], '').places;
    const read = await commitsOf(ask(recordedSource(made(5)), { cost, places: many }), signal);
    expect(read.commits.map(({ isKnown }) => isKnown)).toEqual([true, true, false, false, false]);
    expect(read.limits).toEqual(['only the newest 2 of 5 commits were read in full']);
  });

  it('of few services are asked for by path where there are more than can be read', async () => {
    const { server, source } = await github(made(63));
    const cost = { mostReads: 20, mostRequests: 40 };
    const { commits, limits } = await commitsOf(ask(source, { cost }), signal);
    const own = commits.filter(({ isKnown, listedFor }) => isKnown || listedFor?.has('api'));
    expect([commits.length, own.length]).toEqual([63, 21]);
    expect(limits).toEqual(['only the newest 19 of 21 commits were read in full']);
    expect(server.requests.length).toBeLessThanOrEqual(40);
  });

  it('of many services on GitHub cost 40 requests at most', async () => {
    const { server, source } = await github(made(63));
    const many = placesOf([app('api'), ...Array.from({ length: 7 }, (_, i) => app(`s${i}`))], '').places;
    const cost = { mostReads: 20, mostRequests: 40 };
    const { limits } = await commitsOf(ask(source, { cost, places: many }), signal);
    expect(limits).toEqual(['only the newest 20 of 63 commits were read in full']);
    expect(server.requests.length).toBeLessThanOrEqual(40);
  });

  it('that can not be read stay listed, with the reason; three that fail are enough', async () => {
    const source = recordedSource(made(12));
    let tries = 0;
    const broken = {
      ...source,
      read: async () => {
        tries += 1;
        throw new ReadError('error', 'no such blob');
      },
    };
    const { commits, limits } = await commitsOf(ask(broken), signal);
    expect([commits.length, limits]).toEqual([12, ['12 commits could not be read in full: no such blob']]);
    expect(tries).toBeLessThanOrEqual(6);
  });

  it('that can not be listed are an error', async () => {
    const source = recordedSource([]);
    const gone = { ...source, list: async () => Promise.reject(new ReadError('error', 'gone')) };
    await expect(commitsOf(ask(gone), signal)).rejects.toThrow('gone');
  });

  it('of a recording are read by nobody, and one of very many files is told', async () => {
    const source = recordedSource([
      commit({ at: since, subject: 'x', files: [modified('apps/api/a.yaml', '-a', '+b')] }),
    ]);
    await commitsOf(ask(source, { cost: 'free' }), signal);
    expect(source.asked).toEqual({ list: 1, read: 0 });
    const wide = { ...source, read: async () => Promise.reject(new Error('no')) };
    const list = async () => ({
      changes: (await source.list({ paths: [], since, until, branch: null, isMore: false }, signal)).changes.map(
        (c) => ({ ...c, moreFiles: true }),
      ),
      limits: [],
    });
    const { limits } = await commitsOf(ask({ ...wide, list }), signal);
    expect(limits).toContain('1 commit touches more files than were looked at, and may belong to more services');
  });
});

import { afterEach, describe, expect, it } from 'vitest';
import { clientOf } from '../../../tests/fakes/github/client.ts';
import { HISTORY, LEAKED, REPOSITORY, UNMERGED } from '../../../tests/fakes/github/history.ts';
import { commit, image } from '../../../tests/fakes/github/made.ts';
import { type FakeGithub, fakeGithub } from '../../../tests/fakes/github/server.ts';
import type { FakeSetup, Fault } from '../../../tests/fakes/github/types.ts';
import { ReadError } from '../../platform/errors.ts';
import { memoryEtags } from './etag-cache.ts';

const running: FakeGithub[] = [];
afterEach(async () => {
  for (const github of running.splice(0)) await github.close();
});

const signal = AbortSignal.timeout(20_000);
const everything = { path: null, since: null, until: null, branch: null };

async function github(setup: Partial<FakeSetup> = {}): Promise<FakeGithub> {
  const started = await fakeGithub({ repository: REPOSITORY, commits: HISTORY, ...setup });
  running.push(started);
  return started;
}

async function failure(work: Promise<unknown>): Promise<ReadError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ReadError)) throw new Error(`no ReadError: ${String(error)}`);
  return error;
}

describe('what is read', () => {
  it('is the commits of a path and a window, on one branch', async () => {
    const { url } = await github({ branches: { side: UNMERGED } });
    const client = clientOf(url, REPOSITORY);
    const window = { since: new Date('2026-03-10T13:00:00Z'), until: new Date('2026-03-10T14:10:00Z') };
    const query = { ...everything, ...window, path: 'base-apps/orders/' };
    const { commits, more } = await client.listCommits(query, signal);
    expect(commits.map(({ subject }) => subject)).toEqual(['orders: trim resources (#44)']);
    expect(commits[0]).toMatchObject({ author: 'bob', committedAt: new Date('2026-03-10T14:00:00Z'), files: [] });
    expect(more).toBe(false);
    const side = await client.listCommits({ ...query, branch: 'side' }, signal);
    expect(side.commits.map(({ author }) => author)).toEqual(['mallory']);
  });

  it('is a commit with its patches, and its pull request', async () => {
    const { url } = await github();
    const client = clientOf(url, REPOSITORY);
    const { sha } = HISTORY.find(({ pull }) => pull?.number === 44) ?? { sha: '' };
    const change = await client.getCommit(sha.slice(0, 10), signal);
    expect(change.url).toBe(`${url}/${REPOSITORY}/commit/${sha}`);
    expect(change.files[0]?.patch).toContain('+              memory: 64Mi');
    expect(await client.listPullRequestsForCommit(sha, signal)).toEqual([
      { number: 44, title: 'orders: trim resources', url: `${url}/${REPOSITORY}/pull/44`, merged: true },
    ]);
  });

  it('is a file or the names in a folder, branches and the default one', async () => {
    const client = clientOf((await github()).url, REPOSITORY);
    expect(await client.getFile('base-apps/shop/deployment.yaml', null, signal)).toMatchObject({
      text: expect.stringContaining('image: registry.example/shop:1.0'),
      tooLarge: false,
    });
    expect(await client.getFile('base-apps/shop', 'main', signal)).toContain('deployment.yaml');
    expect(await client.defaultBranch(signal)).toBe('main');
    expect(await client.getBranch('main', signal)).toBe(HISTORY.at(-1)?.sha);
  });

  it('never holds the value of a Secret, nor do the answers that are kept', async () => {
    const kept: unknown[] = [];
    const etags = { ...memoryEtags(), set: async (_url: string, _etag: string, body: unknown) => void kept.push(body) };
    const client = clientOf((await github()).url, REPOSITORY, { etags });
    const change = await client.getCommit(HISTORY.at(-1)?.sha ?? '', signal);
    const file = await client.getFile('base-apps/postgres/auth.yaml', null, signal);
    expect(change.files[0]?.patch).toContain('+  login: [masked]');
    expect(JSON.stringify([change, file, kept])).not.toContain(LEAKED);
    expect(kept).toHaveLength(2);
  });

  it('ends after three pages, and says how much there is', async () => {
    const commits = Array.from({ length: 450 }, (_, i) =>
      commit({
        at: new Date(Date.UTC(2026, 0, 1, 0, i)),
        subject: `n ${i}`,
        files: [image('a.yaml', `a:${i}`, `a:${i + 1}`)],
      }),
    );
    const server = await github({ commits });
    const read = await clientOf(server.url, REPOSITORY).listCommits(everything, signal);
    expect([read.commits.length, read.more, read.about]).toEqual([300, true, 500]);
    expect(server.requests).toHaveLength(3);
  });
});

describe('requests', () => {
  it('cost nothing when nothing changed', async () => {
    const server = await github({ token: 'right' });
    const client = clientOf(server.url, REPOSITORY, { token: 'right' });
    const first = await client.listCommits(everything, signal);
    const before = server.remaining;
    expect(await client.listCommits(everything, signal)).toEqual(first);
    expect([server.requests.map(({ status }) => status), server.remaining]).toEqual([[200, 304], before]);
  });

  it('are at most four at once', async () => {
    let [open, most] = [0, 0];
    const server = await github({
      script: () => {
        open += 1;
        most = Math.max(most, open);
        return undefined;
      },
    });
    const client = clientOf(server.url, REPOSITORY);
    await Promise.all(
      HISTORY.slice(0, 12).map(({ sha }) =>
        client.getCommit(sha, signal).finally(() => {
          open -= 1;
        }),
      ),
    );
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(4);
  });

  it('follow a renamed repository inside the API, and nothing out of it', async () => {
    const moved = await github({ repository: 'acme/new', formerly: REPOSITORY });
    expect((await clientOf(moved.url, REPOSITORY).listCommits(everything, signal)).commits).toHaveLength(
      HISTORY.length,
    );

    const other = await github();
    const to = `${other.url}/repos/${REPOSITORY}/commits`;
    const lured = await github({ script: () => ({ kind: 'redirect', to }) });
    const error = await failure(clientOf(lured.url, REPOSITORY, { token: 'ours' }).listCommits(everything, signal));
    expect(error.message).toContain('which is not followed');
    expect(other.requests).toEqual([]);
  });

  it('are not made for what is no SHA, no path and no branch of this repository', async () => {
    const server = await github();
    const client = clientOf(server.url, REPOSITORY);
    for (const path of ['../other', '/etc/passwd', 'a/../../b', 'a?ref=x', 'a%2f..', '', 'a//b', 'a\u202eb']) {
      expect((await failure(client.getFile(path, null, signal))).fault, path).toBe('invalid');
      expect((await failure(client.listCommits({ ...everything, path }, signal))).fault, path).toBe('invalid');
    }
    for (const sha of ['main', '../../user', 'abc', `${'a'.repeat(40)}/x`]) {
      expect((await failure(client.getCommit(sha, signal))).fault, sha).toBe('invalid');
    }
    for (const ref of ['-x', 'a..b', 'a b', 'main?x', '/main']) {
      expect((await failure(client.getBranch(ref, signal))).fault, ref).toBe('invalid');
    }
    expect(server.requests).toEqual([]);
  });

  it('need a repository of the form owner/name', async () => {
    const { url } = await github();
    expect(() => clientOf(url, 'acme')).toThrow("GITHUB_REPOSITORY is 'acme': wanted owner/name");
    expect(() => clientOf(url, 'acme/..')).toThrow('wanted owner/name');
    expect(clientOf(url, `https://github.com/${REPOSITORY}.git`).repository).toBe(REPOSITORY);
  });
});

describe('trouble', () => {
  const cases: readonly (readonly [string, Fault, string])[] = [
    ['a lost repository', { kind: 'status', status: 404, message: 'Not Found' }, 'GITHUB_TOKEN may not see it'],
    ['a wrong token', { kind: 'status', status: 401, message: 'Bad credentials' }, 'GitHub refuses GITHUB_TOKEN'],
    [
      'a token with too few rights',
      { kind: 'status', status: 403, message: 'Resource not accessible' },
      'Contents: read',
    ],
    [
      'an empty repository',
      { kind: 'status', status: 409, message: 'Git Repository is empty.' },
      'Repository is empty',
    ],
    ['broken JSON', { kind: 'garbage' }, 'it is no JSON'],
    ['a page of a proxy', { kind: 'html' }, 'it is no JSON'],
    ['another JSON', { kind: 'empty' }, 'is not what GitHub answers'],
    ['11 MB', { kind: 'huge', bytes: 11 * 1024 * 1024 }, 'larger than'],
  ];
  it.each(cases)('%s is told once, plainly', async (_, fault, words) => {
    const server = await github({ script: () => fault });
    const error = await failure(clientOf(server.url, REPOSITORY).listCommits(everything, signal));
    expect(error.message).toContain(words);
    expect(server.requests).toHaveLength(1);
  });

  it('that passes is tried again', async () => {
    const faults: Fault[] = [{ kind: 'status', status: 502, message: 'Bad Gateway' }, { kind: 'reset' }];
    const server = await github({ script: ({ number }) => faults[number - 1] });
    const { commits } = await clientOf(server.url, REPOSITORY).listCommits(everything, signal);
    expect([commits.length, server.requests.length]).toEqual([HISTORY.length, 3]);
  });

  it('waits as asked when that fits, and says so at once when it does not', async () => {
    const short = await github({
      script: ({ number }) => (number === 1 ? { kind: 'secondary-limit', status: 429, retryAfter: 1 } : undefined),
    });
    expect((await clientOf(short.url, REPOSITORY).listCommits(everything, signal)).commits).not.toEqual([]);

    const faults: Fault[] = [
      { kind: 'secondary-limit', status: 403, retryAfter: 3600 },
      { kind: 'secondary-limit', status: 403 },
      { kind: 'used-up', resetInSeconds: 1800 },
    ];
    for (const fault of faults) {
      const server = await github({ script: () => fault });
      const error = await failure(clientOf(server.url, REPOSITORY).listCommits(everything, signal));
      expect(error.message).toMatch(/asked to wait \d+ s, only [\d.]+ s are left/);
      expect(error.message).toMatch(
        fault.kind === 'used-up' ? /limit of GitHub is used up until \d{4}/ : /fewer requests/,
      );
      expect(server.requests).toHaveLength(1);
    }
  });

  it.each(['hang', 'stall'] as const)('ends with the deadline of the call: %s', async (kind) => {
    const server = await github({ script: () => ({ kind }) });
    const client = clientOf(server.url, REPOSITORY, { callTimeoutMs: 150 });
    const error = await failure(client.listCommits(everything, signal));
    expect([error.fault, error.message]).toEqual(['timeout', expect.stringContaining('took longer than 150 ms')]);
  });

  it('ends with the reason of the caller', async () => {
    const server = await github({ script: () => ({ kind: 'hang' }) });
    const stop = new AbortController();
    const work = clientOf(server.url, REPOSITORY).listCommits(everything, stop.signal);
    setTimeout(() => stop.abort(new Error('stopped')), 50);
    await expect(work).rejects.toThrow('stopped');
  });

  it('of the network names what happened', async () => {
    const server = await github();
    await server.close();
    const error = await failure(clientOf(server.url, REPOSITORY).listCommits(everything, signal));
    expect([error.fault, error.message]).toEqual(['unreachable', expect.stringContaining('connection refused')]);
  });
});

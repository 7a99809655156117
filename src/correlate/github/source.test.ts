import { expect, it, onTestFinished } from 'vitest';
import { clientOf } from '../../../tests/fakes/github/client.ts';
import { HISTORY, MOMENTS, REPOSITORY, UNMERGED } from '../../../tests/fakes/github/history.ts';
import { commit, image, memoryLimit } from '../../../tests/fakes/github/made.ts';
import { fakeGithub } from '../../../tests/fakes/github/server.ts';
import type { FakeSetup } from '../../../tests/fakes/github/types.ts';
import { incidence, synced } from '../../../tests/support/incidence.ts';
import { systemClock } from '../../platform/clock.ts';
import { correlate } from '../correlate.ts';
import type { Incidence } from '../incidence.ts';
import { githubSource } from './source.ts';

const signal = new AbortController().signal;
const options = { clock: systemClock, deadlineMs: 5000, signal, whyNone: '', history: null };

async function started(setup: Partial<FakeSetup> = {}) {
  const token = 'right';
  const github = await fakeGithub({
    repository: REPOSITORY,
    commits: HISTORY,
    branches: { side: UNMERGED },
    token,
    ...setup,
  });
  onTestFinished(() => github.close());
  const client = clientOf(github.url, REPOSITORY, { token });
  // A cycle has a source of its own; the client keeps its ETags.
  return { github, source: githubSource(client, { branch: null }), another: githubSource(client, { branch: null }) };
}

async function changesOf(asked: Incidence, setup?: Partial<FakeSetup>) {
  const { source } = await started(setup);
  return (await correlate([asked], source, options)).get(asked.id);
}

it('finds the cut limit 12 minutes before, not the tempting titles after it and on another branch', async () => {
  const changes = await changesOf(
    incidence(MOMENTS.ordersOom, synced('orders'), { dependencies: [synced('postgres')] }),
  );
  expect(changes).toMatchObject({
    status: 'found',
    suspects: [
      {
        change: { subject: 'orders: trim resources (#44)', pullRequest: { number: 44 } },
        minutesBeforeOnset: 12,
        confidence: 'MEDIUM',
        fields: ['memory limit 512Mi → 64Mi'],
        rollback: expect.stringMatching(/^git revert [0-9a-f]{7}$/),
      },
      { change: { subject: 'orders 2.4' }, confidence: 'LOW' },
    ],
  });
});

it('takes of a push of one second only what is its own', async () => {
  const changes = await changesOf(incidence(MOMENTS.shopPushed, synced('shop')));
  expect(changes).toMatchObject({
    status: 'found',
    suspects: [{ change: { subject: 'shop: run as a user without rights' } }],
  });
});

it('sees that an application was switched off, by the time of committing', async () => {
  const changes = await changesOf(incidence(MOMENTS.queueOff, synced('queue')));
  expect(changes).toMatchObject({
    status: 'found',
    suspects: [{ minutesBeforeOnset: 10, fields: ['base-apps/queue.yaml switched off'] }],
  });
});

it('finds nothing to blame where everybody\u2019s documents changed', async () => {
  const changes = await changesOf(incidence(MOMENTS.searchQuiet, synced('search')));
  expect(changes).toMatchObject({ status: 'none', looked: expect.stringContaining('looked into and left out') });
});

it('asks again at no cost', async () => {
  const { github, source, another } = await started();
  const asked = incidence(MOMENTS.ordersOom, synced('orders'));
  const first = await correlate([asked], source, options);
  const [requests, left] = [github.requests.length, github.remaining];
  expect(requests).toBeLessThanOrEqual(10);
  expect(await correlate([asked], another, options)).toEqual(first);
  expect(github.remaining).toBe(left);
  expect(github.requests.slice(requests).every(({ status }) => status === 304)).toBe(true);
});

it('says that more commits match than were read', async () => {
  const commits = Array.from({ length: 420 }, (_, i) =>
    commit({
      at: new Date(MOMENTS.ordersOom.getTime() - (i + 1) * 60_000),
      subject: `${i}`,
      files: [image('base-apps/orders/a.yaml', 'a:1', 'a:2')],
    }),
  ).reverse();
  const changes = await changesOf(incidence(MOMENTS.ordersOom, synced('orders')), { commits });
  expect(changes).toMatchObject({
    status: 'found',
    limits: [
      'only the newest 300 of about 500 commits of base-apps/orders/ were read',
      '295 less likely commits were not looked into',
    ],
  });
});

it('without a right token says so, and not that nothing changed', async () => {
  const changes = await changesOf(incidence(MOMENTS.ordersOom, synced('orders')), { token: 'another' });
  expect(changes).toEqual({ status: 'unread', why: expect.stringContaining('GitHub refuses GITHUB_TOKEN') });
});

it('does without pull requests that a token may not see', async () => {
  const changes = await changesOf(incidence(MOMENTS.ordersOom, synced('orders')), {
    script: ({ path }) =>
      path.includes('/pulls') ? { kind: 'status', status: 403, message: 'Resource not accessible' } : undefined,
  });
  expect(changes).toMatchObject({ status: 'found', suspects: [{ change: { pullRequest: null } }, {}] });
});

it('leaves requests for the incidents that come after: each gets its own commit, within ten', async () => {
  const names = ['orders', 'ledger', 'search'];
  const before = (minutes: number) => new Date(MOMENTS.ordersOom.getTime() - minutes * 60_000);
  const noise = Array.from({ length: 20 }, (_, i) =>
    commit({ at: before(300 - i), subject: `${i}`, files: [image('base-apps/queue/a.yaml', 'a:1', 'a:2')] }),
  );
  const guilty = names.map((name) =>
    commit({ at: before(12), subject: name, files: [memoryLimit(`base-apps/${name}/a.yaml`, '512Mi', '64Mi')] }),
  );
  const { github, source } = await started({ commits: [...noise, ...guilty] });
  const dependencies = ['queue', 'postgres', 'mail'].map(synced);
  const asked = names.map((name) =>
    incidence(MOMENTS.ordersOom, synced(name), { dependencies, faults: ['oom-killed'] }),
  );
  const found = [...(await correlate(asked, source, options)).values()];
  expect(found).toMatchObject(names.map((subject) => ({ suspects: [{ change: { subject }, confidence: 'HIGH' }] })));
  expect(github.requests.length).toBeLessThanOrEqual(10);
});

it('sees commits whose clock is two hours ahead, and says so', async () => {
  const at = new Date(MOMENTS.ordersOom.getTime() + 108 * 60_000);
  const commits = [commit({ at, subject: 'ahead', files: [memoryLimit('base-apps/orders/a.yaml', '512Mi', '64Mi')] })];
  const changes = await changesOf(incidence(MOMENTS.ordersOom, synced('orders')), { commits });
  expect(changes).toMatchObject({ status: 'none', limits: [expect.stringContaining('108 min ahead')] });
});

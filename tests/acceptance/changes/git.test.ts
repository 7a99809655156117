// The change behind an outage out of a Git repository without any API: a clone on disk, or a server.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { git } from '../../fakes/git/history.ts';
import { madeOf } from '../../fakes/git/source.ts';
import { scratch } from '../../support/cli.ts';
import { begin, cartIn, cutCart, HISTORY, reading, serving } from '../../support/git-shop.ts';
import { cutMemory, neighbours } from '../../support/shop-manifests.ts';
import type { Cycle, World } from '../../support/world.ts';

function expectBlamed({ code, report, stderr }: Cycle, sha: string): void {
  expect(code, stderr).toBe(0);
  const [incident] = report.incidents;
  expect(incident?.severity).toBe('SEV-1');
  expect(incident?.suspects).toMatchObject([
    {
      kind: 'commit',
      sha,
      author: 'Robin',
      what: 'shop-api: save memory',
      minutesBeforeOnset: 12,
      confidence: 'HIGH',
      fields: ['memory limit 512Mi → 64Mi'],
      files: ['base-apps/shop-api/deployment.yaml'],
      rollback: `git revert ${sha.slice(0, 7)}`,
    },
  ]);
  const text = report.messages[0]?.text ?? '';
  for (const part of [
    `Change behind it: ${sha.slice(0, 7)} by Robin`,
    'confidence HIGH',
    'changed: memory limit 512Mi → 64Mi in base-apps/shop-api/deployment.yaml',
    `git revert ${sha.slice(0, 7)} (restores base-apps/shop-api/deployment.yaml)`,
  ])
    expect(text).toContain(part);
}

/** What could not be read costs the changes, and nothing else. */
function expectUnharmed({ code, report, stderr }: Cycle, w: World): string {
  expect(code, stderr).toBe(0);
  expect(report.cycle.outcome).not.toBe('failed');
  expect(report.incidents).toMatchObject([{ severity: 'SEV-1', rules: ['P0-DOWN'], suspects: [] }]);
  expect(w.slack.messages).toHaveLength(1);
  const text = w.slack.messages[0]?.text ?? '';
  expect(text).toContain('[SEV-1]');
  expect(text).toContain('kubectl -n shop-api describe pod');
  const { changes } = report.incidents[0] ?? {};
  expect(changes?.status).toBe('unread');
  expect(text).toContain('changes could not be read (');
  expect(report.messages[0]?.text).toContain('Change behind it: changes could not be read (');
  return changes?.text ?? '';
}

describe('a clone on disk', () => {
  it('bare: names the commit that cut the memory limit, with the way back', async () => {
    const made = await madeOf(HISTORY);
    const w = await reading(made.dir);
    expectBlamed(await w.cycle(), made.sha('shop-api: save memory'));
    expect(w.github.requests).toEqual([]);
  });

  it('with its files beside it, and left as it was', async () => {
    const made = await madeOf(HISTORY);
    const clone = join(scratch(), 'gitops');
    await git(made.dir, ['clone', '--quiet', made.dir, clone]);
    const before = await git(clone, ['for-each-ref']);
    const w = await reading(clone);
    expectBlamed(await w.cycle(), made.sha('shop-api: save memory'));
    expect(await git(clone, ['for-each-ref'])).toBe(before);
    expect(await git(clone, ['status', '--porcelain'])).toBe('');
  });

  it('a branch that is not the synced one is innocent', async () => {
    const made = await madeOf([
      begin,
      ...neighbours,
      { branch: 'fix', to: 'main' },
      { ...cutMemory, branch: 'fix', commit: 'shop-api: this is what breaks it' },
    ]);
    const { report } = await (await reading(made.dir)).cycle();
    expect(report.incidents).toMatchObject([{ severity: 'SEV-1', suspects: [], changes: { status: 'none' } }]);

    const synced = await (await reading(made.dir, { GIT_BRANCH: 'fix' })).cycle();
    expect(synced.report.incidents[0]?.suspects).toMatchObject([{ confidence: 'HIGH', minutesBeforeOnset: 12 }]);
  });

  it.each([
    ['no such folder', () => '/nowhere/gitops', /GIT_REPOSITORY names \/nowhere\/gitops: there is no such folder/],
    ['no repository in it', () => scratch(), /GIT_REPOSITORY names .*: it is no Git repository/],
  ])('%s', async (_, place, said) => {
    const w = await reading(place());
    expect(expectUnharmed(await w.cycle(), w)).toMatch(said);
  });

  it('a branch that is not there', async () => {
    const made = await madeOf(HISTORY);
    const w = await reading(made.dir, { GIT_BRANCH: 'production' });
    const said = expectUnharmed(await w.cycle(), w);
    expect(said).toContain('production');
    expect(said).toContain('main');
  });
});

describe('a server', () => {
  it('names the commit, and asks little in the next cycle', async () => {
    const made = await madeOf(HISTORY);
    const server = await serving(made);
    const w = await reading(server.url);
    expectBlamed(await w.cycle(), made.sha('shop-api: save memory'));
    const first = server.requests.length;
    expect(first).toBeLessThanOrEqual(10);

    // Nothing new: nothing is asked. Something new: one question, and what is there already is not fetched again.
    const again = await w.cycle({ at: '2026-11-18T10:20:00Z' });
    expect(again.report.decisions).toMatchObject([{ verdict: 'hold', reason: 'unchanged' }]);
    expect(server.requests).toHaveLength(first);
    w.breakCart();
    const other = await w.cycle({ at: '2026-11-18T10:30:00Z' });
    expect(other.report.incidents.flatMap(({ changes }) => changes.status)).toContain('none');
    expect(server.requests.length - first).toBeLessThanOrEqual(2);
  });

  it('sees a push between two cycles', async () => {
    const made = await madeOf([begin, ...neighbours]);
    const w = await reading((await serving(made)).url);
    const early = await w.cycle();
    expect(early.report.incidents).toMatchObject([{ suspects: [], changes: { status: 'none' } }]);
    await made.add([cutCart]);
    w.breakCart();
    const { report } = await w.cycle({ at: '2026-11-18T10:30:00Z' });
    expect(cartIn(report)?.suspects).toMatchObject([{ sha: made.sha('shop-cart: save memory'), confidence: 'HIGH' }]);
  });

  it.each([
    ['without a token', {}, 'set GIT_TOKEN to a token that may read it'],
    ['with a wrong one', { GIT_TOKEN: 'glpat-wrong-000000000000' }, 'GIT_TOKEN is wrong, expired, or lacks the right'],
  ])('private, %s', async (_, env, mend) => {
    const made = await madeOf(HISTORY);
    const server = await serving(made, { login: 'oauth2:glpat-right-000000000000' });
    const w = await reading(server.url, env);
    const cycle = await w.cycle();
    const said = expectUnharmed(cycle, w);
    expect(said).toContain('wants to know who asks');
    expect(said).toContain(mend);
    expect(JSON.stringify(cycle.report) + cycle.stderr).not.toContain('glpat-wrong');
  });

  it('private, with the right token, which nobody sees', async () => {
    const token = 'glpat-right-000000000000';
    const made = await madeOf(HISTORY);
    const server = await serving(made, { login: `oauth2:${token}` });
    const w = await reading(server.url, { GIT_TOKEN: token });
    const cycle = await w.cycle();
    expectBlamed(cycle, made.sha('shop-api: save memory'));
    const written = JSON.stringify(cycle.report) + cycle.stderr + JSON.stringify(w.slack.requests);
    expect(written).not.toContain(token);
    expect(written).not.toContain(Buffer.from(`oauth2:${token}`).toString('base64'));
  });

  it.each([
    ['gone', { kind: 'status', status: 404 }, /there is no repository at .*, or it is private: compare GIT_REPOSITORY/],
    ['forbidden', { kind: 'status', status: 403 }, /does not let us read it \(403\)/],
    ['broken', { kind: 'status', status: 500 }, /did not answer: .*500/],
    ['cut off', { kind: 'close' }, /did not answer/],
  ] as const)('%s', async (_, fault, said) => {
    const server = await serving(await madeOf(HISTORY), { fault: () => fault });
    const w = await reading(server.url);
    expect(expectUnharmed(await w.cycle(), w)).toMatch(said);
  });

  it('that hangs: the message leaves when the time is over', async () => {
    const server = await serving(await madeOf(HISTORY), { fault: () => ({ kind: 'hang' }) });
    const w = await reading(server.url, { CHANGES_DEADLINE_SECONDS: '2' });
    const cycle = await w.cycle();
    expect(expectUnharmed(cycle, w)).toMatch(/took longer than 2 s/);
    expect(cycle.ms).toBeLessThan(10_000);
  });

  it('that hangs when contents are fetched: the commit is named with LOW confidence, and why', async () => {
    const made = await madeOf(HISTORY);
    const whole = await serving(made);
    await (await reading(whole.url)).cycle();
    const last = whole.requests.length;
    const server = await serving(made, { fault: ({ number }) => (number >= last ? { kind: 'hang' } : undefined) });
    const w = await reading(server.url, { CHANGES_DEADLINE_SECONDS: '3' });
    const { code, report, stderr, ms } = await w.cycle();
    expect(code, stderr).toBe(0);
    expect(ms).toBeLessThan(10_000);
    expect(report.incidents).toMatchObject([{ severity: 'SEV-1', changes: { status: 'found' } }]);
    const suspects = report.incidents[0]?.suspects ?? [];
    expect(suspects.map(({ sha, confidence }) => [sha, confidence])).toContainEqual([
      made.sha('shop-api: save memory'),
      'LOW',
    ]);
    expect(suspects.map(({ confidence }) => confidence)).not.toContain('HIGH');
    expect(report.messages[0]?.text).toContain('its files could not be read: reading the changes took longer than 3 s');
  });

  it('that nobody listens at', async () => {
    const w = await reading('http://127.0.0.1:9/acme/gitops.git');
    expect(expectUnharmed(await w.cycle(), w)).toContain('127.0.0.1:9/acme/gitops did not answer');
  });
});

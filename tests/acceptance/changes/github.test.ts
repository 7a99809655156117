// The change behind an outage out of GitHub: little is asked, and whatever goes wrong there costs the changes only.
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commit, image, memoryLimit } from '../../fakes/github/made.ts';
import type { FakeCommit, Fault, LoggedRequest } from '../../fakes/github/types.ts';
import { commits, GITHUB, GUILTY } from '../../support/outage.ts';
import { CLUSTER, type Listed, listing, NEXT, outageOf, wellOf } from '../../support/shops.ts';
import { type Cycle, type World, world } from '../../support/world.ts';

describe('three incidents with dependencies', () => {
  const NAMES = ['orders', 'ledger', 'search'] as const;
  const NEEDED = ['postgres', 'queue', 'vault'];
  const services: readonly Listed[] = [
    ...NAMES.map((name): Listed => ({ name, tier: 'P1', needs: NEEDED })),
    ...NEEDED.map((name): Listed => ({ name, tier: 'P1' })),
  ];
  const file = (name: string) => `base-apps/${name}/deployment.yaml`;
  const time = (minute: number) =>
    `2026-11-18T0${8 + Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}:00Z`;
  /** A busy day: more than can be read one by one. */
  const noise = Array.from({ length: 40 }, (_, i) => {
    const name = ['mail', 'gateway', ...NEEDED][i % 5] ?? '';
    return commit({
      at: time(i),
      subject: `${name} ${i}`,
      files: [image(file(name), `${name}:${i}`, `${name}:${i + 1}`)],
    });
  });
  const guilty = NAMES.map((name, i) =>
    commit({ at: time(95 + i), subject: `${name}: trim`, files: [memoryLimit(file(name), '512Mi', '64Mi')] }),
  );
  const broken = [CLUSTER, ...NAMES.flatMap(outageOf), ...NEEDED.flatMap((name) => wellOf(name))];

  const several = (all: readonly FakeCommit[], objects: readonly object[] = broken) =>
    world({ model: null, api: { objects }, github: { commits: all }, env: { SERVICES_FILE: listing(services) } });

  it('cost ten requests at most, and find all three', async () => {
    const w = await several([...noise, ...guilty]);
    const { code, report, stderr } = await w.cycle();
    expect(code, stderr).toBe(0);
    expect(report.incidents).toHaveLength(3);
    const first = report.incidents.map(({ service, suspects: [one] }) => [service, one?.what, one?.confidence]);
    expect(first.sort()).toEqual(NAMES.map((name) => [name, `${name}: trim`, 'HIGH']).sort());
    expect(w.github.requests.length).toBeLessThanOrEqual(10);
    expect(w.github.requests.filter(({ status }) => status !== 200)).toEqual([]);
  });

  it.each([
    ['soon after', '2026-11-18T10:10:00Z'],
    ['an hour later', NEXT],
  ])('looking again %s asks mostly what has not changed', async (_, at) => {
    const w = await several([...noise, ...guilty]);
    await w.cycle();
    const before = w.github.requests.length;
    // Its incidents are known, so it would not look again: without its memory, with what GitHub said.
    for (const name of readdirSync(w.state)) if (name !== 'github') rmSync(join(w.state, name), { recursive: true });
    const { report } = await w.cycle({ at });
    const asked = w.github.requests.slice(before);
    expect(report.incidents.flatMap(({ suspects: [one] }) => one?.confidence ?? [])).toEqual(['HIGH', 'HIGH', 'HIGH']);
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.length).toBeLessThanOrEqual(10);
    expect(asked.filter(isUnchanged).length).toBeGreaterThan(asked.length / 2);
  });

  it('nothing new costs nothing', async () => {
    const w = await several([...noise, ...guilty]);
    await w.cycle();
    const before = w.github.requests.length;
    await w.cycle({ at: '2026-11-18T10:30:00Z' });
    expect(w.github.requests).toHaveLength(before);
  });
});

function isUnchanged({ status }: LoggedRequest): boolean {
  return status === 304;
}

function expectUnharmed({ code, report, stderr }: Cycle, w: World): string {
  expect(code, stderr).toBe(0);
  expect(report.incidents).toMatchObject([
    { severity: 'SEV-1', rules: ['P0-DOWN'], suspects: [], changes: { status: 'unread' } },
  ]);
  expect(w.slack.messages).toHaveLength(1);
  const text = w.slack.messages[0]?.text ?? '';
  for (const part of ['[SEV-1]', 'kubectl -n shop-api describe pod', 'changes could not be read ('])
    expect(text).toContain(part);
  const said = report.incidents[0]?.changes.text ?? '';
  expect(report.messages[0]?.text).toContain(`Change behind it: changes could not be read (${said})`);
  return said;
}

describe('whatever goes wrong there is a clear line, and the rest is as before', () => {
  it.each<[string, Fault, RegExp]>([
    [
      'no such repository, or a private one',
      { kind: 'status', status: 404, message: 'Not Found' },
      /GITHUB_REPOSITORY \(acme\/gitops\) or GITHUB_BRANCH is wrong, or GITHUB_TOKEN may not see it/,
    ],
    ['a token that is no good', { kind: 'status', status: 401, message: 'Bad credentials' }, /refuses GITHUB_TOKEN/],
    [
      'a token without the right',
      { kind: 'status', status: 403, message: 'Resource not accessible by personal access token' },
      /it needs "Contents: read" for acme\/gitops/,
    ],
    ['the limit used up', { kind: 'used-up', resetInSeconds: 1800 }, /the rate limit of GitHub is used up until/],
    ['too many at once', { kind: 'secondary-limit', status: 403, retryAfter: 60 }, /GitHub asks for fewer requests/],
    ['a broken GitHub', { kind: 'status', status: 500, message: 'Server Error' }, /GitHub answered HTTP 500/],
    ['a connection that breaks', { kind: 'reset' }, /did not answer: connection closed/],
    ['half a JSON', { kind: 'garbage' }, /is not what GitHub answers|JSON/],
    ['the page of a proxy', { kind: 'html' }, /is not what GitHub answers/],
    [
      'another place',
      { kind: 'redirect', to: 'https://127.0.0.1:1/else' },
      /redirected to 127.0.0.1:1, which is not followed/,
    ],
  ])('%s', async (_, fault, said) => {
    const w = await world({ model: null, github: { script: () => fault } });
    expect(expectUnharmed(await w.cycle(), w)).toMatch(said);
  });

  it.each<[string, Fault]>([
    ['says nothing', { kind: 'hang' }],
    ['stops in the middle', { kind: 'stall' }],
  ])('a GitHub that %s is not waited for', async (_, fault) => {
    const w = await world({
      model: null,
      github: { script: () => fault },
      env: { CHANGES_DEADLINE_SECONDS: '2' },
    });
    const cycle = await w.cycle();
    expect(expectUnharmed(cycle, w)).toMatch(/took longer than 2 s/);
    expect(cycle.ms).toBeLessThan(10_000);
  });

  it('nor longer than it may take by default', async () => {
    const w = await world({ model: null, github: { script: () => ({ kind: 'hang' }) } });
    const cycle = await w.cycle();
    expect(expectUnharmed(cycle, w)).toMatch(/took longer than/);
    expect(cycle.ms).toBeLessThan(15_000);
  });

  it('a branch that is not there', async () => {
    const w = await world({ model: null, env: { GITHUB_BRANCH: 'production' } });
    expect(expectUnharmed(await w.cycle(), w)).toContain('branch production');
  });

  it('a repository under its former name', async () => {
    const w = await world({ model: null, github: { repository: 'acme/platform', formerly: GITHUB.repository } });
    const { code, report, stderr } = await w.cycle();
    expect(code, stderr).toBe(0);
    const [incident] = report.incidents;
    expect(incident?.suspects).toMatchObject([{ sha: GUILTY, confidence: 'HIGH' }]);
  });

  it('the list is read and the commit is not: named with LOW confidence, and why', async () => {
    const script = ({ path }: { path: string }): Fault | undefined =>
      path.includes(`/commits/${GUILTY}`) ? { kind: 'status', status: 500, message: 'Server Error' } : undefined;
    const w = await world({ model: null, github: { script } });
    const { code, report, stderr } = await w.cycle();
    expect(code, stderr).toBe(0);
    expect(report.incidents[0]?.suspects).toMatchObject([
      { sha: GUILTY, confidence: 'LOW', reasons: expect.arrayContaining([expect.stringContaining('HTTP 500')]) },
    ]);
  });
});

describe('clocks that differ by two hours', () => {
  const dated = (at: string) =>
    commits().map((one) => (one.sha === GUILTY ? { ...one, authorDate: at, committerDate: at } : one));

  it('commits ahead of the cluster are said, and not blamed', async () => {
    const w = await world({ model: null, github: { commits: dated('2026-11-18T11:42:00Z') } });
    const { code, report, stderr } = await w.cycle();
    expect(code, stderr).toBe(0);
    expect(report.incidents).toMatchObject([{ severity: 'SEV-1' }]);
    expect(report.incidents[0]?.suspects.filter(({ confidence }) => confidence === 'HIGH')).toEqual([]);
    const said = "commits are up to 102 min ahead of the cluster's clock";
    expect(report.incidents[0]?.changes.text).toContain(said);
    expect(report.messages[0]?.text).toContain(said);
  });

  it('commits behind it are found, with less confidence', async () => {
    const w = await world({ model: null, github: { commits: dated('2026-11-18T07:56:00Z') } });
    const { report } = await w.cycle();
    expect(report.incidents[0]?.suspects).toMatchObject([
      { sha: GUILTY, minutesBeforeOnset: 118, confidence: 'MEDIUM', rollback: `git revert ${GUILTY.slice(0, 7)}` },
    ]);
  });
});

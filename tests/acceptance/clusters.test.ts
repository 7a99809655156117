// `--context a,b,c`: a cycle of each, one report, and what happens to one of them is its own.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { started } from '../faults/lib/started.ts';
import { cli } from '../support/cli.ts';
import { clusterApi, clusters, clustersIn, NOBODY, objectsOf } from '../support/clusters.ts';

const run = (contexts: string, ...more: string[]) => ['run', '--once', '--no-model', '--context', contexts, ...more];

it('a healthy, a broken and an unreachable one: each is told as what it is, under its name', async () => {
  const home = await clusterApi({ objects: objectsOf('uid-home', 'ok') });
  const shop = await clusterApi({ objects: objectsOf('uid-shop', 'crash') });
  const world = await clusters({ home: home.url, shop: shop.url, edge: NOBODY });
  const { code, stdout } = await cli(run('home,shop,edge', '--output', 'json'), world.env);
  const all = clustersIn(stdout);
  expect(all.map(({ context, report, exitCode }) => [context, report?.cycle.outcome, exitCode])).toEqual([
    ['home', 'ok', 0],
    ['shop', 'ok', 0],
    ['edge', 'failed', 3],
  ]);
  expect(code).toBe(3);
  expect(all.map(({ report }) => report?.incidents.map(({ severity, rules }) => `${severity} ${rules[0]}`))).toEqual([
    [],
    ['SEV-1 P0-DOWN'],
    ['SEV-2 BLIND'],
  ]);
  const texts = world.slack.messages.map(({ text }) => text.replaceAll('*', ''));
  expect(texts).toHaveLength(2);
  expect(texts.find((text) => text.includes('shop-api is down'))?.split('\n')[1]).toBe('Cluster: shop');
  expect(texts.find((text) => text.includes('[SEV-2]'))?.split('\n')[1]).toBe('Cluster: edge');
  expect(readdirSync(join(world.state, 'clusters')).sort()).toEqual(['uid-home', 'uid-shop', 'unknown']);
  // One outside check for all: well only when all are.
  expect(world.pings()).toEqual(['start', 'fail']);
});

it('in words: a line for all, and the usual report of each under its name', async () => {
  const home = await clusterApi({ objects: objectsOf('uid-home', 'ok') });
  const world = await clusters({ home: home.url, edge: NOBODY });
  const { code, stdout, stderr } = await cli(run('home,edge,gone', '--dry-run'), world.env);
  expect(stdout).toMatch(/^3 clusters: 1 without a cycle \(gone\); 1 not readable \(edge\); 1 quiet \(home\)\n/);
  expect(stdout.match(/^=== .* ===$/gm)).toEqual([
    '=== home (1 of 3) ===',
    '=== edge (2 of 3) ===',
    '=== gone (3 of 3) ===',
  ]);
  expect(stderr).toMatch(/^k8s-monitor: gone: .*'gone'/m);
  expect([code, world.pings()]).toEqual([3, []]);
});

it('two that nobody can tell apart as neither answers are two', async () => {
  const world = await clusters({ edge: NOBODY, far: 'http://127.0.0.1:2' });
  const twice = [0, 1].map(() => async () => cli(run('edge,far', '--output', 'json'), world.env));
  for (const once of twice) {
    const all = clustersIn((await once()).stdout);
    expect(all.map(({ report }) => report?.incidents.map(({ rules }) => rules[0]))).toEqual([['BLIND'], ['BLIND']]);
  }
  expect(world.slack.messages.filter(({ threadTs }) => threadTs === null)).toHaveLength(2);
});

it('credentials that one of them refuses are its own trouble', async () => {
  const home = await clusterApi({ objects: objectsOf('uid-home', 'ok') });
  const shut = await clusterApi({ objects: objectsOf('uid-shut', 'ok'), token: 'another one' });
  const world = await clusters({ shut: shut.url, home: home.url });
  const { code, stdout } = await cli(run('shut,home', '--output', 'json'), world.env);
  expect([code, ...clustersIn(stdout).map(({ exitCode }) => exitCode)]).toEqual([3, 3, 0]);
});

it('one that hangs costs the others nothing', async () => {
  const slow = await clusterApi({ script: () => 'hang' });
  const shop = await clusterApi({ objects: objectsOf('uid-shop', 'crash') });
  const home = await clusterApi({ objects: objectsOf('uid-home', 'ok') });
  const world = await clusters({ slow: slow.url, shop: shop.url, home: home.url });
  const { stdout } = await cli(run('slow,shop,home', '--output', 'json'), world.env);
  const [hung, told, well] = clustersIn(stdout).map(({ report }) => report?.cycle);
  expect([hung?.outcome, told?.outcome, well?.outcome]).toEqual(['failed', 'ok', 'ok']);
  const ends = [told, well].map((one) => Date.parse(one?.finishedAt ?? ''));
  for (const end of ends) expect(end).toBeLessThan(Date.parse(hung?.finishedAt ?? ''));
});

it('however many hang, those that answer go first', async () => {
  const slow = await clusterApi({ script: () => 'hang' });
  const shop = await clusterApi({ objects: objectsOf('uid-shop', 'crash') });
  const home = await clusterApi({ objects: objectsOf('uid-home', 'ok') });
  const world = await clusters({ a: slow.url, b: slow.url, c: slow.url, home: home.url, shop: shop.url });
  const env = { ...world.env, API_CALL_TIMEOUT_SECONDS: '1', READ_DEADLINE_SECONDS: '3' };
  const { stdout } = await cli(run('a,b,c,home,shop', '--output', 'json'), env);
  const all = clustersIn(stdout);
  expect(all.map(({ context }) => context)).toEqual(['a', 'b', 'c', 'home', 'shop']);
  const ends = all.map(({ report }) => Date.parse(report?.cycle.finishedAt ?? ''));
  const [first = 0] = ends.slice(0, 3).sort((a, b) => a - b);
  for (const end of ends.slice(3)) expect(end).toBeLessThan(first);
});

it('the time for a cycle is that for all of them: whom nobody could look at is told, and not well', async () => {
  const slow = await clusterApi({ script: () => 'hang' });
  const names = ['a', 'b', 'c', 'd', 'e'];
  const world = await clusters(Object.fromEntries(names.map((name) => [name, slow.url])));
  const env = { ...world.env, CYCLE_DEADLINE_SECONDS: '4' };
  const { code, stdout } = await cli(run(names.join(), '--output', 'json'), env);
  expect(clustersIn(stdout).at(-1)).toMatchObject({ context: 'e', why: expect.stringContaining('time was over') });
  expect([code, world.pings()]).toEqual([3, ['start', 'fail']]);
});

it('killed in the middle, the next run goes on with all of them', async () => {
  const home = await clusterApi({ objects: objectsOf('uid-home', 'crash') });
  let isStuck = true;
  const shop = await clusterApi({
    objects: objectsOf('uid-shop', 'crash'),
    script: () => (isStuck ? 'hang' : null),
  });
  const world = await clusters({ home: home.url, shop: shop.url });
  const killed = started(world.env, ['--context', 'home,shop']);
  while (world.slack.messages.length === 0) await sleep(20);
  killed.signal('SIGKILL');
  await killed.over;
  isStuck = false;
  expect(world.slack.messages).toHaveLength(1);
  const { code, stdout } = await cli(run('home,shop', '--output', 'json'), world.env);
  expect([code, ...clustersIn(stdout).map(({ exitCode, why }) => [exitCode, why])]).toEqual([0, [0, null], [0, null]]);
  const down = world.slack.messages.filter(({ text }) => text.includes('shop-api is down'));
  expect(down.map(({ text }) => text.split('\n')[1]).sort()).toEqual(['*Cluster:* home', '*Cluster:* shop']);
});

it('SIGTERM ends all of them, and none begins any more', async () => {
  const slow = await clusterApi({ script: () => 'hang' });
  const world = await clusters({ one: slow.url, two: slow.url, three: slow.url });
  const cycle = started(world.env, ['--context', 'one,two,three']);
  while (slow.asked.length < 2) await sleep(20);
  cycle.signal('SIGTERM');
  const { code, stderr } = await cycle.over;
  expect(code).toBe(143);
  expect(stderr).toContain('three: stopped before its cycle began');
});

it('each context may have an inventory of its own', async () => {
  const home = await clusterApi({ objects: objectsOf('uid-home', 'ok') });
  const world = await clusters({ 'team/home': home.url, shop: home.url });
  world.file('services-shop.txt', '1. Critical (P0 - x)\n\n  1.1 cart\n  - Namespace: cart\n');
  world.file('services-team_home.txt', '2. High (P1 - x)\n\n  2.1 blog\n  - Namespace: blog\n');
  const env = { ...world.env, SERVICES_FILE: join(world.state, '..', 'services-{context}.txt') };
  const { stdout } = await cli(run('team/home,shop', '--output', 'json'), env);
  const names = clustersIn(stdout).map(({ report }) => report?.services.map(({ name }) => name));
  expect(names).toEqual([['blog'], ['cart']]);
  expect(readdirSync(join(world.state, 'inventories')).sort()).toEqual(['shop', 'team_home']);
  const same = await cli(run('team/home,team:home'), env);
  expect([same.code, same.stderr]).toEqual([2, expect.stringContaining('team/home and team:home would share')]);
});

it('says what several clusters can not have', async () => {
  const world = await clusters({ home: NOBODY, edge: NOBODY });
  const both = await cli(run('home,edge', '--record', 'x'), world.env);
  expect([both.code, both.stderr]).toEqual([2, expect.stringContaining('--record holds one cluster')]);
  const maps = await cli(run('home,edge', '--state', 'configmap:k8s-monitor/state'), world.env);
  expect([maps.code, maps.stderr]).toEqual([2, expect.stringContaining('need a folder for the state')]);
  const doctor = await cli(['doctor', '--context', 'home,edge'], world.env);
  expect([doctor.code, doctor.stderr]).toEqual([2, expect.stringContaining('one cluster at a time')]);
});

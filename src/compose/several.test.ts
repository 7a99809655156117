import { describe, expect, it } from 'vitest';
import type { Heartbeat } from '../notify/heartbeat.ts';
import { systemClock } from '../platform/clock.ts';
import { turns } from './beside.ts';
import { inventoryOf, sameInventory } from './services.ts';
import { sharedHeartbeat } from './several-heartbeat.ts';

it('works take turns, and one that fails holds up nobody', async () => {
  const inTurn = turns(systemClock);
  const log: string[] = [];
  const first = Promise.withResolvers<void>();
  const works = [
    inTurn(async () => {
      await first.promise;
      log.push('a');
      throw new Error('no');
    }, 60_000),
    inTurn(async () => log.push('b'), 60_000),
  ];
  await Promise.resolve();
  log.push('0');
  first.resolve();
  expect((await Promise.allSettled(works)).map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  expect(log).toEqual(['0', 'a', 'b']);
});

it('whose turn does not come in time is told so and not begun, and the turn goes on to the next', async () => {
  const inTurn = turns(systemClock);
  const first = Promise.withResolvers<string>();
  const log: string[] = [];
  const a = inTurn(() => first.promise, 60_000);
  expect(await inTurn(async () => log.push('b'), 20)).toBeNull();
  const c = inTurn(async (waitedMs) => waitedMs, 60_000);
  await systemClock.sleep(30);
  expect(log).toEqual([]);
  first.resolve('a');
  expect(await a).toBe('a');
  expect(await c).toBeGreaterThan(20);
  expect(log).toEqual([]);
});

describe('one outside check of several', () => {
  const pings: string[] = [];
  const ping = async (text: string) => {
    pings.push(text);
    return null;
  };
  const whole: Heartbeat = {
    start: () => void pings.push('start'),
    success: ping,
    fail: ping,
    exit: (_, text) => ping(text),
    end: (isWell, text) => ping(`${isWell} ${text}`),
  };
  /** Null: it has no cycle. */
  const heard = async (verdicts: Readonly<Record<string, boolean | null>>) => {
    pings.length = 0;
    const shared = sharedHeartbeat(whole, Object.keys(verdicts));
    const own = Object.entries(verdicts).flatMap(([name, isWell]) => (isWell === null ? [] : [{ name, isWell }]));
    for (const { name } of own) shared.of(name).start();
    for (const { name, isWell } of own) await shared.of(name).end(isWell, 'said');
    expect(await shared.end()).toBeNull();
    return [...pings];
  };

  it('begins once, and is well only when every cluster is', async () => {
    expect(await heard({ a: true, b: true })).toEqual(['start', 'true a: said\nb: said']);
    expect(await heard({ a: true, b: false })).toEqual(['start', 'false a: said\nb: said']);
  });

  it('hears of no success where another run is at work on one of them, and of a failure all the same', async () => {
    expect(await heard({ a: true, b: null })).toEqual(['start']);
    expect(await heard({ a: null, b: false })).toEqual(['start', 'false a: no cycle of this run\nb: said']);
    expect(await heard({ a: null, b: null })).toEqual([]);
  });
});

it('an inventory of each context has copies of its own, inside the folder', () => {
  const of = (file: string | null, context: string | null) =>
    inventoryOf({ SERVICES_FILE: file, K3S_CONTEXT: context }, '/state');
  expect(of('services.txt', 'home')).toEqual({ file: 'services.txt', copies: '/state' });
  expect(of(null, 'home')).toEqual({ file: null, copies: '/state' });
  expect(of('{context}.txt', null)).toEqual({ file: '{context}.txt', copies: '/state' });
  expect(of('{context}/s.txt', '../arn:x/y')).toEqual({
    file: '__arn_x_y/s.txt',
    copies: '/state/inventories/__arn_x_y',
  });
});

it('contexts whose names make one inventory are refused', () => {
  const clash = (file: string | null, ...contexts: readonly string[]) =>
    sameInventory({ SERVICES_FILE: file }, contexts);
  expect(clash('s-{context}.txt', 'x', 'a/b', 'a:b')).toBe(
    'the contexts a/b and a:b would share the inventory s-a_b.txt: rename one of them (kubectl config rename-context)',
  );
  expect(clash('s-{context}.txt', 'Home', 'home')).toContain('Home and home');
  expect(clash('s-{context}.txt', 'a/b', 'a.b')).toBeNull();
  expect(clash('s.txt', 'a/b', 'a:b')).toBeNull();
  expect(clash(null, 'a/b', 'a:b')).toBeNull();
});

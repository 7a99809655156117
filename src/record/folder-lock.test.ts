import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../domain/duration.ts';
import { type Clock, systemClock } from '../platform/clock.ts';
import { takeLock } from './folder-lock.ts';
import type { FolderOptions } from './folder-options.ts';
import type { HeldLock } from './held-lock.ts';

const LEASE = 2 * MINUTE;
const START = new Date('2026-11-21T14:00:03Z');

let folder = '';
let wall = 0;
let ticks = 0;
const taken: HeldLock[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'k8s-monitor-'));
  [wall, ticks] = [START.getTime(), 0];
});
afterEach(async () => {
  for (const lock of taken.splice(0)) await lock.release();
  await rm(folder, { recursive: true, force: true });
});

const clock: Clock = { now: () => new Date(wall), monotonic: () => ticks, sleep: systemClock.sleep };
const pass = (ms: number) => {
  wall += ms;
  ticks += ms;
};
const numbers = async () => (await readdir(folder)).filter((name) => name.startsWith('lock')).sort();

async function take(run: string, options: Partial<FolderOptions> = {}, above = 0) {
  const info = { runId: run, cycleId: `cycle-${run}`, at: clock.now() };
  const result = await takeLock(folder, info, above, { clock, leaseMs: LEASE, ...options });
  if (result.status === 'taken') taken.push(result.lock);
  return result;
}
async function holds(run: string, options: Partial<FolderOptions> = {}, above = 0): Promise<HeldLock> {
  const result = await take(run, options, above);
  if (result.status === 'busy') throw new Error(result.holder);
  return result.lock;
}

describe('a lease', () => {
  it('is held by one, who is named to the others', async () => {
    expect((await holds('a')).fence).toBe(1);
    expect(await take('b')).toEqual({ status: 'busy', holder: 'run a since 14:00:03 UTC', runId: 'a' });
  });

  it('given back is free at once, and its number is not given again', async () => {
    const first = await holds('a');
    await first.release();
    expect(await first.held()).toBe(false);
    expect(await take('b')).toMatchObject({ lock: { fence: 2 }, unfinished: null });
  });

  it('that ran out is free, and was never finished', async () => {
    const first = await holds('a', { host: 'elsewhere' });
    await first.at('collect');
    pass(LEASE - 1);
    expect((await take('b')).status).toBe('busy');
    pass(1);
    const startedAt = START;
    expect(await take('b')).toMatchObject({
      lock: { fence: 2 },
      unfinished: { runId: 'a', startedAt, step: 'collect' },
    });
    expect(await first.held()).toBe(false);
  });

  it('is renewed by a step, or the holder loses it by standing still', async () => {
    const lock = await holds('a');
    pass(LEASE - 1);
    await lock.at('collect');
    pass(LEASE - 1);
    expect([await lock.held(), (await take('b')).status]).toEqual([true, 'busy']);
    pass(1);
    // Lost for good: nobody took it, and still it must not be renewed.
    expect(await lock.held()).toBe(false);
    await lock.at('judge');
    expect((await take('b')).status).toBe('taken');
  });

  it('of a process that is gone is free at once, on the same machine only', async () => {
    const alive = async () => false;
    await holds('a', { host: 'elsewhere' });
    expect((await take('b')).status).toBe('busy');
    expect((await take('b', { alive })).status).toBe('taken');
  });

  it('is above every fence that was ever written, and of the old ones three stay', async () => {
    for (const run of ['a', 'b', 'c', 'd']) await (await holds(run)).release();
    expect(await numbers()).toEqual(['lock-000002.json', 'lock-000003.json', 'lock-000004.json']);
    expect((await holds('e', {}, 41)).fence).toBe(42);
  });

  it('that nobody can read is held by nobody', async () => {
    await holds('a');
    const path = join(folder, 'lock-000001.json');
    await writeFile(path, (await readFile(path, 'utf8')).replace('"a"', '"x"'));
    expect(await take('b')).toMatchObject({ lock: { fence: 2 }, unfinished: null });
  });

  it('that somebody is about to take, but died, is taken after a moment', async () => {
    const link = () => Promise.reject(Object.assign(new Error('no'), { code: 'EPERM' }));
    await (await holds('a', { link })).release();
    await writeFile(join(folder, 'lock-000002.claim'), '');
    expect((await holds('b', { link })).fence).toBe(3);
  });
});

describe('when somebody sets the clock', () => {
  it.each([2 * HOUR, -2 * HOUR])(
    'by %d ms, the holder goes on, if nobody took over before it noticed',
    async (step) => {
      const lock = await holds('a');
      wall += step;
      await lock.at('collect');
      expect([await lock.held(), (await take('b')).status]).toEqual([true, 'busy']);
      pass(LEASE);
      expect((await take('b')).status).toBe('taken');
    },
  );

  it('forward, what nobody renewed yet is renewed before it counts', async () => {
    const lock = await holds('a');
    wall += 2 * HOUR;
    expect([await lock.held(), (await take('b')).status]).toEqual([true, 'busy']);
  });

  it.each([2 * HOUR, -2 * HOUR])('by %d ms, nobody is kept out, and there are never two holders', async (step) => {
    const lock = await holds('a', { host: 'elsewhere' });
    wall += step;
    const next = await holds('b');
    expect([await lock.held(), await next.held()]).toEqual([false, true]);
  });
});

describe('trouble with the disk', () => {
  it('a lease that can no longer be written is held as long as nobody takes over', async () => {
    const lock = await holds('a');
    // A folder of that name: the renewal can't take its place.
    await rm(join(folder, 'lock-000001.json'));
    await mkdir(join(folder, 'lock-000001.json', 'x'), { recursive: true });
    pass(LEASE - 1);
    await lock.at('notify');
    pass(LEASE - 1);
    expect(await lock.held()).toBe(true);
    expect((await holds('b')).fence).toBe(2);
    expect(await lock.held()).toBe(false);
  });

  it('a folder that cannot be read costs the lease only when it runs out', async () => {
    const lock = await holds('a');
    await rm(folder, { recursive: true });
    await writeFile(folder, '');
    expect(await lock.held()).toBe(true);
    await lock.at('notify');
    pass(LEASE);
    expect(await lock.held()).toBe(false);
    await rm(folder);
  });
});

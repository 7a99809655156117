// Row 33: the state can't be written, or read: people are told from memory, once a day, and hear what could not be kept.
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { app } from '../support/cycles-objects.ts';
import { atMost, type Disk, fullDisk, readOnlyDisk } from './lib/disks.ts';
import { reportOf, started } from './lib/started.ts';
import { at, BROKEN, NAMESPACES, SINCE, type Town, town, WELL } from './lib/town.ts';

const SHOP = /^#critical: @here \*\[SEV-1\] shop-api is down/;
const CART = /^#standard: \*\[SEV-3\] deployment cart is down/;
const UNKEPT = /^#standard: \*\[SEV-3\] (what is found and told cannot be remembered|the state cannot be used)\*/;

/** What each cycle told, by hour; each must end with 2 and say why. */
async function cycles(t: Town, { before, why }: Disk, hours: readonly number[], env = t.env) {
  const told: string[][] = [];
  for (const hour of hours) {
    const over = await started(env, ['--now', at(hour)], before).over;
    expect([over.code, over.stderr], over.stderr).toEqual([2, expect.stringContaining(why)]);
    expect(over.stderr.trim().split('\n')).toHaveLength(1);
    const report = reportOf(over);
    expect([report.cycle.outcome, report.warnings[0]]).toEqual(['degraded', expect.stringContaining(why)]);
    expect(t.pings()).toEqual(['start', 'success']);
    told.push([...t.news()]);
  }
  expect(new Set(Object.values(t.slack.deliveries()))).toEqual(new Set([1]));
  return told;
}

const matching = (...lines: readonly RegExp[]) => lines.map((line) => expect.stringMatching(line));

it.each<[string, (folder: string) => Promise<Disk>]>([
  ['a full disk', (folder) => fullDisk(folder, 0)],
  ['a read-only disk', readOnlyDisk],
])('row 33: %s: told from memory, not again the next hours, and that it cannot be kept', async (_, disk) => {
  const t = await town({ objects: BROKEN });
  const told = await cycles(t, await disk(t.state), [10, 11, 12]);
  expect(told).toEqual([matching(SHOP, CART, UNKEPT), [], []]);
  expect(t.slack.messages[2]?.text).toContain('each cycle looks in the channels');
});

it.each<[string, (folder: string) => Promise<Disk>]>([
  ['a disk that is full before the second write', (folder) => fullDisk(folder, 12)],
  ['a quota', async () => ({ before: atMost(2), why: 'files may not be that large (EFBIG)' })],
])('row 33: %s: what was kept in part is not told again', async (_, disk) => {
  const t = await town({ objects: BROKEN });
  const told = await cycles(t, await disk(t.state), [10, 11, 12]);
  expect(told.flat().toSorted()).toEqual(matching(SHOP, CART, UNKEPT));
  expect(told[0]?.slice(0, 2)).toEqual(matching(SHOP, CART));
});

it('row 33: what a read-only disk still holds is known: only what is new is told', async () => {
  const t = await town({ objects: [...NAMESPACES, ...app('shop-api', ['crash', 'crash'], SINCE)] });
  await t.cycle({ at: at(9, 30) });
  expect([t.news(), t.pings()]).toEqual([matching(SHOP), ['start', 'success']]);
  t.holds(BROKEN);
  expect(await cycles(t, await readOnlyDisk(t.state), [10, 11])).toEqual([matching(CART, UNKEPT), []]);
});

it('row 33: once it can be written again, it is over, and nothing is told twice', async () => {
  const t = await town({ objects: BROKEN });
  expect(await cycles(t, await readOnlyDisk(t.state), [10])).toEqual([matching(SHOP, CART, UNKEPT)]);
  const back = await t.cycle({ at: at(11) });
  expect([t.news(), new Set(Object.values(t.slack.deliveries()))]).toEqual([[], new Set([1])]);
  expect([back.code, back.report.warnings]).toEqual([0, [expect.stringContaining('could not read 2 logs')]]);
  const { incidents, threads } = await t.ledger();
  expect([incidents.length, threads.length]).toEqual([2, 2]);
  // And it goes on where it was told.
  t.holds(WELL);
  await t.cycle({ at: at(12) });
  expect(t.news()).toEqual([
    expect.stringMatching(/^↳ #critical: .*shop-api/),
    expect.stringMatching(/^↳ #standard: .*cart/),
  ]);
});

it.each<[string, (t: Town) => string, string]>([
  ['EIO', unreadable, 'EIO: i/o error'],
  ['a file in place of the folder', aFile, 'a file stands where a folder must be (ENOTDIR)'],
])('row 33: %s: told without a memory, and not again the next hours', async (_, place, why) => {
  const t = await town({ objects: BROKEN });
  const env = { ...t.env, STATE_DIR: place(t) };
  const told = await cycles(t, { before: [], why }, [10, 11], env);
  expect(told).toEqual([matching(SHOP, CART, UNKEPT), []]);
});

/** Nothing is mapped at the address 0: the kernel answers EIO. */
function unreadable({ state }: Town): string {
  const folder = join(state, 'clusters', 'cluster-1');
  mkdirSync(folder, { recursive: true });
  symlinkSync('/proc/self/mem', join(folder, 'ledger-000001.json'));
  return state;
}

function aFile({ state }: Town): string {
  writeFileSync(join(state, 'file'), '');
  return join(state, 'file');
}

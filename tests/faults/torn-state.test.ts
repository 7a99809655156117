// Row 34: a ledger that is cut off, changed or something else: the last good one counts, the bad one is set aside.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Ledger } from '../../src/domain/ledger.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { folderStore } from '../../src/record/folder-store.ts';
import { encodeLedger } from '../../src/record/ledger-codec.ts';
import { ledgerWith } from '../support/configmap-state.ts';
import { copyOf, damage, flipped, generations, setAside } from './lib/generations.ts';
import { at, BROKEN, type Town, town } from './lib/town.ts';

const START = 2_000;
const CLUSTER = { uid: 'cluster-1', name: 'fake', version: null };
const RUN = { runId: 'reader', cycleId: 'reader', at: new Date(at(11)) };

/** After one cycle that told two incidents. */
async function lived(): Promise<Town> {
  const t = await town({ objects: BROKEN });
  await t.cycle({ at: at(10) });
  expect(t.news()).toHaveLength(2);
  return t;
}

/** Opens the state in this process: what it goes on with, and how long that takes. */
async function opened(state: string) {
  const began = performance.now();
  const result = await folderStore(state, { clock: systemClock, leaseMs: 60_000 }).open(CLUSTER, RUN, false);
  const ms = performance.now() - began;
  if (result.status === 'busy') throw new Error(result.holder);
  await result.session.release();
  return { ...result.session, ms };
}

it('row 34: cut at every 64th byte, or with any bit turned, the one before counts', async () => {
  const { state } = await lived();
  const before = (await opened(copyOf(state))).ledger;
  const [newest = ''] = generations(state);
  const size = readFileSync(newest).length;
  const cuts = Array.from({ length: Math.ceil(size / 64) }, (_, i) => (bytes: Buffer) => bytes.subarray(0, i * 64));
  const flips = Array.from({ length: 100 }, (_, seed) => (bytes: Buffer) => flipped(bytes, seed));
  expect(cuts.length).toBeGreaterThan(50);
  let harmless = 0;
  for (const change of [...cuts, ...flips]) {
    const copy = copyOf(state);
    const bad = damage(copy, change);
    const { ledger, warning, writable, ms } = await opened(copy);
    expect([writable, ms < START]).toEqual([true, true]);
    if (warning === null) {
      // A bit of what stands around the ledger: of the word "sha256", or the end of the line.
      harmless += 1;
      expect(ledger).toEqual(before);
    } else {
      expect(warning).toMatch(/is damaged .*goes on from the one before/);
      expect(ledger.incidents).toEqual(before.incidents);
      expect(setAside(copy)).toEqual(bad);
    }
  }
  expect(harmless).toBeLessThan(5);
});

it('row 34: of 10,000 open incidents', async () => {
  const { state } = await lived();
  const large: Ledger = { ...ledgerWith(10_000), cluster: CLUSTER };
  const text = Buffer.from(encodeLedger(large));
  damage(state, () => text, 2);
  damage(state, (bytes) => bytes.subarray(0, -64));
  const cpu = process.cpuUsage();
  expect((await opened(state)).ledger.incidents).toHaveLength(10_000);
  const { user, system } = process.cpuUsage(cpu);
  // What others do on this machine meanwhile is not counted.
  expect((user + system) / 1000).toBeLessThan(START);
});

const CUT = [0, 64, 0.25, 0.5, 0.75, -64, -2].map(
  (n) => [`cut at ${n}`, (b: Buffer) => b.subarray(0, Number.isInteger(n) ? n : Math.floor(n * b.length)), 1] as const,
);
const OTHER = [
  ['with a bit turned', (bytes: Buffer) => flipped(bytes, 7), 1],
  ['of another schema', () => Buffer.from('{"schemaVersion":2,"cluster":{"uid":1}}'), 1],
  ['something else', () => Buffer.from('<html>log in</html>'), 2],
  ['gone bad, all three', (bytes: Buffer) => flipped(bytes, 11), 3],
] as const;

it('row 34: through the program: it goes on, sets the bad ones aside, and tells no incident twice', async () => {
  const t = await lived();
  for (const [what, change, count] of [...CUT, ...OTHER]) {
    const state = copyOf(t.state);
    const bad = damage(state, change, count);
    const { code, report } = await t.cycle({ at: at(11), env: { STATE_DIR: state } });
    const news = t.news();
    expect([code, report.warnings[0]], what).toEqual([0, expect.stringMatching(/is damaged .*set aside as /)]);
    expect(setAside(state).map(String).toSorted(), what).toEqual(bad.map(String).toSorted());
    expect(
      news.filter((line) => line.includes('what earlier cycles remembered cannot be used')),
      what,
    ).toHaveLength(1);
    // Only where no generation is left each is told once more.
    const again = ['shop-api is down', 'cart is down'].map((about) => news.filter((l) => l.includes(about)).length);
    expect(again, what).toEqual(count === 3 ? [1, 1] : [0, 0]);
  }
});

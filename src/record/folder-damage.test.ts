// Whatever is in the folder: a cycle starts soon, with the newest state that is whole, and what is not whole is kept for people.
import { mkdir, mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openIncident, waitingEntry } from '../../tests/support/open-state.ts';
import { emptyLedger, type Ledger } from '../domain/ledger.ts';
import { systemClock } from '../platform/clock.ts';
import { folderStore } from './folder-store.ts';
import { encodeLedger } from './ledger-codec.ts';
import type { Session } from './state-store.ts';

const CLUSTER = { uid: 'abc', name: 'home', version: 'v1.34.2' };
const RUN = { runId: 'run', cycleId: 'cycle', at: new Date('2026-01-15T12:00:00Z') };
const OLDER: Ledger = { ...emptyLedger(CLUSTER), blindSlots: [1], incidents: [openIncident('mysql')] };
const NEWEST: Ledger = { ...OLDER, blindSlots: [2], outbox: [waitingEntry()] };
const TEXT = encodeLedger(NEWEST);

let state = '';
let folder = '';
const newest = () => join(folder, 'ledger-000008.json');
beforeEach(async () => {
  state = await mkdtemp(join(tmpdir(), 'k8s-monitor-'));
  folder = join(state, 'clusters', 'abc');
  await mkdir(folder, { recursive: true });
});
afterEach(() => rm(state, { recursive: true, force: true }));

async function start(dry = false): Promise<Session & { readonly ms: number }> {
  const before = performance.now();
  const opened = await folderStore(state, { clock: systemClock, leaseMs: 60_000 }).open(CLUSTER, RUN, dry);
  if (opened.status === 'busy') throw new Error(opened.holder);
  await opened.session.release();
  return { ...opened.session, ms: performance.now() - before };
}

/** The newest generation holds this. */
async function damaged(bytes: string | Buffer): Promise<void> {
  await rm(folder, { recursive: true });
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'ledger-000007.json'), encodeLedger(OLDER));
  await writeFile(newest(), bytes);
}

it('truncated at every 64th byte: the one before counts, and the torn one is kept', async () => {
  for (let length = 0; length < TEXT.length - 1; length += 64) {
    await damaged(TEXT.slice(0, length));
    const session = await start();
    expect([session.ledger.blindSlots, session.writable], `${length} bytes`).toEqual([[1], true]);
    expect(session.warning).toContain('the one before it');
    const aside = (await readdir(folder)).find((name) => name.startsWith('ledger-000008.json.damaged-'));
    expect(await readFile(join(folder, aside ?? ''), 'utf8')).toBe(TEXT.slice(0, length));
    expect((await start()).warning).toBeNull();
  }
}, 60_000);

it('bits that turn: the newest as it was, or the one before', async () => {
  const flips = fc.array(fc.nat(TEXT.length * 8 - 1), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(flips, async (bits) => {
      const bytes = Buffer.from(TEXT);
      for (const bit of bits) bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      await damaged(bytes);
      const { ledger, warning } = await start();
      expect(ledger).toEqual(warning === null ? NEWEST : OLDER);
    }),
    { numRuns: 60 },
  );
}, 60_000);

describe('what is no ledger', () => {
  it.each(['', 'null', '[]', '{"schemaVersion":2}', '{"schemaVersion":0}', '\0\0\0\0', '{"schemaVersion":1'])(
    '%j',
    async (text) => {
      await damaged(text);
      expect((await start()).ledger).toEqual(OLDER);
    },
  );

  it('keeps its number, so that nothing is written over it', async () => {
    await damaged('{');
    const opened = await folderStore(state, { clock: systemClock, leaseMs: 60_000 }).open(CLUSTER, RUN, false);
    if (opened.status === 'busy') throw new Error(opened.holder);
    await opened.session.save(NEWEST);
    await opened.session.release();
    expect((await readdir(folder)).filter((name) => name.startsWith('ledger')).sort()).toEqual([
      'ledger-000007.json',
      expect.stringMatching(/^ledger-000008\.json\.damaged-\w{8}$/),
      'ledger-000009.json',
    ]);
  });

  it('with nothing before it: starts from nothing, and says so', async () => {
    await writeFile(newest(), '{');
    const { ledger, warning } = await start();
    expect([ledger, warning]).toEqual([emptyLedger(CLUSTER), expect.stringContaining('starts from nothing')]);
  });

  it('a dry run changes nothing, and says it too', async () => {
    await damaged('{');
    const before = await readdir(folder);
    expect(await start(true)).toMatchObject({ ledger: OLDER, warning: expect.stringContaining('is damaged') });
    expect(await readdir(folder)).toEqual(before);
  });
});

describe('starts within 2 s', () => {
  async function sparse(name: string, bytes: number): Promise<void> {
    const file = await open(join(folder, name), 'w');
    await file.truncate(bytes);
    await file.close();
  }

  it('with 100 MB of garbage in every file, which is not read', async () => {
    await writeFile(join(folder, 'ledger-000004.json'), encodeLedger(OLDER));
    const garbage = [
      'ledger.json',
      'ledger-000005.json',
      'ledger-000006.json',
      'orders-000001.json',
      'lock-000001.json',
    ];
    for (const name of garbage) await sparse(name, 100 * 1024 * 1024);
    const { ledger, warning, ms } = await start();
    expect(ledger).toEqual(OLDER);
    expect(warning).toContain('ledger-000006.json is damaged (100 MB, and more than 32 MB is never read)');
    expect(ms).toBeLessThan(2_000);
  });

  it('with garbage that is costly to parse', async () => {
    await writeFile(join(folder, 'ledger-000004.json'), encodeLedger(OLDER));
    for (const name of ['ledger-000005.json', 'ledger-000006.json'])
      await writeFile(join(folder, name), '['.repeat(30_000_000));
    const { ledger, ms } = await start();
    expect(ledger).toEqual(OLDER);
    expect(ms).toBeLessThan(2_000);
  });

  it('with folders where files should be', async () => {
    for (const name of ['ledger-000006.json', 'orders-000001.json', 'lock-000001.json', 'ledger.json'])
      await mkdir(join(folder, name));
    const { ledger, warning, ms } = await start();
    expect([ledger, warning]).toEqual([emptyLedger(CLUSTER), expect.stringContaining('not a file')]);
    expect(ms).toBeLessThan(2_000);
  });

  it('with 8,000 open incidents', async () => {
    const incidents = Array.from({ length: 8_000 }, (_, index) =>
      openIncident(`service-${index}`, { id: `INC-20261121-${index}` }),
    );
    await damaged(encodeLedger({ ...NEWEST, incidents }));
    const { ledger, ms } = await start();
    expect(ledger.incidents).toHaveLength(8_000);
    expect(ms).toBeLessThan(2_000);
  });
});

it('more than can be read is never written', async () => {
  const opened = await folderStore(state, { clock: systemClock, leaseMs: 60_000 }).open(CLUSTER, RUN, false);
  if (opened.status === 'busy') throw new Error(opened.holder);
  const huge = openIncident('mysql', { title: 'x'.repeat(33 * 1024 * 1024) });
  await expect(opened.session.save({ ...OLDER, incidents: [huge] })).rejects.toThrow(
    '33 MB; more than 32 MB is never kept',
  );
  await opened.session.release();
});

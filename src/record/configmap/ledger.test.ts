import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  CLUSTER,
  incident,
  ledgerWith,
  NAMES,
  noise,
  runOf,
  type StateApi,
  sessionOf,
  stateApi,
} from '../../../tests/support/configmap-state.ts';
import { sizeOf } from '../../../tests/support/fake-objects.ts';
import { waitingEntry } from '../../../tests/support/open-state.ts';
import { emptyLedger, type Ledger } from '../../domain/ledger.ts';
import { encodeLedger } from '../ledger-codec.ts';
import { pack } from './packed.ts';

const MIB = 2 ** 20;
const [HEAD, ...SHARDS] = NAMES.ledger;
const LONG_AGO = new Date('2026-01-01T00:00:00Z');

let state: StateApi;
beforeEach(async () => {
  state = await stateApi();
});
afterEach(() => state.stop());

/** As the next process reads it, without a lease. */
async function read(): Promise<Ledger> {
  const opened = await state.store().open(CLUSTER, runOf('reader'), true);
  if (opened.status === 'busy') throw new Error('a dry run is never busy');
  expect(opened.session.warning).toBeNull();
  return opened.session.ledger;
}

async function save(...ledgers: readonly Ledger[]): Promise<void> {
  const session = await sessionOf(state.store());
  for (const ledger of ledgers) await session.save(ledger);
  await session.release();
}

const isCut = () => SHARDS.some((name) => Object.keys(state.stored.read(name).binaryData ?? {}).length > 0);
const packedSize = async (ledger: Ledger) => (await pack(encodeLedger(ledger))).length;
const withFence = (ledger: Ledger, fence = 1): Ledger => ({ ...ledger, fence });

describe('a ledger in ConfigMaps', () => {
  it('is empty at first, and a dry run writes nothing, not even the lease', async () => {
    const opened = await state.store().open(CLUSTER, runOf('dry'), true);
    expect(opened).toMatchObject({
      status: 'open',
      session: { ledger: emptyLedger(CLUSTER), writable: true, warning: null, unfinished: null },
    });
    expect(state.api.asked.every(({ method }) => method === 'GET')).toBe(true);
  });

  it('comes back with its trends', async () => {
    const end = { by: 'person' as const, text: 'limit raised' };
    const past = [{ id: 'INC-20261101-003', key: 'service:a', codes: ['oom'], title: 'a', resolvedAt: LONG_AGO, end }];
    const ledger = ledgerWith(1, { recent: { 'service:a': 'oDoDoD' }, past });
    await save(ledger);
    expect(await read()).toEqual(withFence(ledger));
  });

  it('comes back as it was, with its times', async () => {
    const ledger = ledgerWith(3, { outbox: [waitingEntry()], pauses: { 'slack:#a': new Date(Date.now() + 60_000) } });
    await save(ledger);
    expect(await read()).toEqual(withFence(ledger));
    expect(isCut()).toBe(false);
  });

  it('is readable JSON in gzip, one key, with the one before beside it', async () => {
    await save(ledgerWith(1), ledgerWith(2));
    const { data, binaryData = {} } = state.stored.read(HEAD);
    const counts = Object.entries(binaryData).map(([key, text]) => {
      const text64 = gunzipSync(Buffer.from(text, 'base64')).toString();
      return [Number(key.split('-')[1]), (JSON.parse(text64) as Ledger).incidents.length];
    });
    expect(counts.sort()).toEqual([
      [1, 1],
      [2, 2],
    ]);
    expect(JSON.parse(data?.['head'] ?? '')).toMatchObject({
      cluster: { uid: 'c0ffee' },
      fence: 1,
      current: { number: 2 },
    });
  });

  it('holds 10,000 open incidents', { timeout: 60_000 }, async () => {
    const ledger = ledgerWith(10_000);
    const wide = {
      ...ledger,
      incidents: ledger.incidents.map((one, i) => ({ ...one, title: `${one.title} ${noise(64, i)}` })),
    };
    await save(wide);
    expect(isCut()).toBe(true);
    expect(await read()).toEqual(withFence(wide));
    for (const name of NAMES.ledger) expect(sizeOf(state.stored.read(name))).toBeLessThanOrEqual(0.9 * MIB);
    // The next one finds room beside it, and so does the one after that.
    await save(wide, { ...wide, restarts: { a: 1 } });
    expect((await read()).restarts).toEqual({ a: 1 });
  });
});

describe('a ledger that grows', () => {
  const old = (bytes: number) =>
    incident(900_000, { status: 'resolved', resolvedAt: LONG_AGO, title: noise(bytes), key: 'old' });

  it('loses what is over from 70 % on, and nothing that is open or has to be sent', async () => {
    const open = ledgerWith(5, { outbox: [waitingEntry({ text: noise(1000) })] });
    const below = { ...open, incidents: [...open.incidents, old(700_000)] };
    expect(await packedSize(below)).toBeLessThan(0.7 * MIB);
    await save(below);
    expect((await read()).incidents).toHaveLength(6);

    const above = { ...open, incidents: [...open.incidents, old(740_000)] };
    expect(await packedSize(above)).toBeGreaterThan(0.7 * MIB);
    await save(above);
    expect(await read()).toEqual(withFence(open, 2));
  });

  it('is cut in several from 90 % on', async () => {
    const below = ledgerWith(1, { incidents: [incident(1, { title: noise(900_000) })] });
    const size = await packedSize(below);
    expect([size > 0.8 * MIB, size < 0.89 * MIB]).toEqual([true, true]);
    await save(below);
    expect(isCut()).toBe(false);
    const above = ledgerWith(1, { incidents: [incident(1, { title: noise(960_000) })] });
    expect(await packedSize(above)).toBeGreaterThan(0.9 * MIB);
    await save(above);
    expect([isCut(), (await read()).incidents]).toEqual([true, above.incidents]);
    // And whole again when there is room.
    await save(ledgerWith(2));
    expect(await read()).toEqual(withFence(ledgerWith(2), 3));
  });

  it('too large for all of them is an error that says how large, and what was there stays', async () => {
    await save(ledgerWith(2));
    const before = state.stored.read(HEAD);
    const session = await sessionOf(state.store(), 'two');
    const huge = ledgerWith(1, { incidents: [incident(1, { title: noise(1_500_000) })], outbox: [waitingEntry()] });
    await expect(session.save(huge)).rejects.toThrow(
      /the ledger has 1\d{3} KiB packed, and 1350 KiB fit.*nothing was written.*1 open incidents, 1 messages/,
    );
    expect(state.stored.read(HEAD)).toEqual(before);
  });
});

describe('a run that is killed between the pieces and the head', () => {
  const large = (title: string) => ledgerWith(1, { incidents: [incident(1, { title: title + noise(960_000) })] });

  it('leaves the ledger before it, and its pieces make room again', async () => {
    await save(large('first'));
    const killed = await sessionOf(state.store(), 'two');
    state.script(({ method, path }) => (method === 'PUT' && path.endsWith(`/${HEAD}`) ? { status: 500 } : null));
    await expect(killed.save(large('second'))).rejects.toThrow('HTTP 500');
    await killed.release();
    state.script(() => null);
    expect((await read()).incidents[0]?.title).toMatch(/^first/);
    const pieces = () => SHARDS.map((name) => Object.keys(state.stored.read(name).binaryData ?? {}).length);
    expect(pieces()).toEqual([2, 2, 2]);
    await save(large('third'));
    expect((await read()).incidents[0]?.title).toMatch(/^third/);
    expect(pieces()).toEqual([2, 2, 2]);
  });

  it('whose answer was lost has written: its next save goes on from there', async () => {
    const session = await sessionOf(state.store());
    let losses = 9;
    state.script(({ method, path }) => {
      if (method !== 'PUT' || !path.endsWith(`/${HEAD}`) || losses === 0) return null;
      losses -= 1;
      return 'lost';
    });
    await session.save(ledgerWith(2, { outbox: [waitingEntry()] })).catch(() => {});
    losses = 0;
    // It was sent meanwhile: nothing brings it back.
    await session.save(ledgerWith(2));
    expect((await read()).outbox).toEqual([]);
  });
});

import { gzipSync } from 'node:zlib';
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
import { emptyLedger, type Ledger } from '../../domain/ledger.ts';
import { encodeLedger } from '../ledger-codec.ts';
import { seal } from '../sealed.ts';
import type { Session } from '../state-store.ts';
import { sha256 } from './packed.ts';

const [HEAD, SHARD] = [NAMES.ledger[0], NAMES.ledger[1] ?? ''];

let state: StateApi;
beforeEach(async () => {
  state = await stateApi();
});
afterEach(() => state.stop());

async function save(...ledgers: readonly Ledger[]): Promise<void> {
  const session = await sessionOf(state.store());
  for (const ledger of ledgers) await session.save(ledger);
  await session.release();
}

async function opened(cluster = CLUSTER): Promise<Session> {
  const result = await state.store().open(cluster, runOf('reader'), true);
  if (result.status === 'busy') throw new Error('a dry run is never busy');
  return result.session;
}

/** Other bytes in place of the newest ledger. */
function damage(change: (bytes: Buffer) => Buffer, name = HEAD): Buffer {
  let bad: Buffer = Buffer.alloc(0);
  state.stored.change(name, (map) => {
    const keys = Object.keys(map.binaryData ?? {}).filter((key) => key.startsWith('ledger-'));
    const newest = keys.sort().at(-1) ?? '';
    bad = change(Buffer.from(map.binaryData?.[newest] ?? '', 'base64'));
    map.binaryData = { ...map.binaryData, [newest]: bad.toString('base64') };
  });
  return bad;
}

/** A ledger that the head names, with these bytes. */
function place(bytes: Buffer, head: object = {}): void {
  state.stored.change(HEAD, (map) => {
    const current = { number: 7, parts: [{ map: 0, key: 'ledger-7-x-0', sha256: sha256(bytes) }] };
    const cluster = { uid: CLUSTER.uid, name: CLUSTER.name };
    map.data = { head: seal({ schemaVersion: 1, cluster, fence: 3, writer: 'x', current, previous: null, ...head }) };
    map.binaryData = { 'ledger-7-x-0': bytes.toString('base64') };
  });
}

const aside = () => Buffer.from(state.stored.read(HEAD).binaryData?.['damaged'] ?? '', 'base64');

describe('a damaged ledger', () => {
  const flip = (bytes: Buffer) => {
    const copy = Buffer.from(bytes);
    copy[copy.length >> 1] = (copy[copy.length >> 1] ?? 0) ^ 1;
    return copy;
  };

  it.each([
    ['a flipped bit', flip],
    ['cut off', (bytes: Buffer) => bytes.subarray(0, -64)],
    ['empty', () => Buffer.alloc(0)],
    ['something else', () => Buffer.from('hello')],
  ] as const)('(%s) goes on from the one before it, and is set aside with the next write', async (_, change) => {
    await save(ledgerWith(1), ledgerWith(2));
    const bad = damage(change);
    const session = await opened();
    expect([session.ledger.incidents.length, session.writable]).toEqual([1, true]);
    expect(session.warning).toMatch(
      /the ConfigMap k8s-monitor\/state-0 is damaged \(.+\): this cycle goes on with the last one/,
    );
    await save(ledgerWith(3));
    expect(aside()).toEqual(bad);
    const after = await opened();
    expect([after.ledger.incidents.length, after.warning]).toEqual([3, null]);
  });

  it('without one before it starts from nothing', async () => {
    await save(ledgerWith(1));
    const bad = damage(flip);
    const session = await opened();
    expect([session.ledger, session.writable]).toEqual([emptyLedger(CLUSTER), true]);
    expect(session.warning).toContain('this cycle starts from nothing, open incidents may be told once more');
    await save(ledgerWith(2));
    expect([aside(), (await opened()).ledger.incidents.length]).toEqual([bad, 2]);
  });

  it('truncated at every 64th byte is known as such', async () => {
    const bytes = gzipSync(encodeLedger(ledgerWith(20)));
    for (let length = 0; length < bytes.length; length += 64) {
      place(bytes.subarray(0, length));
      expect((await opened()).warning).toContain('is damaged');
    }
  });

  it.each([
    ['not JSON', '{"schemaVersion":2,'],
    ['another schema', '{"schemaVersion":2,"cluster":1}'],
    ['no object', 'null'],
  ])('(%s) that is whole as gzip is damaged all the same', async (_, text) => {
    place(gzipSync(text));
    expect([(await opened()).warning, (await opened()).writable]).toEqual([
      expect.stringContaining('is damaged'),
      true,
    ]);
  });

  it('that unpacks to gigabytes is not unpacked', async () => {
    place(gzipSync(Buffer.alloc(80 * 2 ** 20)));
    expect((await opened()).warning).toContain('unpacks to more than 67108864 bytes');
  });

  it.each([
    ['is missing', (keys: Record<string, string>) => Object.keys(keys).map((key) => delete keys[key])],
    ['was changed', (keys: Record<string, string>) => Object.keys(keys).map((key) => (keys[key] = 'aGVsbG8='))],
  ] as const)('of which a piece %s says which one', async (what, change) => {
    await save(ledgerWith(1), ledgerWith(1, { incidents: [incident(1, { title: noise(960_000) })] }));
    state.stored.change(SHARD, (map) => void change(map.binaryData ?? {}));
    const session = await opened();
    expect(session.warning).toMatch(new RegExp(`ledger-2-[0-9a-f]+-0 of state-1 ${what}`));
    expect(session.ledger.incidents).toEqual(ledgerWith(1).incidents);
  });

  it('whose head is damaged is found by its key', async () => {
    await save(ledgerWith(1), ledgerWith(2));
    for (const text of ['', '{', '{"schemaVersion":1}', 'null']) {
      state.stored.change(HEAD, (map) => {
        map.data = { head: text };
      });
      const session = await opened();
      expect([session.ledger.incidents.length, session.writable]).toEqual([2, true]);
      expect(session.warning).toContain('is damaged (what it says of the ledger is damaged)');
    }
    await save(ledgerWith(3));
    const after = await opened();
    expect([after.ledger.incidents.length, after.warning]).toEqual([3, null]);
  });
});

describe('what must not be written over', () => {
  it.each([
    ['ledger', /\(schema 99, this one knows 3\)/, () => place(gzipSync('{"schemaVersion":99}'))],
    ['head', /\(schema 2, this one knows 1\)/, () => place(Buffer.alloc(0), { schemaVersion: 2 })],
  ] as const)('a %s of a newer version is left alone', async (_, versions, put) => {
    put();
    const before = state.stored.read(HEAD);
    const session = await sessionOf(state.store());
    expect([session.writable, session.ledger]).toEqual([false, emptyLedger(CLUSTER)]);
    expect(session.warning).toMatch(/written by a newer version .*update k8s-monitor/);
    expect(session.warning).toMatch(versions);
    await expect(session.save(ledgerWith(1))).rejects.toThrow('newer version');
    expect(state.stored.read(HEAD)).toEqual(before);
  });

  it('one that a newer version wrote while we were at work is left alone too', async () => {
    const session = await sessionOf(state.store());
    place(gzipSync('{"schemaVersion":99}'), { fence: 1 });
    const before = state.stored.read(HEAD);
    await expect(session.save(ledgerWith(1))).rejects.toThrow('newer version');
    expect(state.stored.read(HEAD)).toEqual(before);
  });

  it('the state of another cluster', async () => {
    await save(ledgerWith(1));
    const session = await sessionOf(state.store(), 'two', { ...CLUSTER, uid: 'other', name: 'work' });
    expect([session.writable, session.ledger.incidents]).toEqual([false, []]);
    expect(session.warning).toContain('holds the state of another cluster (homelab, c0ffee)');
    await expect(session.save(ledgerWith(2))).rejects.toThrow('another cluster');
    await session.release();
    expect((await opened()).ledger.incidents).toHaveLength(1);
  });

  it('a cluster that could not be read goes on with its state, and keeps the uid', async () => {
    await save(ledgerWith(1));
    const session = await opened({ ...CLUSTER, uid: 'unknown' });
    expect([session.ledger.incidents.length, session.ledger.cluster.uid, session.writable]).toEqual([
      1,
      'c0ffee',
      true,
    ]);
  });
});

describe('a ledger of an older version', () => {
  it('is understood', async () => {
    const { fence: _, outbox: _1, threads: _2, pauses: _3, tally: _4, pageSize: _5, ...before } = ledgerWith(1);
    place(gzipSync(JSON.stringify({ ...before, schemaVersion: 1 })));
    const session = await opened();
    expect([session.warning, session.ledger]).toEqual([null, ledgerWith(1)]);
  });
});

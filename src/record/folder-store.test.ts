import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { blind, cluster, cycleIn, ledgerOf, run, storeIn } from '../../tests/support/folder-cycle.ts';
import { openIncident, toldAs, waitingEntry } from '../../tests/support/open-state.ts';
import { report } from '../../tests/support/report.ts';
import type { Transcript } from '../domain/agent.ts';
import type { ClusterInfo } from '../domain/cluster.ts';
import { emptyLedger, type Ledger } from '../domain/ledger.ts';
import { NO_ORDERS, type Orders } from '../domain/orders.ts';
import { systemClock } from '../platform/clock.ts';
import { folderStore } from './folder-store.ts';
import type { Session } from './state-store.ts';

let state = '';
beforeEach(async () => {
  state = await mkdtemp(join(tmpdir(), 'k8s-monitor-'));
});
afterEach(() => rm(state, { recursive: true, force: true }));

const store = () => storeIn(state);
const folder = (uid = 'abc') => join(state, 'clusters', uid);
const path = (name: string) => join(folder(), name);
const names = async (start = 'ledger') => (await readdir(folder())).filter((name) => name.startsWith(start)).sort();

async function put(name: string, text: string): Promise<void> {
  await mkdir(dirname(path(name)), { recursive: true });
  await writeFile(path(name), text);
}
const cycle = <T>(work: (session: Session) => Promise<T>, of: ClusterInfo = cluster, dry = false) =>
  cycleIn(state, work, of, dry);
const save = (next: Ledger, of: ClusterInfo = next.cluster) => cycle((session) => session.save(next), of);
const load = (of: ClusterInfo = cluster) => cycle(async (session) => session, of);
const days = async (of: ClusterInfo = cluster) => (await load(of)).ledger.blindSlots;

describe('a ledger in a folder', () => {
  it('is empty at first, and a dry run writes nothing', async () => {
    const session = await cycle(async (one) => one, cluster, true);
    expect(session).toMatchObject({ ledger: emptyLedger(cluster), orders: NO_ORDERS, writable: true, warning: null });
    expect(await readdir(state)).toEqual([]);
  });

  it('comes back as it was, in another process, with the fence it was written under', async () => {
    const incidents = [openIncident('mysql', { told: toldAs('SEV-1') })];
    const told = { incidents, outbox: [waitingEntry()], pauses: { x: run.at }, recent: { a: 'DoD' } };
    const full: Ledger = { ...ledgerOf(), ...told };
    await save(full);
    expect((await load()).ledger).toEqual({ ...full, fence: 1 });
  });

  it('keeps three generations', async () => {
    for (const day of [1, 2, 3, 4, 5]) await save(ledgerOf(cluster, day));
    expect(await names()).toEqual(['ledger-000003.json', 'ledger-000004.json', 'ledger-000005.json']);
    expect(await days()).toEqual([5]);
  });

  it('keeps clusters apart, and stays inside its folder', async () => {
    await save(ledgerOf());
    expect((await load({ ...cluster, uid: 'other' })).ledger.lastCycle).toBeNull();
    await save(ledgerOf({ ...cluster, uid: '../..' }));
    expect(await readdir(state)).toEqual(['clusters']);
    expect((await readdir(join(state, 'clusters'))).sort()).toEqual(['__..', 'abc', 'other']);
  });

  it('is one run at a time', async () => {
    await cycle(async () => {
      expect(await store().open(cluster, run, false)).toEqual({
        status: 'busy',
        holder: 'run run since 12:00:00 UTC',
        runId: 'run',
      });
      // A dry run disturbs nobody.
      expect((await store().open(cluster, run, true)).status).toBe('open');
    });
  });

  it('writes saves in the order they were asked for', async () => {
    await cycle(async ({ save: write }) => {
      await Promise.all([1, 2, 3, 4].map((day) => write(ledgerOf(cluster, day))));
    });
    expect([await days(), (await names()).at(-1)]).toEqual([[4], 'ledger-000004.json']);
  });
});

describe('a ledger of the first version', () => {
  const told = { severity: 'SEV-1', worst: 'SEV-1', services: [], channel: '#c', firstAt: run.at, lastAt: run.at };
  const { fence, outbox, threads, pauses, tally, pageSize, ...rest } = ledgerOf();
  const text = JSON.stringify({
    ...rest,
    schemaVersion: 1,
    incidents: [openIncident('mysql', { told: { ...told, to: undefined } as never })],
  }); // prettier-ignore

  it('goes on, and is kept', async () => {
    await put('ledger.json', text);
    const session = await load();
    expect([session.warning, session.ledger.incidents[0]?.told?.to]).toEqual([null, ['slack:#c']]);
    await save({ ...session.ledger, blindSlots: [16] });
    expect(await days()).toEqual([16]);
    expect(await readFile(path('ledger.json'), 'utf8')).toBe(text);
  });

  it('is the one before the first generation, and old when three have been written', async () => {
    await put('ledger.json', text);
    await put('ledger-000001.json', 'damaged');
    expect(await days()).toEqual([15]);
    for (const name of ['ledger-000002.json', 'ledger-000003.json', 'ledger-000004.json']) await put(name, 'damaged');
    expect(await days()).toEqual([]);
  });
});

describe('two who write', () => {
  it('lose nothing of each other', async () => {
    await cycle(async ({ save: write }) => {
      await write({ ...ledgerOf(), outbox: [waitingEntry({ id: 'both' })] });
      // Somebody who had the lease before, and has not noticed yet.
      const ghost = { ...ledgerOf(), incidents: [openIncident('mysql')], outbox: [waitingEntry({ id: 'ghost' })] };
      await put('ledger-000002.json', JSON.stringify(ghost));
      await write({ ...ledgerOf(), outbox: [waitingEntry({ id: 'mine' })] });
      await write({ ...ledgerOf(cluster, 16), outbox: [] });
    });
    const { ledger: left } = await load();
    expect([left.incidents.length, left.outbox.map(({ id }) => id), left.blindSlots]).toEqual([1, ['ghost'], [16]]);
  });

  it('the one with the older lease may not', async () => {
    await cycle(async ({ save: write }) => {
      await put('ledger-000001.json', JSON.stringify({ ...ledgerOf(), fence: 2 }));
      await expect(write(ledgerOf(cluster, 1))).rejects.toMatchObject({ name: 'LostLease' });
    });
    expect(await days()).toEqual([15]);
  });

  it('the older program never writes over what the newer one wrote', async () => {
    await cycle(async ({ save: write }) => {
      await put('ledger-000001.json', '{"schemaVersion":99}');
      await expect(write(ledgerOf())).rejects.toThrow('newer version');
    });
    expect(await readFile(path('ledger-000001.json'), 'utf8')).toBe('{"schemaVersion":99}');
  });
});

describe('a newer version', () => {
  it.each(['ledger-000007.json', 'ledger.json'])(
    'in %s is left alone, and nothing is written beside it',
    async (name) => {
      await put(name, '{"schemaVersion":99,"something":"else"}');
      const before = await readdir(folder());
      const session = await load();
      await session.save(ledgerOf());
      expect([session.writable, session.warning]).toEqual([false, expect.stringContaining('newer version (schema 99')]);
      expect(await readdir(folder())).toEqual(before);
    },
  );

  it('counts although a generation after it is damaged', async () => {
    await put('ledger-000006.json', '{"schemaVersion":99}');
    await put('ledger-000007.json', '');
    expect((await load()).writable).toBe(false);
    expect(await names()).toEqual(['ledger-000006.json', 'ledger-000007.json']);
  });
});

it.each([cluster, blind])('a file in place of the folder is a fault, not an empty state: %j', async (of) => {
  const file = join(state, 'file');
  await writeFile(file, '');
  await expect(folderStore(file, { clock: systemClock, leaseMs: 1000 }).open(of, run, false)).rejects.toThrow(
    'ENOTDIR',
  );
});

it('what can be read and not written is remembered, and the save says why it failed', async () => {
  await save(ledgerOf());
  const link = () => Promise.reject(Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' }));
  const opened = await folderStore(state, { clock: systemClock, leaseMs: 1000, link }).open(cluster, run, false);
  if (opened.status === 'busy') throw new Error(opened.holder);
  const { session } = opened;
  expect([session.ledger.blindSlots, session.writable, await session.held()]).toEqual([[15], true, true]);
  await expect(session.save(ledgerOf())).rejects.toMatchObject({ code: 'ENOSPC' });
});

describe('a cluster that could not be read', () => {
  it('goes on with its last ledger, found by its name, under its lease, and keeps the uid', async () => {
    await save(ledgerOf({ ...cluster, uid: 'old' }, 14));
    await save(ledgerOf(cluster, 15));
    await save(ledgerOf({ ...cluster, uid: 'else', name: 'work' }, 16));
    await writeFile(join(state, 'clusters', 'notes.txt'), '');
    await cycle(async ({ ledger: found, save: write }) => {
      expect([found.blindSlots, found.cluster]).toEqual([[15], cluster]);
      expect((await store().open(cluster, run, false)).status).toBe('busy');
      await write({ ...found, blindSlots: [15, 17] });
    }, blind);
    expect(await days()).toEqual([15, 17]);
  });

  it('never seen before, it has a place of its own, from which the cluster goes on once it can be read', async () => {
    expect((await load(blind)).ledger).toEqual(emptyLedger(blind));
    await save({ ...ledgerOf(blind, 15), outbox: [waitingEntry()] }, blind);
    expect(await days(blind)).toEqual([15]);
    await cycle(async ({ ledger: adopted, save: write }) => {
      expect([adopted.blindSlots, adopted.outbox.length, adopted.cluster]).toEqual([[15], 1, cluster]);
      await write(adopted);
    });
    expect(await days({ ...cluster, uid: 'xyz', name: 'work' })).toEqual([]);
    // One cluster, not two.
    expect((await store().look()).states.map(({ ledger: { cluster: of } }) => of)).toEqual([cluster]);
  });

  it('once it was read, what was kept without a uid is old', async () => {
    await save(ledgerOf(blind, 14), blind);
    await save(ledgerOf(cluster, 15));
    expect([await days(blind), await days()]).toEqual([[15], [15]]);
  });
});

describe('orders', () => {
  const note =
    (text: string) =>
    (orders: Orders): Orders => ({
      ...orders,
      notes: [...orders.notes, { incidentId: 'INC-1', text, by: 'me', at: run.at }],
    });
  const notes = async () => (await load()).orders.notes.map(({ text }) => text).sort();

  it('of several at the same time are all kept, while a cycle runs', async () => {
    await cycle(async () => {
      await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map((text) => store().order('abc', note(text))));
    });
    expect(await notes()).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
    expect(await names('orders')).toEqual(['orders-000004.json', 'orders-000005.json', 'orders-000006.json']);
  });

  it('that are damaged are set aside and said, and those before them count', async () => {
    await store().order('abc', note('a'));
    await store().order('abc', note('b'));
    await put('orders-000002.json', '{"schemaVersion":1,');
    const session = await load();
    expect(session.orders.notes.map(({ text }) => text)).toEqual(['a']);
    expect(session.warning).toMatch(
      /orders-000002\.json is damaged \(not JSON.*the orders before it count.*set aside as/,
    );
    expect((await load()).warning).toBeNull();
    await put('orders-000001.json', '');
    expect((await load()).warning).toContain('no silence, ack or note counts any more');
    await store().order('abc', note('c'));
    expect(await notes()).toEqual(['c']);
  });

  it('of a newer program are not written over', async () => {
    await put('orders-000001.json', '{"schemaVersion":2}');
    await expect(store().order('abc', note('a'))).rejects.toThrow('newer version');
    expect((await load()).warning).toContain('orders-000001.json was written by a newer version');
  });
});

it('looks at all clusters, and says what it could not read', async () => {
  expect(await store().look()).toEqual({ states: [], damaged: [] });
  await save(ledgerOf());
  await save(ledgerOf({ ...cluster, uid: 'two', name: 'work' }));
  await writeFile(join(folder('two'), 'ledger-000002.json'), '');
  await mkdir(folder('three'));
  await writeFile(join(folder('three'), 'ledger-000001.json'), '{"schemaVersion":99}');
  const { states, damaged } = await store().look();
  expect(states.map(({ ledger: of }) => of.cluster.name).sort()).toEqual(['home', 'work']);
  expect([...damaged].sort()).toEqual([
    `${join(folder('three'), 'ledger-000001.json')} was written by a newer version: update k8s-monitor`,
    `${join(folder('two'), 'ledger-000002.json')} is damaged: empty`,
  ]);
});

it('keeps records with what the agents said', async () => {
  const said: Transcript[] = [
    { agent: 'k8s-analyzer', incidentId: 'INC-1', steps: [{ role: 'assistant', text: 'because' }] },
  ];
  await store().writeRecord(report(), said);
  const { id } = report().cycle;
  expect((await store().listRecords(5)).cycles.map(({ cycle: of }) => of.id)).toEqual([id]);
  expect([await store().readRecord('latest'), await store().readTranscripts(id)]).toEqual([
    { report: report() },
    { transcripts: said },
  ]); // prettier-ignore
});

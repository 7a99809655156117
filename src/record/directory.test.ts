import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emptyLedger, type Ledger } from '../domain/ledger.ts';
import { directoryStore } from './directory.ts';

let state = '';
beforeEach(async () => {
  state = await mkdtemp(join(tmpdir(), 'k8s-monitor-'));
});
afterEach(() => rm(state, { recursive: true, force: true }));

const cluster = { uid: 'abc', name: 'home', version: 'v1.34.2' };
const blind = { uid: 'unknown', name: 'home', version: null };
const store = () => directoryStore(state);
const path = (uid = 'abc') => join(state, 'clusters', uid, 'ledger.json');

function ledger(of: Ledger['cluster'] = cluster, day = 15): Ledger {
  const at = new Date(Date.UTC(2026, 0, day));
  return { ...emptyLedger(of), lastCycle: { id: `c${day}`, at }, blindSlots: [day] };
}

async function put(text: string): Promise<void> {
  await mkdir(dirname(path()), { recursive: true });
  await writeFile(path(), text);
}

describe('a ledger in a folder', () => {
  it('is empty at first, and loading writes nothing', async () => {
    expect(await store().load(cluster)).toEqual({ ledger: emptyLedger(cluster), writable: true, warning: null });
    expect(await readdir(state)).toEqual([]);
  });

  it('comes back as it was, in another process, with its times', async () => {
    const time = new Date('2026-01-15T12:00:00Z');
    const full: Ledger = {
      ...ledger(),
      restarts: { 'uid/app': 7 },
      seen: { api: [{ kind: 'Pod', namespace: null, name: 'a' }] },
      recent: { 'service:api': [true, false] },
      incidents: [
        {
          id: 'INC-20260115-001',
          key: 'service:api',
          status: 'open',
          service: 'api',
          tier: 'P0',
          state: 'down',
          title: 't',
          rationale: 'r',
          severity: 'SEV-1',
          band: ['SEV-1', 'SEV-1'],
          rules: ['P0-DOWN'],
          affected: ['web'],
          members: [
            {
              key: 'service:api',
              service: 'api',
              onset: time,
              lastSeenAt: time,
              downSince: null,
              places: [{ kind: 'Pod', namespace: 'api' }],
            },
          ],
          onset: time,
          firstSeenAt: time,
          lastSeenAt: time,
          resolvedAt: null,
          waiting: true,
          resolvedUntold: false,
          choice: null,
          culprit: null,
          changesUnread: false,
          told: { severity: 'SEV-2', worst: 'SEV-1', services: ['api'], channel: '#c', firstAt: time, lastAt: time },
        },
      ],
    };
    await store().save(full);
    expect((await store().load(cluster)).ledger).toEqual(full);
  });

  it('keeps clusters apart, and stays inside its folder', async () => {
    await store().save(ledger());
    expect((await store().load({ ...cluster, uid: 'other', name: 'home' })).ledger.lastCycle).toBeNull();
    await store().save(ledger({ ...cluster, uid: '../..' }));
    expect(await readdir(state)).toEqual(['clusters']);
    expect((await readdir(join(state, 'clusters'))).sort()).toEqual(['__..', 'abc'].sort());
  });
});

describe('a damaged ledger', () => {
  it.each(['', '{"schemaVersion":1', 'null', '{"schemaVersion":1}', '[]'])(
    '%j is set aside before it is written over',
    async (text) => {
      await put(text);
      const one = store();
      const loaded = await one.load(cluster);
      expect([loaded.writable, loaded.ledger, loaded.warning]).toEqual([
        true,
        emptyLedger(cluster),
        expect.stringContaining('damaged'),
      ]);
      // A dry run loads and never saves: nothing has moved.
      expect(await readFile(path(), 'utf8')).toBe(text);
      await one.save(ledger());
      const names = await readdir(dirname(path()));
      const aside = names.find((n) => n.startsWith('ledger.json.damaged-'));
      expect(await readFile(join(dirname(path()), aside ?? ''), 'utf8')).toBe(text);
      expect((await store().load(cluster)).ledger).toEqual(ledger());
    },
  );

  it('a second one does not take the place of the first', async () => {
    for (const text of ['one', 'two']) {
      await put(text);
      const some = store();
      await some.load(cluster);
      await some.save(ledger());
    }
    const names = await readdir(dirname(path()));
    expect(names.filter((n) => n.includes('damaged'))).toHaveLength(2);
  });

  it('by a newer version is left alone', async () => {
    const text = '{"schemaVersion":2,"something":"else"}';
    await put(text);
    const loaded = await store().load(cluster);
    expect([loaded.writable, loaded.warning]).toEqual([false, expect.stringContaining('newer version')]);
    expect(await readFile(path(), 'utf8')).toBe(text);
  });
});

it.each([cluster, blind])('a file in place of the folder is a fault, not an empty state: %j', async (of) => {
  await writeFile(join(state, 'file'), '');
  await expect(directoryStore(join(state, 'file')).load(of)).rejects.toThrow('ENOTDIR');
});

it('what else lies beside the ledgers is no fault', async () => {
  await store().save(ledger());
  await writeFile(join(state, 'clusters', 'notes.txt'), '');
  expect((await store().load(blind)).ledger.cluster).toEqual(cluster);
});

describe('a cluster that could not be read', () => {
  it('goes on with its last ledger, found by its name, and keeps the uid', async () => {
    await store().save(ledger({ ...cluster, uid: 'old' }, 14));
    await store().save(ledger(cluster, 15));
    await store().save(ledger({ ...cluster, uid: 'else', name: 'work' }, 16));
    const { ledger: found } = await store().load(blind);
    expect([found.blindSlots, found.cluster]).toEqual([[15], cluster]);
  });

  it('never seen before, it has a place of its own, from which the cluster goes on once it can be read', async () => {
    const first = await store().load(blind);
    expect(first.ledger).toEqual(emptyLedger(blind));
    await store().save(ledger(blind, 15));
    expect((await store().load(blind)).ledger.blindSlots).toEqual([15]);
    const { ledger: adopted } = await store().load(cluster);
    expect([adopted.blindSlots, adopted.cluster]).toEqual([[15], cluster]);
    expect((await store().load({ ...cluster, name: 'work' })).ledger.blindSlots).toEqual([]);
  });

  it('once it was read, what was kept without a uid is old', async () => {
    await store().save(ledger(blind, 14));
    await store().save(ledger(cluster, 15));
    expect((await store().load(blind)).ledger.blindSlots).toEqual([15]);
    expect((await store().load(cluster)).ledger.blindSlots).toEqual([15]);
  });
});

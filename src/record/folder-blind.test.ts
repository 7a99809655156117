// What is kept of a cluster that never told its uid: of that cluster alone, and taken over once.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { blind, cluster, cycleIn, ledgerOf } from '../../tests/support/folder-cycle.ts';
import type { ClusterInfo } from '../domain/cluster.ts';
import { emptyLedger, type Ledger } from '../domain/ledger.ts';
import type { Session } from './state-store.ts';

let state = '';
beforeEach(async () => {
  state = await mkdtemp(join(tmpdir(), 'k8s-monitor-'));
});
afterEach(() => rm(state, { recursive: true, force: true }));

const cycle = <T>(work: (session: Session) => Promise<T>, of: ClusterInfo = cluster) => cycleIn(state, work, of);
const save = (next: Ledger, of: ClusterInfo = next.cluster) => cycle((session) => session.save(next), of);
const load = (of: ClusterInfo = cluster) => cycle(async (session) => session, of);
const days = async (of: ClusterInfo = cluster) => (await load(of)).ledger.blindSlots;

describe('a cluster without a uid', () => {
  it('is not taken for another one of its name, where both servers are known', async () => {
    const [one, two] = [
      { ...blind, server: 'a' },
      { ...blind, server: 'b' },
    ];
    await save(ledgerOf(one, 15), one);
    expect([await days(two), await days({ ...cluster, server: 'b' }), await days(one)]).toEqual([[], [], [15]]);
    await save(ledgerOf(two, 14), two);
    expect([await days(two), await days(one)]).toEqual([[14], [15]]);
    expect(await days({ ...cluster, server: 'a' })).toEqual([15]);
    await save(ledgerOf({ ...cluster, uid: 'its', server: 'a' }, 16));
    expect([await days(one), await days(two), await days(blind)]).toEqual([[16], [14], [16]]);
  });

  it('is the only one of its name that was ever read, also where its address is another one now', async () => {
    await save(ledgerOf({ ...cluster, server: 'a' }, 15));
    const moved = { ...blind, server: 'b' };
    expect(await days(moved)).toEqual([15]);
    // A silent address is not remembered as its own.
    await save({ ...(await load(moved)).ledger, blindSlots: [15, 16] }, moved);
    expect((await load({ ...blind, server: 'a' })).ledger.cluster).toMatchObject({ uid: 'abc', server: 'a' });
    await save(ledgerOf({ ...cluster, uid: 'second', server: 'c' }, 17));
    expect([await days(moved), await days({ ...blind, server: 'a' })]).toEqual([[], [15, 16]]);
  });

  it('is begun from once: neither a damaged state nor a removed one brings it back', async () => {
    await save(ledgerOf(blind, 15), blind);
    await cycle(({ ledger: adopted, save: write }) => write(adopted));
    await rm(join(state, 'clusters', cluster.uid), { recursive: true });
    expect((await load()).ledger).toEqual(emptyLedger(cluster));

    await save(ledgerOf(blind, 15), blind);
    await mkdir(join(state, 'clusters', cluster.uid), { recursive: true });
    await writeFile(join(state, 'clusters', cluster.uid, 'ledger-000004.json'), 'torn');
    expect((await load()).ledger).toEqual(emptyLedger(cluster));
    expect((await load()).ledger).toEqual(emptyLedger(cluster));
  });
});

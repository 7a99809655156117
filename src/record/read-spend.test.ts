import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emptyLedger } from '../domain/ledger.ts';
import { directoryStore } from './directory.ts';
import { readSpend } from './read-spend.ts';

let state = '';
beforeEach(async () => {
  state = await mkdtemp(join(tmpdir(), 'k8s-monitor-'));
});
afterEach(() => rm(state, { recursive: true, force: true }));

const spend = { '2026-11-21': { inputTokens: 10, outputTokens: 1, usd: 0.5 } };

async function put(uid: string, text: string): Promise<string> {
  const path = join(state, 'clusters', uid, 'ledger.json');
  await mkdir(join(state, 'clusters', uid), { recursive: true });
  await writeFile(path, text);
  return path;
}

describe('the spend of all clusters', () => {
  it('is read from the ledgers as they are kept', async () => {
    const store = directoryStore(state);
    for (const uid of ['b', 'a']) {
      await store.save({ ...emptyLedger({ uid, name: `name of ${uid}`, version: null }), spend });
    }
    expect(await readSpend(state)).toEqual({
      clusters: [
        { uid: 'a', name: 'name of a', spend },
        { uid: 'b', name: 'name of b', spend },
      ],
      problems: [],
    });
  });

  it('is none before the first cycle', async () => {
    expect(await readSpend(join(state, 'elsewhere'))).toEqual({ clusters: [], problems: [] });
  });

  it('of a damaged ledger is missing, and said to be', async () => {
    const cut = await put('a', '{"schemaVersion": 1, "clus');
    const wrong = await put('b', JSON.stringify({ ...emptyLedger({ uid: 'b', name: 'b', version: null }), spend: 5 }));
    await put('c', JSON.stringify({ ...emptyLedger({ uid: 'c', name: 'c', version: null }), spend }));
    await mkdir(join(state, 'clusters', 'd'));
    await writeFile(join(state, 'clusters', 'e'), 'a file');
    const { clusters, problems } = await readSpend(state);
    expect(clusters.map(({ uid }) => uid)).toEqual(['c']);
    expect(problems).toEqual([cut, wrong].map((path) => `${path} is damaged; its cost is not in the sums`));
  });

  it('of a newer ledger counts as long as it looks the same, and of an older one is nothing', async () => {
    const cluster = { uid: 'a', name: 'a', version: null };
    await put('a', JSON.stringify({ schemaVersion: 9, cluster, spend, incidents: 'another shape' }));
    await put('b', JSON.stringify({ schemaVersion: 1, cluster: { ...cluster, uid: 'b' } }));
    const { clusters } = await readSpend(state);
    expect(clusters.map((one) => one.spend)).toEqual([spend, {}]);
  });
});

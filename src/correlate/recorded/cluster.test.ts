import { expect, it } from 'vitest';
import { incidence } from '../../../tests/support/incidence.ts';
import type { ClusterChanges, ClusterHistory } from '../cluster-history.ts';
import { RecordedCluster, recordingHistory, replayedHistory } from './cluster.ts';

const ONSET = new Date('2026-03-10T14:12:00Z');
const { signal } = new AbortController();
const said: ClusterChanges = {
  changes: [
    {
      kind: 'rollout',
      object: { kind: 'Deployment', namespace: 'web', name: 'web' },
      at: new Date('2026-03-10T14:02:00Z'),
      text: 'revision 2: image a:1 → a:2',
      fields: [],
      commit: null,
      undo: 'kubectl -n web rollout undo deployment/web --to-revision=1',
    },
  ],
  lastRollout: new Date('2026-03-10T14:02:00Z'),
  mutableImages: ['a:latest'],
  limits: ['ConfigMaps could not be read'],
};
const tells = (changes: ClusterChanges): ClusterHistory => ({ syncs: async () => [], changesOf: async () => changes });
const nothing = tells({ changes: [], lastRollout: null, mutableImages: [], limits: [] });

async function kept(): Promise<readonly unknown[]> {
  const entries: RecordedCluster[] = [];
  await recordingHistory(tells(said), entries).changesOf(incidence(ONSET, null), signal);
  return JSON.parse(JSON.stringify(entries));
}

it('comes back as it was said, for the same workload and symptom only', async () => {
  const recorded = (await kept()).map((entry) => RecordedCluster.parse(entry));
  const replayed = replayedHistory(recorded, nothing);
  expect(await replayed.changesOf(incidence(ONSET, null), signal)).toMatchObject(said);
  const other = incidence(new Date('2026-03-10T15:00:00Z'), null);
  expect((await replayed.changesOf(other, signal)).changes).toEqual([]);
});

it('takes no command from a file but the one that code builds', async () => {
  const text = JSON.stringify(await kept());
  for (const undo of ['kubectl -n web delete deployment/web', 'kubectl -n web rollout undo deployment/web; rm -rf /']) {
    const edited = text.replace(/kubectl[^"]+/, undo);
    const [entry] = JSON.parse(edited).map((one: unknown) => RecordedCluster.parse(one));
    expect(entry.changes[0].undo).toBeNull();
  }
});

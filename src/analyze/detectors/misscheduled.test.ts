import { expect, test } from 'vitest';
import { pod } from '../../../tests/support/pod.ts';
import { proven } from '../../../tests/support/proven.ts';
import { ago, NOW } from '../../../tests/support/view.ts';
import { daemonSet, ownedBy } from '../../../tests/support/workload.ts';
import { misscheduled } from './misscheduled.ts';

const GPU = { key: 'dedicated', value: 'gpu', effect: 'NoSchedule' };
const set = (parts: { metadata?: object; status?: object } = {}) =>
  daemonSet(2, 2, { ...parts, status: { numberMisscheduled: 1, ...parts.status } });
const node = (name: string, spec: object = {}, metadata: object = {}) => ({
  kind: 'Node',
  metadata: { name, creationTimestamp: ago('90d'), ...metadata },
  spec,
});
const on = (name: string) =>
  pod({ name: `api-${name}`, notReady: null, metadata: ownedBy('DaemonSet'), spec: { nodeName: name } });

test('pods of a DaemonSet on nodes whose taint it does not tolerate', () => {
  const tainted = [node('gpu-1', { taints: [GPU] }), node('gpu-2', { taints: [GPU] }), node('plain')];
  const [found, ...more] = proven(misscheduled, [set(), ...tainted, on('gpu-1'), on('gpu-2'), on('plain')]);
  expect(more).toEqual([]);
  expect(found?.message).toBe(
    'runs on nodes gpu-1 and gpu-2 where it should not: it does not tolerate taint dedicated=gpu',
  );
  expect(found).toMatchObject({ since: NOW, subject: { kind: 'DaemonSet', name: 'api' } });
});

test('a taint that says since when dates it', () => {
  const taints = [{ ...GPU, effect: 'NoExecute', timeAdded: ago('2h') }];
  expect(proven(misscheduled, [set(), node('gpu-1', { taints }), on('gpu-1')])[0]?.since).toEqual(new Date(ago('2h')));
});

test('a label that its node selector wants', () => {
  const picky = {
    ...set(),
    spec: { template: { spec: { nodeSelector: { disk: 'ssd' }, containers: [] } } },
  };
  expect(proven(misscheduled, [picky, node('a'), on('a')])[0]?.message).toBe(
    'runs on node a where it should not: its node selector wants label disk=ssd',
  );
  expect(proven(misscheduled, [picky, node('a', {}, { labels: { disk: 'ssd' } }), on('a')])).toEqual([]);
});

const tainted = node('a', { taints: [GPU] });
const tolerant = {
  ...set(),
  spec: { template: { spec: { tolerations: [{ key: 'dedicated', operator: 'Exists' }], containers: [] } } },
};
test.each([
  ['has none of them', [set({ status: { numberMisscheduled: 0 } }), tainted, on('a')]],
  ['tolerates the taint', [tolerant, tainted, on('a')]],
  ['would only rather not be there', [set(), node('a', { taints: [{ ...GPU, effect: 'PreferNoSchedule' }] }), on('a')]],
  ['runs on a node that is drained', [set(), node('a', { unschedulable: true, taints: [GPU] }), on('a')]],
  [
    'runs on a node that is scaled away',
    [set(), node('a', { taints: [GPU, { key: 'ToBeDeletedByClusterAutoscaler', effect: 'NoSchedule' }] }), on('a')],
  ],
  [
    'runs on a node that has just joined',
    [set(), node('a', { taints: [GPU] }, { creationTimestamp: ago('5m') }), on('a')],
  ],
  ['is young', [set({ metadata: { creationTimestamp: ago('5m') } }), tainted, on('a')]],
  ['was changed just now', [set({ metadata: { generation: 3 }, status: { observedGeneration: 2 } }), tainted, on('a')]],
  ['has pods nobody can name', [set(), tainted]],
])('a DaemonSet that %s is fine', (_, objects) => {
  expect(proven(misscheduled, objects)).toEqual([]);
});

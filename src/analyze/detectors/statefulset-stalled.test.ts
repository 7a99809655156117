import { expect, test } from 'vitest';
import { type PodParts, pod, waiting } from '../../../tests/support/pod.ts';
import { proven } from '../../../tests/support/proven.ts';
import { service } from '../../../tests/support/service.ts';
import { ago } from '../../../tests/support/view.ts';
import { ownedBy, workload } from '../../../tests/support/workload.ts';
import { MINUTE } from '../../domain/duration.ts';
import { statefulSetStalled } from './statefulset-stalled.ts';

function member(ordinal: number, notReady: string | null, parts: PodParts & { revision?: string; meta?: object } = {}) {
  const { revision = 'api-1a', meta, ...more } = parts;
  const labels = { 'controller-revision-hash': revision };
  return pod({
    name: `api-${ordinal}`,
    notReady,
    metadata: ownedBy('StatefulSet', { labels, ...meta }),
    api: notReady === null ? {} : { state: waiting('CrashLoopBackOff') },
    ...more,
  });
}

const ONE = { currentRevision: 'api-1a', updateRevision: 'api-1a' };
const TWO = { currentRevision: 'api-1a', updateRevision: 'api-2b' };
const set = (parts: Parameters<typeof workload>[1] = {}) =>
  workload('StatefulSet', { wanted: 3, ready: 0, ...parts, status: { replicas: 1, ...ONE, ...parts.status } });
const told = (...objects: readonly object[]) => proven(statefulSetStalled, objects).map((f) => f.message);

test('a first pod that does not get ready keeps the next ones from being made', () => {
  const [found, ...more] = proven(statefulSetStalled, [set(), member(0, '12m')]);
  expect(more).toEqual([]);
  expect(found?.message).toBe(
    'waits for its pod api-0: it has not been ready for 12 min, and 2 more pods are not made before it is',
  );
  expect(found).toMatchObject({
    reason: 'OrderedReady',
    since: new Date(ago('12m')),
    subject: { kind: 'StatefulSet', name: 'api' },
  });
});

test('of several the lowest is what it waits for; the numbers may start later', () => {
  expect(told(set({ wanted: 4 }), member(2, '20m'), member(1, '9m'), member(0, null))).toEqual([
    'waits for its pod api-1: it has not been ready for 9 min, and 1 more pod is not made before it is',
  ]);
  expect(told(set({ wanted: 2, spec: { ordinals: { start: 5 } } }), member(5, '9m'))).toEqual([
    'waits for its pod api-5: it has not been ready for 9 min, and 1 more pod is not made before it is',
  ]);
});

test('a mended template does not reach the pod that the broken one made', () => {
  const [found] = proven(statefulSetStalled, [
    set({ status: { ...TWO, replicas: 3 } }),
    member(0, null),
    member(1, null),
    member(2, '30m', { revision: 'api-bad' }),
  ]);
  expect(found?.message).toBe(
    'waits for its pod api-2: it has not been ready for 30 min; it is of revision api-bad, and the new template ' +
      'reaches no pod before it gets ready or is deleted',
  );
  expect(found?.reason).toBe('ForcedRollback');
});

const all = (...last: readonly object[]) => [member(0, null), member(1, null), ...last];
test.each([
  ['whose pods are all made', [set({ status: { replicas: 3 } }), ...all(member(2, '30m'))]],
  ['that makes its pods all at once', [set({ spec: { podManagementPolicy: 'Parallel' } }), member(0, '30m')]],
  ['whose pod fell over a moment ago', [set(), member(0, '4m')]],
  ['whose new pod fails: the rollout tells it', [set({ status: TWO }), member(0, '30m', { revision: 'api-2b' })]],
  [
    'that is updated by hand',
    [
      set({ spec: { updateStrategy: { type: 'OnDelete' } }, status: { ...TWO, replicas: 3 } }),
      ...all(member(2, '30m')),
    ],
  ],
  [
    'whose old pod is below the partition',
    [
      set({ spec: { updateStrategy: { rollingUpdate: { partition: 3 } } }, status: { ...TWO, replicas: 3 } }),
      ...all(member(2, '30m')),
    ],
  ],
  ['that is scaled down', [set({ wanted: 2, status: { ...TWO, replicas: 3 } }), ...all(member(2, '30m'))]],
  ['whose pod is being replaced', [set(), member(0, '30m', { meta: { deletionTimestamp: ago('5s') } })]],
  [
    'whose pod waits behind a gate',
    [
      set(),
      member(0, '30m', {
        spec: { nodeName: undefined, schedulingGates: [{ name: 'x' }] },
        status: { conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: ago('30m') }] },
      }),
    ],
  ],
  ['that is being deleted', [set({ metadata: { deletionTimestamp: ago('5s') } }), member(0, '30m')]],
  ['that was made just now', [set({ metadata: { creationTimestamp: ago('30s') } }), member(0, '30m')]],
  ['whose pods nobody sees', [set()]],
])('a set %s is fine', (_, objects) => {
  expect(proven(statefulSetStalled, objects)).toEqual([]);
});

test('a known slow start is waited for, and pods that were not read say nothing', () => {
  const slow = service('api', {
    namespaces: ['shop'],
    knownIssues: [{ kind: 'slow-start', upToMs: 15 * MINUTE, text: '' }],
  });
  const starting = member(0, '8m', { api: { state: { running: { startedAt: ago('8m') } } } });
  expect(proven(statefulSetStalled, [set(), starting], { services: [slow] })).toEqual([]);
  expect(told(set(), starting)).toHaveLength(1);
  expect(proven(statefulSetStalled, [set(), member(0, '30m')], { coverage: { Pod: 'partial' } })).toEqual([]);
});

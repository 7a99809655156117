// Neighbours in a namespace of their own: healthy ones, and one that crashes.
import type { Kind } from '../../src/kinds/registry.ts';
import type { Coverage, Snapshot } from '../../src/kinds/snapshot.ts';
import { snapshotOf } from '../support/view.ts';

const LONG_AGO = '2025-01-01T00:00:00Z';
const labels = { app: 'calm' };
const template = {
  metadata: { labels },
  spec: { containers: [{ name: 'calm', image: 'registry.example.com/calm:1' }] },
};
const meta = (name: string, more: object = {}) => ({
  name,
  namespace: 'elsewhere',
  uid: `uid-${name}`,
  creationTimestamp: LONG_AGO,
  ...more,
});
const owned = (kind: string, name: string) => ({
  ownerReferences: [{ kind, name, uid: `uid-${name}`, controller: true }],
});

function calmPod(name: string, more: object): object {
  const running = { running: { startedAt: LONG_AGO } };
  return {
    kind: 'Pod',
    metadata: meta(name, { labels, ...more }),
    spec: { nodeName: 'elsewhere-1', containers: template.spec.containers },
    status: {
      phase: 'Running',
      startTime: LONG_AGO,
      conditions: [
        { type: 'PodScheduled', status: 'True', lastTransitionTime: LONG_AGO },
        { type: 'Ready', status: 'True', lastTransitionTime: LONG_AGO },
      ],
      containerStatuses: [{ name: 'calm', ready: true, started: true, restartCount: 0, state: running }],
    },
  };
}

/** All of them are well, each for itself: a Service leads to two workloads, so that any of these may go. */
const CALM: readonly object[] = [
  calmPod('calm-bare-1', {}),
  calmPod('calm-bare-2', {}),
  {
    kind: 'Job',
    metadata: meta('calm-job'),
    spec: { template },
    status: { succeeded: 1, completionTime: LONG_AGO, conditions: [{ type: 'Complete', status: 'True' }] },
  },
  { kind: 'CronJob', metadata: meta('calm-cron'), spec: { schedule: '0 0 1 1 *', suspend: true }, status: {} },
  { kind: 'Deployment', metadata: meta('calm-idle'), spec: { replicas: 0, template }, status: {} },
  { kind: 'StatefulSet', metadata: meta('calm-set'), spec: { replicas: 0, template }, status: {} },
  {
    kind: 'PersistentVolumeClaim',
    metadata: meta('calm-claim'),
    spec: { volumeName: 'v' },
    status: { phase: 'Bound' },
  },
  {
    kind: 'Certificate',
    metadata: meta('calm-cert'),
    spec: {},
    status: { conditions: [{ type: 'Ready', status: 'True' }] },
  },
  {
    kind: 'ExternalSecret',
    metadata: meta('calm-secret'),
    spec: {},
    status: { conditions: [{ type: 'Ready', status: 'True' }] },
  },
  { kind: 'ResourceQuota', metadata: meta('calm-quota'), status: { hard: { pods: '9' }, used: { pods: '1' } } },
  {
    kind: 'Application',
    metadata: meta('calm-app'),
    spec: {},
    status: { sync: { status: 'Synced' }, health: { status: 'Healthy' } },
  },
];

/** Read in full, whatever is taken away of it. */
export function strangers(): Pick<Snapshot, 'objects'> & { readonly coverage: ReadonlyMap<Kind, Coverage> } {
  const { objects, coverage } = snapshotOf(CALM);
  const kinds = new Set(CALM.flatMap((o) => ('kind' in o ? [String(o.kind)] : [])));
  return { objects, coverage: new Map([...coverage].filter(([kind]) => kinds.has(kind))) };
}

/** A deployment whose only pod crashes. */
export function crashing(now: string): readonly object[] {
  const since = new Date(new Date(now).getTime() - 30 * 60_000).toISOString();
  const ended = new Date(new Date(now).getTime() - 60_000).toISOString();
  const containers = [{ name: 'crasher', image: 'registry.example.com/crasher:1' }];
  const status = {
    phase: 'Running',
    conditions: [{ type: 'Ready', status: 'False', reason: 'ContainersNotReady', lastTransitionTime: since }],
    containerStatuses: [
      {
        name: 'crasher',
        ready: false,
        restartCount: 9,
        state: { waiting: { reason: 'CrashLoopBackOff' } },
        lastState: { terminated: { exitCode: 3, reason: 'Error', startedAt: ended, finishedAt: ended } },
      },
    ],
  };
  return [
    {
      kind: 'Deployment',
      metadata: meta('crasher'),
      spec: { replicas: 1, template: { spec: { containers } } },
      status: { replicas: 1 },
    },
    {
      kind: 'Pod',
      metadata: meta('crasher-1', owned('Deployment', 'crasher')),
      spec: { nodeName: 'elsewhere-1', containers },
      status,
    },
  ];
}

// A cluster far larger than ours, made up page by page as it is asked for: nobody holds it at once.
import type { Asked, Reply } from '../../support/fake-api.ts';
import { SINCE } from './town.ts';

export const PODS = 50_000;
export const NODES = 5_000;
export const EVENTS = 100_000;
const DEPLOYMENTS = 5_000;

const since = SINCE.toISOString();
const seen = '2026-11-18T09:58:00Z';
/** What a real one carries along, and nobody reads. */
const ballast = (fields: number) => [
  {
    manager: 'kube-controller-manager',
    operation: 'Update',
    fieldsV1: Object.fromEntries(
      Array.from({ length: fields }, (_, i) => [`f:field-${i}`, { 'f:value': {}, '.': {} }]),
    ),
  },
];
const meta = (name: string, more: object = {}) => ({
  name,
  uid: `uid-${name}`,
  creationTimestamp: '2026-01-01T00:00:00Z',
  labels: { app: 'app-@OWNER' },
  managedFields: ballast(30),
  ...more,
});
const inTown = { namespace: 'blog' };
const container = { name: 'app', image: 'registry.example/app:1.4.2', resources: { limits: { memory: '64Mi' } } };
const spec = { containers: [container], nodeName: 'node-@NODE' };
const template = { metadata: { labels: { app: 'app-@OWNER' } }, spec: { containers: [container] } };
const owned = (kind: string, name: string) => ({ ownerReferences: [{ kind, name, controller: true }] });
const isTrue = (type: string) => ({ type, status: 'True', lastTransitionTime: since });

const RUNNING = {
  metadata: meta('app-@OWNER-7d9f-@I', { ...inTown, ...owned('ReplicaSet', 'app-@OWNER-7d9f') }),
  spec,
  status: {
    phase: 'Running',
    conditions: ['PodScheduled', 'Initialized', 'ContainersReady', 'Ready'].map(isTrue),
    containerStatuses: [{ name: 'app', ready: true, restartCount: 0, state: { running: { startedAt: since } } }],
  },
};
const CRASHING = {
  ...RUNNING,
  status: {
    phase: 'Running',
    conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: since }],
    containerStatuses: [
      {
        name: 'app',
        ready: false,
        restartCount: 9,
        state: { waiting: { reason: 'CrashLoopBackOff' } },
        lastState: { terminated: { exitCode: 1, reason: 'Error', startedAt: since, finishedAt: seen } },
      },
    ],
  },
};
const READY_NODE = {
  metadata: meta('node-@I'),
  spec: {},
  status: { allocatable: { pods: '110' }, conditions: [isTrue('Ready')] },
};
const LOST_NODE = {
  ...READY_NODE,
  status: {
    conditions: [{ type: 'Ready', status: 'Unknown', reason: 'NodeStatusUnknown', lastTransitionTime: since }],
  },
};
const EVENT = {
  metadata: meta('app-@OWNER-7d9f-@I.1', inTown),
  involvedObject: { kind: 'Pod', name: 'app-@OWNER-7d9f-@I', ...inTown },
  type: 'Warning',
  reason: 'BackOff',
  message: 'Back-off restarting failed container',
  lastTimestamp: seen,
};
const scaled = { replicas: 10, readyReplicas: 10, updatedReplicas: 10, availableReplicas: 10, observedGeneration: 1 };
const selector = { matchLabels: { app: 'app-@OWNER' } };
const DEPLOYMENT = { metadata: meta('app-@OWNER', inTown), spec: { replicas: 10, selector, template }, status: scaled };
const REPLICA_SET = {
  metadata: meta('app-@OWNER-7d9f', { ...inTown, ...owned('Deployment', 'app-@OWNER') }),
  spec: { replicas: 10, selector, template },
  status: { replicas: 10, readyReplicas: 10 },
};

interface Many {
  readonly count: number;
  /** What all look like, cut at the marks: every other part is the name of one. */
  readonly usual: readonly string[];
  readonly last: readonly string[];
  /** How many belong to one Deployment. */
  readonly each: number;
}

function many(count: number, usual: object, last = usual): Many {
  const cut = (one: object): readonly string[] => JSON.stringify(one).split(/@(I|OWNER|NODE)/);
  return { count, usual: cut(usual), last: cut(last), each: Math.max(1, count / DEPLOYMENTS) };
}

const LISTS: Readonly<Record<string, Many>> = {
  pods: many(PODS, RUNNING, CRASHING),
  nodes: many(NODES, READY_NODE, LOST_NODE),
  events: many(EVENTS, EVENT),
  'deployments.apps': many(DEPLOYMENTS, DEPLOYMENT),
  'replicasets.apps': many(DEPLOYMENTS, REPLICA_SET),
};

/** The page that was asked for; null for what it has none of. */
export function metropolis({ resource, namespace, page, query }: Asked): Reply {
  const list = LISTS[resource];
  if (list === undefined || namespace !== null) return null;
  const { count, usual, last, each } = list;
  const limit = Number(query.get('limit') ?? 500);
  const from = (page - 1) * limit;
  const to = Math.min(from + limit, count);
  const items = Array.from({ length: Math.max(0, to - from) }, (_, k) => {
    const i = from + k;
    const marks: Readonly<Record<string, number>> = { I: i, OWNER: Math.floor(i / each), NODE: i % NODES };
    return (i === count - 1 ? last : usual).map((part, nth) => (nth % 2 === 0 ? part : marks[part])).join('');
  });
  const metadata = to < count ? { continue: `${to}:token`, remainingItemCount: count - to } : {};
  return { status: 200, body: `{"metadata":${JSON.stringify(metadata)},"items":[${items.join(',')}]}` };
}

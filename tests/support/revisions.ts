import { clusterHistory } from '../../src/correlate/cluster/changes.ts';
import type { ClusterRead } from '../../src/correlate/cluster/read.ts';
import type { ClusterChanges } from '../../src/correlate/cluster-history.ts';
import { ReadError } from '../../src/platform/errors.ts';
import { incidence } from './incidence.ts';
import { ago, NOW, type SceneOptions, snapshotOf } from './view.ts';

/** A ReplicaSet of Deployment `shop/api`, as the API serves it. */
export function replicaSet(revision: number, age: string, spec: object, annotations: object = {}): object {
  return owned('ReplicaSet', 'Deployment', `api-${revision}`, age, {
    labels: { app: 'api', 'pod-template-hash': `h${revision}` },
    annotations: { 'deployment.kubernetes.io/revision': String(revision) },
    body: { spec: { template: { metadata: { labels: { 'pod-template-hash': `h${revision}` }, annotations }, spec } } },
  });
}

/** A ControllerRevision of a StatefulSet or DaemonSet `shop/api`. */
export function controllerRevision(owner: string, revision: number, age: string, spec: object): object {
  return owned('ControllerRevision', owner, `api-${revision}`, age, {
    labels: { app: 'api', 'controller-revision-hash': `h${revision}` },
    body: { revision, data: { spec: { template: { metadata: { labels: {} }, spec } } } },
  });
}

interface Parts {
  readonly labels: object;
  readonly annotations?: object;
  readonly body: object;
}

function owned(kind: string, owner: string, name: string, age: string, { body, ...meta }: Parts): object {
  const ownerReferences = [{ kind: owner, name: 'api', controller: true }];
  return {
    kind,
    metadata: { name, namespace: 'shop', creationTimestamp: ago(age), ownerReferences, ...meta },
    ...body,
  };
}

/** The pod spec of the workload under test, with one container `api`. */
export function withContainer(container: object = {}, more: object = {}): object {
  return { containers: [{ name: 'api', image: 'acme/api:1.4.2', ...container }], ...more };
}

/** Answers from given objects; a kind without any is one that can't be read. */
export function readFrom(objects: readonly object[], writes: ClusterRead['configWrites'] | null = null): ClusterRead {
  return {
    list: async (kind, _namespace, _selector, signal) => {
      signal.throwIfAborted();
      const found = objects.filter((object) => Reflect.get(object, 'kind') === kind);
      if (found.length === 0) throw new ReadError('forbidden', `${kind} is forbidden`);
      return { objects: found.map((object) => ({ ...object })), limits: [] };
    },
    configWrites:
      writes ??
      (async () => {
        throw new ReadError('error', 'not in the recording');
      }),
  };
}

/** What the cluster tells of an incident of `shop/api`, that began now. */
export function told(
  objects: readonly object[],
  read: ClusterRead = readFrom([]),
  kind = 'Deployment',
  coverage: SceneOptions['coverage'] = {},
): Promise<ClusterChanges> {
  const snapshot = snapshotOf(objects, { coverage });
  const about = incidence(NOW, null, { owner: { kind, namespace: 'shop', name: 'api' }, namespaces: ['shop'] });
  return clusterHistory({ snapshot, read }).changesOf(about, new AbortController().signal);
}

/** An event of node-a, as the kubelet writes it. */
export function nodeEvent(reason: string, message: string, age: string): object {
  return {
    kind: 'Event',
    metadata: { name: `${reason}.${age}`, namespace: 'default' },
    involvedObject: { kind: 'Node', name: 'node-a' },
    reason,
    message,
    lastTimestamp: ago(age),
  };
}

/** An event that tells of no change: events could be read. */
export const QUIET_NODE = nodeEvent('NodeHasSufficientMemory', 'all is well', '9m');

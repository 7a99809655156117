import { describe, expect, test } from 'vitest';
import { pod } from '../../../tests/support/pod.ts';
import {
  controllerRevision,
  QUIET_NODE,
  readFrom,
  replicaSet,
  told,
  withContainer,
} from '../../../tests/support/revisions.ts';
import { ago } from '../../../tests/support/view.ts';
import { condition, ownedBy, workload } from '../../../tests/support/workload.ts';

function annotated(object: object, history: string): object {
  const metadata: object = Reflect.get(object, 'metadata');
  const annotations = { ...Reflect.get(metadata, 'annotations'), 'deployment.kubernetes.io/revision-history': history };
  return { ...object, metadata: { ...metadata, annotations } };
}

describe('rollouts of a Deployment', () => {
  test('each revision of the window against the one before, with the command that takes it back', async () => {
    const read = readFrom([
      replicaSet(3, '40m', withContainer({ image: 'acme/api:1.4.2', resources: { limits: { memory: '64Mi' } } })),
      replicaSet(1, '30d', withContainer({ image: 'acme/api:1.4.1', resources: { limits: { memory: '512Mi' } } })),
      replicaSet(2, '5h', withContainer({ image: 'acme/api:1.4.2', resources: { limits: { memory: '512Mi' } } })),
      QUIET_NODE,
    ]);
    const { changes, lastRollout, limits } = await told([workload('Deployment')], read);
    expect(changes.map(({ text, undo }) => [text, undo])).toEqual([
      ['revision 3: memory limit 512Mi → 64Mi', 'kubectl -n shop rollout undo deployment/api --to-revision=2'],
      [
        'revision 2: image acme/api:1.4.1 → acme/api:1.4.2',
        'kubectl -n shop rollout undo deployment/api --to-revision=1',
      ],
    ]);
    expect(changes[0]?.fields).toEqual([
      {
        kind: 'limits',
        file: null,
        object: { kind: 'Deployment', name: 'api' },
        text: 'memory limit 512Mi → 64Mi',
        from: '512Mi',
        to: '64Mi',
      },
    ]);
    expect([changes[0]?.at, lastRollout, limits]).toEqual([new Date(ago('40m')), new Date(ago('40m')), []]);
  });

  test('a rollback takes its time from the pods: its ReplicaSet is old', async () => {
    const read = readFrom([
      replicaSet(3, '30d', withContainer({ image: 'acme/api:1' })),
      replicaSet(2, '3h', withContainer({ image: 'acme/api:2' })),
    ]);
    const labels = { 'pod-template-hash': 'h3' };
    const replicas = {
      ...replicaSet(3, '30d', withContainer()),
      metadata: { ...ownedBy('Deployment'), name: 'api-3', namespace: 'shop' },
    };
    const fresh = pod({
      metadata: {
        ...ownedBy('ReplicaSet'),
        labels,
        ownerReferences: [{ kind: 'ReplicaSet', name: 'api-3' }],
        creationTimestamp: ago('8m'),
      },
    });
    const status = { conditions: [condition('Progressing', 'True', 'NewReplicaSetAvailable', '6m')] };
    const { changes, lastRollout } = await told([workload('Deployment', { status }), replicas, fresh], read);
    expect(changes[0]?.text).toBe('revision 3, a former one again: image acme/api:2 → acme/api:1');
    expect(lastRollout).toEqual(new Date(ago('8m')));
  });

  test('rolled back to within the second it was replaced in: its own history tells', async () => {
    const former = replicaSet(3, '3h', withContainer({ image: 'a:1' }));
    const read = readFrom([annotated(former, '1'), replicaSet(2, '3h', withContainer({ image: 'a:2' }))]);
    const status = { conditions: [condition('Progressing', 'True', 'NewReplicaSetAvailable', '2h')] };
    const { changes, lastRollout } = await told([workload('Deployment', { status })], read);
    expect(changes[0]?.text).toBe('revision 3, a former one again: image a:2 → a:1');
    expect(lastRollout).toEqual(new Date(ago('2h')));
  });

  test('nothing tells when it was rolled back: no time is made up', async () => {
    const read = readFrom([
      replicaSet(3, '30d', withContainer({ image: 'a:1' })),
      replicaSet(2, '3h', withContainer()),
    ]);
    const { changes, lastRollout } = await told([workload('Deployment')], read);
    expect([changes.map(({ text }) => text.slice(0, 10)), lastRollout]).toEqual([['revision 2'], null]);
  });

  test('what something syncs, or may sync, is not undone by hand', async () => {
    const read = readFrom([replicaSet(1, '2d', withContainer({ image: 'a:1' })), replicaSet(2, '9m', withContainer())]);
    const app = {
      kind: 'Application',
      metadata: { name: 'api', namespace: 'argocd' },
      status: { resources: [{ kind: 'Deployment', namespace: 'shop', name: 'api' }] },
    };
    const labels = { 'kustomize.toolkit.fluxcd.io/name': 'a', 'kustomize.toolkit.fluxcd.io/namespace': 'b' };
    const plain = workload('Deployment');
    const undo = async (objects: readonly object[], coverage = {}) =>
      (await told(objects, read, 'Deployment', coverage)).changes.find(({ kind }) => kind === 'rollout')?.undo;
    expect(await undo([plain])).toMatch(/^kubectl/);
    expect(await undo([plain, app])).toBeNull();
    expect(await undo([workload('Deployment', { metadata: { labels } })])).toBeNull();
    expect(await undo([plain], { Application: 'partial' })).toBeNull();
  });

  test('the revision before is gone: that it changed is said, and what is not known', async () => {
    const read = readFrom([replicaSet(7, '9m', withContainer())]);
    const { changes } = await told([workload('Deployment')], read);
    expect(changes.map(({ text, fields, undo }) => [text, fields, undo])).toEqual([
      ['revision 7: what it changed is not known, as the revision before it is not kept', [], null],
    ]);
  });

  test('a new workload, and a restart by hand', async () => {
    const born = workload('Deployment', { metadata: { creationTimestamp: ago('20m') } });
    const restarted = { 'kubectl.kubernetes.io/restartedAt': ago('5m') };
    const read = readFrom([replicaSet(1, '20m', withContainer()), replicaSet(2, '5m', withContainer(), restarted)]);
    const { changes } = await told([born], read);
    expect(changes.map(({ text }) => text)).toEqual([
      'revision 2: restarted by hand (kubectl rollout restart)',
      'revision 1: Deployment api is new',
    ]);
  });
});

describe('rollouts of a StatefulSet', () => {
  const old = withContainer({ env: [{ name: 'A', value: '1' }] });

  test('its ControllerRevisions are read', async () => {
    const now = withContainer({ env: [{ name: 'B', value: '1' }], livenessProbe: { timeoutSeconds: 1 } });
    const read = readFrom([
      controllerRevision('StatefulSet', 2, '30m', now),
      controllerRevision('StatefulSet', 1, '9d', old),
      controllerRevision('DaemonSet', 3, '1m', now),
    ]);
    const { changes, limits } = await told([workload('StatefulSet')], read, 'StatefulSet');
    expect(changes.map(({ text, undo }) => [text, undo])).toEqual([
      [
        'revision 2: env A removed; env B added; livenessProbe added',
        'kubectl -n shop rollout undo statefulset/api --to-revision=1',
      ],
    ]);
    expect(limits).toEqual([]);
  });

  test('where they are forbidden its pods tell, while two revisions run', async () => {
    const one = (name: string, hash: string, age: string, image: string) =>
      pod({
        name,
        container: { image },
        metadata: {
          ...ownedBy('StatefulSet', { labels: { 'controller-revision-hash': hash } }),
          creationTimestamp: ago(age),
        },
      });
    const pods = [one('api-0', 'h1', '3d', 'a:1'), one('api-1', 'h2', '15m', 'a:2')];
    const { changes, limits } = await told([workload('StatefulSet'), ...pods], readFrom([QUIET_NODE]), 'StatefulSet');
    expect(changes.map(({ text, undo, at }) => [text, undo, at])).toEqual([
      ['revision h2: image a:1 → a:2', null, new Date(ago('15m'))],
    ]);
    expect(limits).toEqual(['ControllerRevisions of api could not be read: ControllerRevision is forbidden']);
    const single = await told([workload('StatefulSet'), ...pods.slice(1)], readFrom([QUIET_NODE]), 'StatefulSet');
    expect([single.changes, single.lastRollout]).toEqual([[], null]);
  });
});

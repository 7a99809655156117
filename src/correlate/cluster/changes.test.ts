import { describe, expect, test } from 'vitest';
import { incidence } from '../../../tests/support/incidence.ts';
import { pod } from '../../../tests/support/pod.ts';
import { nodeEvent, QUIET_NODE, readFrom, replicaSet, told, withContainer } from '../../../tests/support/revisions.ts';
import { ago, NOW, snapshotOf } from '../../../tests/support/view.ts';
import { condition, ownedBy, workload } from '../../../tests/support/workload.ts';
import { ReadError } from '../../platform/errors.ts';
import { clusterHistory } from './changes.ts';
import type { ClusterRead } from './read.ts';

const signal = new AbortController().signal;
const ref = (kind: string) => ({ kind, namespace: 'shop', name: 'api' });

describe('what it reads', () => {
  const container = {
    envFrom: [{ configMapRef: { name: 'settings' } }, { secretRef: { name: 'db' } }],
    env: [{ name: 'X', valueFrom: { secretKeyRef: { name: 'tls', key: 'k' } } }],
  };
  const volumes = [{ name: 'all', projected: { sources: [{ configMap: { name: 'files' } }] } }];
  const owner = workload('Deployment', { spec: { template: { spec: withContainer(container, { volumes }) } } });
  const sets = [replicaSet(1, '30d', withContainer()), QUIET_NODE];

  test('ConfigMaps written in the window, and no others', async () => {
    const write = (name: string, age: string, by: string | null) => ({ name, at: new Date(ago(age)), by });
    const all = [write('settings', '10m', 'kubectl-edit'), write('files', '2d', null), write('other', '5m', 'helm')];
    const { changes, limits } = await told(
      [owner],
      readFrom(sets, async () => [...all, write('files', '1h', null)]),
    );
    expect(changes.map(({ kind, object, text }) => [kind, object.name, text])).toEqual([
      ['config', 'settings', 'ConfigMap settings, which it reads, was written by kubectl-edit'],
      ['config', 'files', 'ConfigMap files, which it reads, was written'],
    ]);
    expect(limits).toEqual([]);
  });

  test('what was made along with the workload is no change of it', async () => {
    const metadata = { name: 'api', namespace: 'shop', creationTimestamp: ago('20m') };
    const young = { ...owner, metadata };
    const made = { kind: 'ExternalSecret', metadata: { name: 'db', namespace: 'shop', creationTimestamp: ago('20m') } };
    const write = (name: string, age: string) => ({ name, at: new Date(ago(age)), by: null });
    const written = readFrom(sets, async () => [write('settings', '20m'), write('files', '12m')]);
    const { changes } = await told([young, made], written);
    expect(changes.map(({ text }) => text)).toEqual(['ConfigMap files, which it reads, was written']);
    const { changes: of } = await told(
      [{ ...owner, metadata: { ...metadata, creationTimestamp: ago('30d') } }, made],
      written,
    );
    expect(of).toHaveLength(3);
  });

  test('a recording does not hold them, and says so; who reads none is told nothing', async () => {
    expect((await told([owner], readFrom(sets))).limits).toEqual([
      'when ConfigMaps of shop changed could not be read: not in the recording',
    ]);
    expect((await told([workload('Deployment')], readFrom(sets))).limits).toEqual([]);
  });

  test('Secrets by what makes them; an hourly refresh is no change', async () => {
    const external = (name: string, refreshInterval: string) => ({
      kind: 'ExternalSecret',
      metadata: { name, namespace: 'shop', creationTimestamp: ago('30d') },
      spec: { refreshInterval, target: { name: 'db' } },
      status: { refreshTime: ago('12m'), conditions: [condition('Ready', 'False', 'SecretSyncedError', '14m')] },
    });
    const certificate = {
      kind: 'Certificate',
      metadata: { name: 'tls', namespace: 'shop' },
      spec: { secretName: 'tls' },
      status: { notBefore: ago('2h'), revision: 4, conditions: [condition('Ready', 'True', 'Ready', '60d')] },
    };
    const elsewhere = { ...certificate, metadata: { name: 'tls', namespace: 'other' } };
    const sealed = {
      kind: 'SealedSecret',
      metadata: { name: 'db', namespace: 'shop' },
      status: { conditions: [condition('Synced', 'True', '', '3h')] },
    };
    const objects = [owner, external('hourly', '1h'), external('once', '0'), certificate, elsewhere, sealed];
    const { changes } = await told(
      objects,
      readFrom(sets, async () => []),
    );
    expect(changes.map(({ text }) => text)).toEqual([
      'Secret db of ExternalSecret once was written anew',
      'Secret db of ExternalSecret hourly is no longer brought up to date',
      'Secret db of ExternalSecret once is no longer brought up to date',
      'Secret tls of Certificate tls got a new certificate (revision 4)',
      'Secret db of SealedSecret db was unsealed anew',
    ]);
  });
});

describe('images', () => {
  const digest = (digit: string) => `docker.io/n8nio/n8n@sha256:${digit.repeat(64)}`;
  const running = (name: string, age: string, imageID: string, image = 'n8nio/n8n') =>
    pod({
      name,
      container: { image },
      api: { imageID },
      metadata: { ...ownedBy('Deployment'), labels: { 'pod-template-hash': 'h' }, creationTimestamp: ago(age) },
    });
  const sets = [replicaSet(1, '30d', withContainer()), QUIET_NODE];

  test('a tag that was pushed again shows in the younger pod', async () => {
    const pods = [running('a', '5d', digest('1')), running('b', '7m', digest('2'))];
    const { changes } = await told([workload('Deployment'), ...pods], readFrom(sets));
    expect(changes.map(({ kind, text, at }) => [kind, text, at])).toEqual([
      [
        'rollout',
        'another image came under the same tag n8nio/n8n: sha256:111111111111 → sha256:222222222222',
        new Date(ago('7m')),
      ],
    ]);
  });

  test('one image everywhere, one pinned by digest, one of another architecture: no change', async () => {
    const pinned = `n8nio/n8n@sha256:${'1'.repeat(64)}`;
    const node = (name: string, architecture: string) => ({
      kind: 'Node',
      metadata: { name, creationTimestamp: ago('90d') },
      status: { nodeInfo: { architecture } },
    });
    const onArm = {
      ...running('c', '6m', digest('3')),
      spec: { nodeName: 'arm', containers: [{ name: 'api', image: 'n8nio/n8n' }] },
    };
    const pods = [
      running('a', '5d', digest('1')),
      running('b', '7m', digest('1')),
      onArm,
      running('d', '7m', digest('4'), pinned),
    ];
    const objects = [workload('Deployment'), node('node-a', 'amd64'), node('arm', 'arm64'), ...pods];
    expect((await told(objects, readFrom(sets))).changes).toEqual([]);
  });

  test('names those that may change by themselves', async () => {
    const containers = ['n8nio/n8n:latest', 'localhost:5000/tool', 'acme/api:1.2', `a:latest@sha256:${'1'.repeat(64)}`];
    const spec = { containers: containers.map((image, at) => ({ name: `c${at}`, image })) };
    const { mutableImages } = await told([workload('Deployment', { spec: { template: { spec } } })], readFrom(sets));
    expect(mutableImages).toEqual(['n8nio/n8n:latest', 'localhost:5000/tool']);
  });
});

describe('nodes', () => {
  const node = (name: string, kubeletVersion: string, ready: string) => ({
    kind: 'Node',
    metadata: { name, creationTimestamp: ago('90d') },
    status: { nodeInfo: { kubeletVersion }, conditions: [condition('Ready', 'True', 'KubeletReady', ready)] },
  });
  const upgrade = {
    kind: 'Job',
    metadata: {
      name: 'apply-k3s-agent-on-node-a',
      namespace: 'system-upgrade',
      labels: { 'upgrade.cattle.io/plan': 'k3s-agent', 'upgrade.cattle.io/node': 'node-a' },
    },
    status: { startTime: ago('31m') },
  };

  test('of its pods: kubelets that restarted, nodes that came back or were upgraded; others are not told', async () => {
    const sick = pod({ metadata: ownedBy('Deployment') });
    const objects = [
      workload('Deployment'),
      sick,
      node('node-a', 'v1.34.2', '20m'),
      node('node-b', 'v1.33.5', '15m'),
      upgrade,
    ];
    const proxy = nodeEvent('Starting', '', '1m');
    const events = [
      nodeEvent('Starting', 'Starting kubelet.', '22m'),
      nodeEvent('NodeReady', 'ready', '19m'),
      proxy,
      QUIET_NODE,
    ];
    const { changes } = await told(objects, readFrom([replicaSet(1, '30d', withContainer()), ...events]));
    const versions = ' (its kubelet is v1.34.2, others have v1.33.5)';
    expect(changes.map(({ object, text, at }) => [object.name, text, at])).toEqual([
      ['node-a', `node node-a became ready again${versions}`, new Date(ago('19m'))],
      ['node-a', `kubelet of node node-a restarted${versions}`, new Date(ago('22m'))],
      ['node-a', `plan k3s-agent upgraded node node-a${versions}`, new Date(ago('31m'))],
    ]);
  });

  test('an incident of a node is about that node', async () => {
    const snapshot = snapshotOf([node('node-a', 'v1', '2h'), node('node-b', 'v1', '1h')]);
    const owner = { kind: 'Node', namespace: null, name: 'node-b' };
    const { changes } = await clusterHistory({ snapshot, read: readFrom([QUIET_NODE]) }).changesOf(
      incidence(NOW, null, { owner }),
      signal,
    );
    expect(changes.map(({ text }) => text)).toEqual(['node node-b became ready again']);
  });
});

describe('syncs of the window', () => {
  test('commits and versions of charts', async () => {
    const [commit, version] = ['1a2b3c4'.padEnd(40, '0'), '4.5.6'];
    const app = {
      kind: 'Application',
      metadata: { name: 'api', namespace: 'argocd' },
      status: {
        history: [
          { revision: 'f'.repeat(40), deployedAt: ago('3d') },
          { revisions: [commit, version], deployedAt: ago('30m') },
        ],
        resources: [{ kind: 'Deployment', namespace: 'shop', name: 'api' }],
      },
    };
    const { changes } = await told([workload('Deployment'), app], readFrom([replicaSet(1, '30d', withContainer())]));
    expect(changes.map(({ kind, text, commit: sha }) => [kind, text, sha])).toEqual([
      ['sync', 'Application api synced 1a2b3c4', commit],
      ['sync', 'Application api synced version 4.5.6', null],
    ]);
  });

  test('a release of Helm with another chart, or other values', async () => {
    const labels = { 'helm.toolkit.fluxcd.io/name': 'api', 'helm.toolkit.fluxcd.io/namespace': 'shop' };
    const entry = (release: number, chartVersion: string, configDigest: string, age: string) => ({
      version: release,
      chartName: 'api',
      chartVersion,
      configDigest,
      lastDeployed: ago(age),
    });
    const release = {
      kind: 'HelmRelease',
      metadata: { name: 'api', namespace: 'shop' },
      status: { history: [entry(9, '2.0.0', 'x', '8m'), entry(8, '1.9.0', 'x', '2h'), entry(7, '1.9.0', 'y', '9d')] },
    };
    const owner = workload('Deployment', { metadata: { labels } });
    const { changes } = await told([owner, release], readFrom([replicaSet(1, '30d', withContainer())]));
    expect(changes.map(({ text, fields }) => [text, fields.map(({ kind }) => kind)])).toEqual([
      ['HelmRelease api deployed release 9: chart api 1.9.0 → api 2.0.0', ['chart']],
      ['HelmRelease api deployed release 8: api 1.9.0, with other values', ['config']],
    ]);
  });
});

describe('failure', () => {
  test('each part that fails is a limit, and the rest is told', async () => {
    const spec = withContainer({ envFrom: [{ configMapRef: { name: 'settings' } }] });
    const owner = workload('Deployment', { spec: { template: { spec } } });
    const node = { kind: 'Node', metadata: { name: 'node-a', creationTimestamp: ago('1h') } };
    const forbidden = async () => {
      throw new ReadError('forbidden', 'configmaps is forbidden');
    };
    const { changes, limits } = await told(
      [owner, pod({ metadata: ownedBy('Deployment') }), node],
      readFrom([], forbidden),
      'Deployment',
      { Application: 'partial' },
    );
    expect(changes.map(({ text }) => text)).toEqual(['node node-a joined the cluster']);
    expect(limits).toEqual([
      'not all applications.argoproj.io could be read',
      'ReplicaSets of api could not be read: ReplicaSet is forbidden',
      'when ConfigMaps of shop changed could not be read: configmaps is forbidden',
      'events of nodes could not be read: Event is forbidden',
    ]);
  });

  test('a deadline leaves what was known; somebody who gives up gets his own reason', async () => {
    const history = clusterHistory({ snapshot: snapshotOf([workload('Deployment')]), read: readFrom([]) });
    const about = incidence(NOW, null, { owner: ref('Deployment') });
    const slow = AbortSignal.abort(new ReadError('timeout', 'it took longer than 5 s'));
    expect((await history.changesOf(about, slow)).limits[0]).toMatch(/^ReplicaSets of api .*longer than 5 s$/);
    await expect(history.changesOf(about, AbortSignal.abort(new Error('stop')))).rejects.toThrow('stop');
  });

  test('one question is asked once for all incidents', async () => {
    const asked: string[] = [];
    const base = readFrom([replicaSet(1, '30d', withContainer())]);
    const read: ClusterRead = {
      ...base,
      list: (kind, namespace, selector, at) => {
        asked.push(`${kind} ${namespace} ${selector}`);
        return base.list(kind, namespace, selector, at);
      },
    };
    const history = clusterHistory({ snapshot: snapshotOf([workload('Deployment')]), read });
    const about = incidence(NOW, null, { owner: ref('Deployment') });
    await Promise.all([history.changesOf(about, signal), history.changesOf(about, signal)]);
    expect(asked).toEqual(['ReplicaSet shop app=api']);
  });
});

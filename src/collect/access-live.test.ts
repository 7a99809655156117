import { afterEach, describe, expect, test } from 'vitest';
import { liveAccessTo } from '../../tests/support/access.ts';
import { rawNamespaces, rawPod, rawPods } from '../../tests/support/collecting.ts';
import { type FakeApi, type FakeApiOptions, fakeApi } from '../../tests/support/fake-api.ts';
import { forbidden } from '../../tests/support/fake-status.ts';
import type { AccessSettings } from './access-live.ts';
import type { AccessKind, ClusterAccess } from './cluster-access.ts';

let api: FakeApi | null = null;
afterEach(async () => {
  await api?.stop();
  api = null;
});

async function open(options: FakeApiOptions, settings: Partial<AccessSettings> = {}): Promise<ClusterAccess> {
  api = await fakeApi(options);
  return liveAccessTo(api.kubeconfig(), settings);
}

const signal = new AbortController().signal;
const query = (kind: AccessKind, namespace: string | null = null, labelSelector: string | null = null) => ({
  kind,
  namespace,
  labelSelector,
});

describe('lists', () => {
  test('all pages of a list, with the selector passed on', async () => {
    const labelled = rawPods(700, ['web']).map((pod) => ({
      ...pod,
      metadata: { ...Reflect.get(pod, 'metadata'), labels: { app: 'a' } },
    }));
    const access = await open({ objects: [...labelled, rawPod('web', 'other')] });
    const { objects, limits } = await access.list(query('Pod', 'web', 'app=a'), signal);
    expect([objects.length, limits]).toEqual([700, []]);
    expect(objects[0]).toMatchObject({ kind: 'Pod', metadata: { name: 'pod-00000' } });
    expect(api?.asked.map(({ query: q }) => [q.get('labelSelector'), q.get('limit')])).toEqual([
      ['app=a', '500'],
      ['app=a', '500'],
    ]);
  });

  test('5,000 pods: the first 2,000, and that is said', async () => {
    const access = await open({ objects: rawPods(5000, ['web']) });
    const { objects, limits } = await access.list(query('Pod'), signal);
    expect(objects).toHaveLength(2000);
    expect(limits).toEqual(['only the first 2000 were read of 5000; narrow it by namespace or label selector']);
    expect(api?.asked).toHaveLength(4);
  });

  test('what came before a failure is kept, and that is said', async () => {
    const access = await open({
      objects: rawPods(600, ['web']),
      script: ({ page }) => (page === 2 ? { status: 500 } : null),
    });
    const { objects, limits } = await access.list(query('Pod'), signal);
    expect(objects).toHaveLength(500);
    expect(limits[0]).toMatch(/^only the first 500 were read \(HTTP 500/);
  });

  test('without managedFields and copies of the object', async () => {
    const copy = { 'kubectl.kubernetes.io/last-applied-configuration': '{"a":1}', team: 'shop' };
    const access = await open({
      objects: [
        rawPod('web', 'a', { metadata: { name: 'a', namespace: 'web', managedFields: [{}], annotations: copy } }),
      ],
    });
    const { objects } = await access.list(query('Pod'), signal);
    expect(objects).toEqual([
      { kind: 'Pod', metadata: { name: 'a', namespace: 'web', annotations: { team: 'shop' } } },
    ]);
  });

  test('of what may hold secrets itself as much as the detectors read of it', async () => {
    const access = await open({
      objects: [
        {
          kind: 'HelmChart',
          metadata: { name: 'db', namespace: 'web' },
          spec: { chart: 'mysql', valuesContent: 'rootPassword: SECRET', set: { password: 'SECRET' } },
        },
        {
          kind: 'SecretStore',
          metadata: { name: 'a', namespace: 'web' },
          spec: { provider: { fake: { data: 'SECRET' } } },
        },
      ],
    });
    expect((await access.list(query('HelmChart'), signal)).objects).toEqual([
      { kind: 'HelmChart', metadata: { name: 'db', namespace: 'web' }, spec: { chart: 'mysql' } },
    ]);
    expect(JSON.stringify(await access.get('SecretStore', 'web', 'a', signal))).not.toContain('SECRET');
  });

  test('Leases are those of the nodes', async () => {
    const leases = ['kube-node-lease', 'web'].map((namespace) => ({
      kind: 'Lease',
      metadata: { name: 'a', namespace },
    }));
    const access = await open({ objects: leases });
    expect((await access.list(query('Lease'), signal)).objects).toHaveLength(1);
    await expect(access.list(query('Lease', 'web'), signal)).rejects.toThrow('in kube-node-lease only');
  });

  test('over all namespaces only warnings, in one namespace every event', async () => {
    const access = await open({});
    expect((await access.list(query('Event'), signal)).limits).toEqual([expect.stringMatching(/^only warnings/)]);
    expect((await access.list(query('Event', 'web'), signal)).limits).toEqual([]);
    expect(api?.asked.map(({ query: q }) => q.get('fieldSelector'))).toEqual(['type=Warning', null]);
  });
});

describe('ConfigMaps', () => {
  const configMap = {
    kind: 'ConfigMap',
    metadata: { name: 'app', namespace: 'web', labels: { app: 'a' }, annotations: { copy: 'the hidden value' } },
    data: { 'app.yaml': 'the hidden value' },
    binaryData: { blob: 'the hidden value' },
  };

  test('only the names of their keys, in lists and alone', async () => {
    const access = await open({ objects: [configMap] });
    const kept = {
      kind: 'ConfigMap',
      metadata: { name: 'app', namespace: 'web', labels: { app: 'a' } },
      dataKeys: ['app.yaml'],
      binaryDataKeys: ['blob'],
    };
    expect((await access.list(query('ConfigMap', 'web'), signal)).objects).toEqual([kept]);
    expect(await access.get('ConfigMap', 'web', 'app', signal)).toEqual(kept);
  });
});

describe('single objects', () => {
  test('there or not', async () => {
    const access = await open({ objects: [rawPod('web', 'a'), ...rawNamespaces('web')] });
    expect(await access.get('Pod', 'web', 'a', signal)).toMatchObject({ kind: 'Pod', metadata: { name: 'a' } });
    expect(await access.get('Pod', 'web', 'b', signal)).toBeNull();
    expect(await access.get('Namespace', 'ignored', 'web', signal)).toMatchObject({ kind: 'Namespace' });
  });

  test.each<[AccessKind, string | null, string]>([
    ['Pod', 'web', '../secrets'],
    ['Pod', 'web', 'x?y'],
    ['Pod', 'web', 'a/log'],
    ['Pod', 'web', '..'],
    ['Pod', 'web', '%2e%2e'],
    ['Pod', 'web', ''],
    ['Pod', 'web', 'x'.repeat(254)],
    ['Pod', '..', 'a'],
    ['Pod', 'web/secrets', 'a'],
    ['Pod', 'a.b', 'a'],
    ['Node', null, 'n/proxy/exec'],
    ['Pod', null, 'a'],
  ])('%s %s %s never reaches the API', async (kind, namespace, name) => {
    const access = await open({});
    await expect(access.get(kind, namespace, name, signal)).rejects.toMatchObject({
      name: 'ReadError',
      fault: 'error',
    });
    expect(api?.asked).toEqual([]);
  });

  test('nor does a namespace, a selector or a container that is none', async () => {
    const access = await open({});
    const log = { namespace: 'web', pod: 'a', container: 'c&previous=1', previous: false, tailLines: 5 };
    await expect(access.list(query('Pod', '../kube-system'), signal)).rejects.toMatchObject({ fault: 'error' });
    await expect(access.list(query('Pod', 'web', 'a=b&watch=1'), signal)).rejects.toMatchObject({ fault: 'error' });
    await expect(access.log(log, signal)).rejects.toMatchObject({ fault: 'error' });
    expect(api?.asked).toEqual([]);
  });
});

describe('what cannot be read', () => {
  test('forbidden, and kinds the cluster does not have', async () => {
    const access = await open({ script: ({ resource }) => (resource === 'pods' ? forbidden('pods') : null) });
    await expect(access.list(query('Pod'), signal)).rejects.toMatchObject({ fault: 'forbidden' });
    await expect(access.list(query('PodMetrics'), signal)).rejects.toMatchObject({
      status: 404,
      message: expect.stringContaining('does not serve pods.metrics.k8s.io'),
    });
    await expect(access.get('Certificate', 'web', 'a', signal)).rejects.toMatchObject({ status: 404 });
  });

  test('a kind that comes later is found without a restart', async () => {
    const serves: 'Certificate'[] = [];
    const access = await open({ serves });
    await expect(access.list(query('Certificate'), signal)).rejects.toMatchObject({ status: 404 });
    serves.push('Certificate');
    expect((await access.list(query('Certificate'), signal)).objects).toEqual([]);
  });

  test('kinds outside of the ones it was given', async () => {
    const access = await open({}, { kinds: ['Pod'] });
    await expect(access.list(query('Node'), signal)).rejects.toMatchObject({ fault: 'error' });
    expect(api?.asked).toEqual([]);
  });

  test('a hang ends with its own time, an abort with its reason', async () => {
    const access = await open({ script: () => 'hang' }, { callTimeoutMs: 100 });
    await expect(access.list(query('Pod'), signal)).rejects.toMatchObject({ fault: 'timeout' });
    const reason = new Error('enough');
    await expect(access.list(query('Pod'), AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});

describe('logs', () => {
  const key = ['-----BEGIN RSA PRIVATE', 'KEY-----'].join(' ');
  const body = Array.from({ length: 20 }, (_, index) => `${'QUJD'.repeat(15)}${String(index).padStart(4, '0')}`);

  test('the lines that were asked for, and that more was cut', async () => {
    const access = await open({ logs: { 'web/a/app': 'one\ntwo\nthree\n' } });
    const log = { namespace: 'web', pod: 'a', container: 'app', previous: false, tailLines: 2 };
    expect(await access.log(log, signal)).toEqual({ text: 'two\nthree\n', cut: true });
    expect(await access.log({ ...log, tailLines: 3 }, signal)).toEqual({ text: 'one\ntwo\nthree\n', cut: false });
  });

  test('few lines never show the end of a key whose beginning is cut', async () => {
    const access = await open({
      logs: { 'web/a/app': ['start', key, ...body, key.replace('BEGIN', 'END'), 'ready'].join('\n') },
    });
    const { text } = await access.log(
      { namespace: 'web', pod: 'a', container: 'app', previous: false, tailLines: 5 },
      signal,
    );
    expect(text).toContain('ready');
    expect(text).not.toContain('QUJD');
    expect(Number(api?.asked[0]?.query.get('tailLines'))).toBeGreaterThan(100);
  });
});

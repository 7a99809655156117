import { afterEach, describe, expect, test } from 'vitest';
import { collectFrom, gapsIn, rawNamespaces, rawPod, rawPods, snapshotIn } from '../../tests/support/collecting.ts';
import { type FakeApi, type FakeApiOptions, fakeApi } from '../../tests/support/fake-api.ts';
import { forbidden } from '../../tests/support/fake-status.ts';
import { ago } from '../../tests/support/view.ts';
import { isLeftOut } from '../kinds/left-out.ts';
import { systemClock } from '../platform/clock.ts';
import { deadlineIn } from '../platform/deadline.ts';

let api: FakeApi | null = null;
afterEach(async () => {
  await api?.stop();
  api = null;
});

async function served(options: FakeApiOptions): Promise<FakeApi> {
  api = await fakeApi(options);
  return api;
}

const NAMES = rawNamespaces('kube-system', 'mysql', 'web');

describe('a healthy API server', () => {
  test('every kind is read in full, in pages, and what the cluster has not is known as such', async () => {
    const { kubeconfig, asked, mostAtOnce } = await served({
      objects: [
        ...NAMES,
        ...rawPods(1200, ['web', 'mysql']),
        { kind: 'Certificate', metadata: { name: 'tls', namespace: 'web' } },
      ],
    });
    const seen: string[] = [];
    const snapshot = snapshotIn(
      await collectFrom(kubeconfig(), { onProgress: ({ kind, objects }) => seen.push(`${kind} ${objects}`) }),
    );
    expect(snapshot.cluster).toEqual({ uid: 'uid-kube-system', name: 'fake', version: 'v1.34.2' });
    expect(snapshot.objects.Pod).toHaveLength(1200);
    expect(snapshot.objects.Certificate).toHaveLength(1);
    expect(snapshot.gaps).toEqual([]);
    expect(snapshot.coverage.get('Pod')).toBe('full');
    expect(snapshot.coverage.get('Certificate')).toBe('full');
    expect(snapshot.coverage.get('HelmRelease')).toBe('not-served');
    expect(asked.filter((one) => one.resource === 'pods').map((one) => one.query.get('limit'))).toEqual([
      '500',
      '500',
      '500',
    ]);
    expect(asked.some((one) => one.resource.startsWith('helmreleases'))).toBe(false);
    expect(mostAtOnce()).toBeLessThanOrEqual(4);
    expect(seen).toContain('Pod 1200');
  });

  test('objects come sorted by namespace and name, however they were served', async () => {
    const { kubeconfig } = await served({ objects: [rawPod('b', 'y'), rawPod('b', 'x'), rawPod('a', 'z')] });
    const { objects } = snapshotIn(await collectFrom(kubeconfig()));
    expect(objects.Pod.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)).toEqual(['a/z', 'b/x', 'b/y']);
  });

  test('a malformed object is left out, counted, and costs nobody else', async () => {
    const { kubeconfig } = await served({
      objects: [rawPod('web', 'good'), rawPod('web', 'odd', { spec: { containers: 'none' } })],
    });
    const { objects, skipped, coverage } = snapshotIn(await collectFrom(kubeconfig()));
    expect(objects.Pod.map(({ metadata }) => metadata.name)).toEqual(['good']);
    expect(skipped).toEqual([expect.objectContaining({ kind: 'Pod', namespace: 'web', name: 'odd' })]);
    expect(coverage.get('Pod')).toBe('full');
    // It is there all the same: nothing follows from its absence.
    expect(['web', 'shop'].map((namespace) => isLeftOut({ skipped }, 'Pod', namespace))).toEqual([true, false]);
  });

  test('of the events only recent warnings are kept, and of very many the newest', async () => {
    const event = (name: string, at: string, type = 'Warning') => ({
      kind: 'Event',
      metadata: { name, namespace: 'web' },
      involvedObject: { kind: 'Pod', name: 'p' },
      type,
      lastTimestamp: at,
    });
    const { kubeconfig, asked } = await served({
      objects: [
        event('old', ago('2h')),
        event('a', ago('3m')),
        event('b', ago('2m')),
        event('c', ago('1m')),
        event('fine', ago('1m'), 'Normal'),
      ],
    });
    const { objects, skipped } = snapshotIn(await collectFrom(kubeconfig(), { maxEvents: 2 }));
    expect(objects.Event.map(({ metadata }) => metadata.name)).toEqual(['b', 'c']);
    expect(skipped).toEqual([
      { kind: 'events/older', namespace: null, name: null, why: '1 older ones were left out: the newest 2 are kept' },
    ]);
    expect(asked.find((one) => one.resource === 'events')?.query.get('fieldSelector')).toBe('type=Warning');
  });
});

describe('row 2: the API server goes away in the middle', () => {
  test('what came is kept, the kind is partial, the gap says so', async () => {
    const { kubeconfig } = await served({
      objects: [...NAMES, ...rawPods(3500, ['web'])],
      script: ({ resource, page }) => (resource === 'pods' && page >= 3 ? 'cut' : null),
    });
    const reading = await collectFrom(kubeconfig());
    expect(snapshotIn(reading).objects.Pod).toHaveLength(1000);
    expect(snapshotIn(reading).coverage.get('Pod')).toBe('partial');
    expect(gapsIn(reading)).toEqual(['unreachable pods *']);
    expect(snapshotIn(reading).gaps[0]?.detail).toContain('after 1000 objects');
  });
});

describe('row 3: forbidden', () => {
  test('a kind that is forbidden everywhere is one gap, whatever the number of namespaces', async () => {
    const { kubeconfig } = await served({
      objects: NAMES,
      script: ({ resource }) => (resource === 'jobs.batch' ? forbidden('jobs.batch') : null),
    });
    const reading = await collectFrom(kubeconfig());
    expect(gapsIn(reading)).toEqual(['forbidden jobs.batch *']);
    expect(snapshotIn(reading).coverage.get('Job')).toBe('partial');
  });

  test('a kind that is forbidden as a whole is read namespace by namespace, the forbidden one is the gap', async () => {
    const { kubeconfig } = await served({
      objects: [...NAMES, rawPod('web', 'a'), rawPod('mysql', 'b')],
      script: ({ resource, namespace }) =>
        resource === 'pods' && (namespace === null || namespace === 'mysql') ? forbidden('pods') : null,
    });
    const reading = await collectFrom(kubeconfig());
    expect(gapsIn(reading)).toEqual(['forbidden pods mysql']);
    expect(snapshotIn(reading).objects.Pod.map(({ metadata }) => metadata.name)).toEqual(['a']);
    expect(snapshotIn(reading).completeNamespaces.get('Pod')).toEqual(['kube-system', 'web']);
  });

  test('readable in every namespace is readable in full', async () => {
    const { kubeconfig } = await served({
      objects: [...NAMES, rawPod('web', 'a')],
      script: ({ resource, namespace }) => (resource === 'pods' && namespace === null ? forbidden('pods') : null),
    });
    const reading = await collectFrom(kubeconfig());
    expect(gapsIn(reading)).toEqual([]);
    expect(snapshotIn(reading).coverage.get('Pod')).toBe('full');
  });

  test('without the list of namespaces those of the services are tried, and the whole stays a gap', async () => {
    const { kubeconfig } = await served({
      objects: [rawPod('web', 'a'), rawPod('hidden', 'b')],
      script: ({ resource, namespace }) =>
        resource === 'namespaces' || (resource === 'pods' && namespace !== 'web') ? forbidden(resource) : null,
    });
    const reading = await collectFrom(kubeconfig(), { knownNamespaces: ['web'] });
    expect(gapsIn(reading)).toEqual(['forbidden namespaces *', 'forbidden pods *']);
    expect(snapshotIn(reading).completeNamespaces.get('Pod')).toEqual(['web']);
  });

  test('everything forbidden: nothing was read', async () => {
    const { kubeconfig } = await served({
      script: ({ resource }) => (resource === 'version' || resource === 'apis' ? null : forbidden(resource)),
    });
    expect(await collectFrom(kubeconfig())).toMatchObject({ ok: false, gap: { cause: 'forbidden' } });
  });

  test('each kind alone: its gap names it, and every other kind is read', async () => {
    for (const resource of [
      'nodes',
      'services',
      'endpointslices.discovery.k8s.io',
      'storageclasses.storage.k8s.io',
      'events',
    ]) {
      const { kubeconfig, stop } = await fakeApi({
        objects: NAMES,
        script: (asked) => (asked.resource === resource ? forbidden(resource) : null),
      });
      expect(gapsIn(await collectFrom(kubeconfig()))).toEqual([`forbidden ${resource} *`]);
      await stop();
    }
  });
});

describe('only some namespaces', () => {
  test('nothing is concluded about the others', async () => {
    const { kubeconfig, asked } = await served({ objects: [...NAMES, rawPod('web', 'a'), rawPod('mysql', 'b')] });
    const reading = await collectFrom(kubeconfig(), { namespaces: ['web'] });
    const { objects, coverage, completeNamespaces } = snapshotIn(reading);
    expect(objects.Pod.map(({ metadata }) => metadata.name)).toEqual(['a']);
    expect(objects.Namespace).toHaveLength(3);
    expect([coverage.get('Pod'), coverage.get('Node'), gapsIn(reading)]).toEqual(['partial', 'full', []]);
    expect(completeNamespaces.get('Pod')).toEqual(['web']);
    expect(asked.filter((one) => one.resource === 'pods').map((one) => one.namespace)).toEqual(['web']);
  });
});

describe('P0 first', () => {
  test('of a long list the first namespaces are read before the rest, and nothing comes twice', async () => {
    const { kubeconfig, asked } = await served({ objects: [...NAMES, ...rawPods(1500, ['web', 'mysql', 'other'])] });
    const { objects, coverage } = snapshotIn(await collectFrom(kubeconfig(), { firstNamespaces: ['mysql'] }));
    expect(objects.Pod).toHaveLength(1500);
    expect(new Set(objects.Pod.map(({ metadata }) => metadata.uid)).size).toBe(1500);
    expect(coverage.get('Pod')).toBe('full');
    expect(asked.filter((one) => one.resource === 'pods').map((one) => `${one.namespace ?? '*'} ${one.page}`)).toEqual([
      '* 1',
      'mysql 1',
      '* 2',
      '* 3',
    ]);
  });

  test('a deadline cuts the rest of every long list, the first namespaces are complete', async () => {
    const deployments = rawPods(1500, ['web', 'mysql']).map((pod) => ({ ...pod, kind: 'Deployment' }));
    const { kubeconfig } = await served({
      objects: [...NAMES, ...rawPods(1500, ['web', 'mysql']), ...deployments],
      script: ({ page }) => (page === 2 ? 'hang' : null),
    });
    const before = performance.now();
    const reading = await collectFrom(
      kubeconfig(),
      { firstNamespaces: ['mysql'], readDeadlineMs: 1_000 },
      { pageSize: 750 },
    );
    expect(performance.now() - before).toBeLessThan(2_500);
    const { completeNamespaces, objects } = snapshotIn(reading);
    expect(gapsIn(reading)).toEqual(['timeout pods *', 'timeout deployments.apps *']);
    expect(completeNamespaces.get('Pod')).toEqual(['mysql']);
    expect(completeNamespaces.get('Deployment')).toEqual(['mysql']);
    expect(objects.Pod.filter(({ metadata }) => metadata.namespace === 'mysql')).toHaveLength(750);
  });
});

describe('row 12: an aggregated API that is down', () => {
  test('is a gap of that kind alone', async () => {
    const { kubeconfig } = await served({
      objects: NAMES,
      serves: ['PodMetrics'],
      script: ({ resource }) => (resource === 'pods.metrics.k8s.io' ? { status: 503 } : null),
    });
    expect(gapsIn(await collectFrom(kubeconfig()))).toEqual(['error pods.metrics.k8s.io *']);
  });
});

describe('nothing can be read', () => {
  test('row 1: no server', async () => {
    const { kubeconfig, stop } = await served({});
    const file = kubeconfig();
    await stop();
    const reading = await collectFrom(file);
    expect(reading).toMatchObject({ ok: false, gap: { cause: 'unreachable' } });
    expect(reading.ok ? '' : reading.gap.detail).toContain('connection refused');
  });

  test('row 4: credentials that nobody knows', async () => {
    const { kubeconfig } = await served({ token: 'right' });
    expect(await collectFrom(kubeconfig({ token: 'wrong' }))).toMatchObject({
      ok: false,
      gap: { cause: 'unauthorized' },
    });
  });

  test('row 5: a server that never answers costs no more than the deadline', async () => {
    const { kubeconfig } = await served({ script: () => 'hang' });
    const before = performance.now();
    const reading = await collectFrom(kubeconfig(), { readDeadlineMs: 500 });
    expect(reading).toMatchObject({ ok: false, gap: { cause: 'timeout' } });
    expect(performance.now() - before).toBeLessThan(1_500);
  });

  test('row 5: when the time of the caller is over, it is a gap like the own one', async () => {
    const { kubeconfig } = await served({ script: () => 'hang' });
    const cycle = deadlineIn(200, 'the whole cycle', systemClock);
    const reading = await collectFrom(kubeconfig(), { signal: cycle.signal });
    expect(reading).toMatchObject({
      ok: false,
      gap: { cause: 'timeout', detail: 'the whole cycle took longer than 200 ms' },
    });
  });

  test('the caller may end it', async () => {
    const { kubeconfig } = await served({ script: () => 'hang' });
    await expect(collectFrom(kubeconfig(), { signal: AbortSignal.timeout(100) })).rejects.toThrow(/timeout/i);
  });
});

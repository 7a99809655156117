// Kinds that are read in another way than most: in one namespace only, by their metadata, where a component allows it.
import { afterEach, expect, test } from 'vitest';
import { collectFrom, gapsIn, rawNamespaces, snapshotIn } from '../../tests/support/collecting.ts';
import { type FakeApi, type FakeApiOptions, fakeApi } from '../../tests/support/fake-api.ts';
import { forbidden } from '../../tests/support/fake-status.ts';

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
const lease = (namespace: string, name: string) => ({
  kind: 'Lease',
  metadata: { name, namespace },
  spec: { renewTime: '2026-01-15T12:00:00.000000Z' },
});
const map = (namespace: string) => ({
  kind: 'ConfigMap',
  metadata: { name: 'settings', namespace, annotations: { copy: 'SECRET' } },
  data: { password: 'SECRET' },
});

test('Leases are those of the nodes, also for a cycle that looks at other namespaces only', async () => {
  const { kubeconfig, asked } = await served({
    objects: [...NAMES, lease('kube-node-lease', 'node-a'), lease('kube-system', 'scheduler')],
  });
  for (const namespaces of [[], ['web']]) {
    const { objects, coverage } = snapshotIn(await collectFrom(kubeconfig(), { namespaces }));
    expect(objects.Lease.map(({ metadata }) => metadata.name)).toEqual(['node-a']);
    expect(coverage.get('Lease')).toBe('full');
  }
  const leases = asked.filter(({ resource }) => resource === 'leases.coordination.k8s.io');
  expect(leases.map(({ namespace }) => namespace)).toEqual(['kube-node-lease', 'kube-node-lease']);
});

test('Leases that are forbidden are one gap, and are not tried elsewhere', async () => {
  const { kubeconfig, asked } = await served({
    objects: NAMES,
    script: ({ resource }) => (resource === 'leases.coordination.k8s.io' ? forbidden(resource) : null),
  });
  const reading = await collectFrom(kubeconfig());
  expect(gapsIn(reading)).toEqual(['forbidden leases.coordination.k8s.io kube-node-lease']);
  expect(snapshotIn(reading).coverage.get('Lease')).toBe('partial');
  expect(asked.filter(({ resource }) => resource === 'leases.coordination.k8s.io')).toHaveLength(1);
});

test('of ConfigMaps the metadata alone is asked for', async () => {
  const { kubeconfig, asked } = await served({ objects: [...NAMES, map('web'), map('mysql')] });
  const snapshot = snapshotIn(await collectFrom(kubeconfig()));
  expect(snapshot.objects.ConfigMap.map(({ metadata }) => metadata.namespace)).toEqual(['mysql', 'web']);
  expect(snapshot.coverage.get('ConfigMap')).toBe('full');
  expect(JSON.stringify(snapshot.objects.ConfigMap)).not.toContain('SECRET');
  expect(asked.filter(({ resource }) => resource === 'configmaps').map(({ headers }) => headers.accept)).toEqual([
    'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1',
  ]);
});

test.each([
  ['in the whole cluster', [], 1],
  ['in some namespaces', ['web', 'mysql'], 2],
] as const)('ConfigMaps that are forbidden %s are not read, and nothing is missing', async (_, namespaces, times) => {
  const { kubeconfig, asked } = await served({
    objects: [...NAMES, map('web')],
    script: ({ resource }) => (resource === 'configmaps' ? forbidden(resource) : null),
  });
  const reading = await collectFrom(kubeconfig(), { namespaces });
  expect([gapsIn(reading), snapshotIn(reading).coverage.get('ConfigMap')]).toEqual([[], 'not-read']);
  expect(asked.filter(({ resource }) => resource === 'configmaps')).toHaveLength(times);
});

test('ConfigMaps that fail for another reason are a gap like any other', async () => {
  const { kubeconfig } = await served({
    objects: NAMES,
    script: ({ resource }) => (resource === 'configmaps' ? { status: 400 } : null),
  });
  expect(gapsIn(await collectFrom(kubeconfig()))).toEqual(['error configmaps *']);
});

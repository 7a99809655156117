import { expect, test } from 'vitest';
import { recordedAccessTo } from '../../tests/support/access.ts';
import { pod } from '../../tests/support/pod.ts';
import type { ListQuery } from './cluster-access.ts';

const signal = new AbortController().signal;
const pods: ListQuery = { kind: 'Pod', namespace: null, labelSelector: null };
const OBJECTS = [
  pod({ name: 'api-1', metadata: { labels: { app: 'api' } } }),
  pod({ name: 'web-1', metadata: { namespace: 'front', labels: { app: 'web' } } }),
];

test('lists by namespace and label, and gets by name', async () => {
  const access = recordedAccessTo(OBJECTS);
  expect((await access.list({ ...pods, namespace: 'front' }, signal)).objects).toHaveLength(1);
  expect((await access.list({ ...pods, labelSelector: 'app in (api)' }, signal)).objects).toMatchObject([
    { kind: 'Pod', metadata: { name: 'api-1' } },
  ]);
  expect(await access.get('Pod', 'shop', 'api-1', signal)).toMatchObject({ metadata: { name: 'api-1' } });
  expect(await access.get('Pod', 'shop', 'api-2', signal)).toBeNull();
});

test('says what the recording does not hold', async () => {
  const gap = { verb: 'list', resource: 'pods', namespace: 'front', cause: 'forbidden', detail: 'no' } as const;
  const skipped = [{ kind: 'Pod', namespace: 'shop', name: 'odd', why: 'spec: expected object' }];
  const access = recordedAccessTo(OBJECTS, {
    coverage: { Node: 'not-read', ConfigMap: 'not-read', PodMetrics: 'not-served', Pod: 'partial' },
    parts: { gaps: [gap], skipped, completeNamespaces: new Map([['Pod', ['shop']]]) },
  });
  await expect(access.list({ ...pods, kind: 'Node' }, signal)).rejects.toThrow('the recording does not hold nodes');
  await expect(access.list({ ...pods, kind: 'ConfigMap' }, signal)).rejects.toThrow('does not hold configmaps');
  await expect(access.list({ ...pods, kind: 'PodMetrics' }, signal)).rejects.toMatchObject({ status: 404 });
  expect((await access.list(pods, signal)).limits).toEqual([
    'the recording does not hold all pods',
    'forbidden in front: no',
    '1 could not be understood and are left out',
  ]);
  expect((await access.list({ ...pods, namespace: 'shop' }, signal)).limits).toEqual([
    '1 could not be understood and are left out',
  ]);
  expect(await access.get('Pod', 'shop', 'gone', signal)).toBeNull();
  await expect(access.get('Pod', 'front', 'gone', signal)).rejects.toThrow('does not hold all pods');
  await expect(access.get('Pod', 'shop', 'odd', signal)).rejects.toThrow('could not be understood');
});

test('logs of the run that was recorded, and only of it', async () => {
  const access = recordedAccessTo(OBJECTS, { logs: { 'shop/api-1/api/previous': 'one\ntwo\n' } });
  const log = { namespace: 'shop', pod: 'api-1', container: 'api', previous: true, tailLines: 1 };
  expect(await access.log(log, signal)).toEqual({ text: 'two\n', cut: true });
  await expect(access.log({ ...log, previous: false }, signal)).rejects.toThrow('only api (previous run)');
});

test('names that are none are refused here too, and an abort ends it', async () => {
  const access = recordedAccessTo(OBJECTS);
  await expect(access.get('Pod', 'shop', '../x', signal)).rejects.toMatchObject({ name: 'ReadError' });
  const reason = new Error('enough');
  await expect(access.list(pods, AbortSignal.abort(reason))).rejects.toBe(reason);
});

test('of ConfigMaps it holds names, and of Leases those of nodes: both are said', async () => {
  const map = { kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'shop' } } as const;
  const access = recordedAccessTo([map]);
  expect(await access.list({ kind: 'ConfigMap', namespace: 'shop', labelSelector: null }, signal)).toEqual({
    objects: [map],
    limits: ['a recording holds names only, not those of the keys'],
  });
  await expect(access.list({ kind: 'Lease', namespace: 'shop', labelSelector: null }, signal)).rejects.toThrow(
    'a Lease is read in kube-node-lease only',
  );
});

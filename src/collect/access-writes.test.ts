import { afterEach, expect, test } from 'vitest';
import { liveAccessTo, recordedAccessTo } from '../../tests/support/access.ts';
import { type FakeApi, type FakeApiOptions, fakeApi } from '../../tests/support/fake-api.ts';
import { forbidden } from '../../tests/support/fake-status.ts';

let api: FakeApi | null = null;
afterEach(async () => {
  await api?.stop();
  api = null;
});
const signal = new AbortController().signal;

async function asked(options: FakeApiOptions) {
  api = await fakeApi(options);
  return liveAccessTo(api.kubeconfig()).changedAt?.('shop', signal);
}

function served(items: readonly object[], more = '') {
  const body = { kind: 'PartialObjectMetadataList', metadata: { continue: more }, items };
  return { status: 200, body: JSON.stringify(body) };
}

const written = (name: string, ...writes: readonly (readonly [manager: string, time: string, field: string])[]) => ({
  metadata: {
    name,
    creationTimestamp: '2026-01-01T00:00:00Z',
    annotations: { copy: 'SECRET' },
    managedFields: writes.map(([manager, time, field]) => ({ manager, time, fieldsV1: { [field]: {} } })),
  },
});

test('the last write of data counts, not that of a label; without any the creation', async () => {
  const items = [
    written('a', ['argocd', '2026-01-02T00:00:00Z', 'f:data'], ['kubectl-edit', '2026-01-03T00:00:00Z', 'f:data']),
    written('b', ['helm', '2026-01-02T00:00:00Z', 'f:binaryData'], ['labeler', '2026-01-05T00:00:00Z', 'f:metadata']),
    written('c'),
  ];
  expect(await asked({ script: () => served(items) })).toEqual([
    { name: 'a', at: new Date('2026-01-03T00:00:00Z'), by: 'kubectl-edit' },
    { name: 'b', at: new Date('2026-01-02T00:00:00Z'), by: 'helm' },
    { name: 'c', at: new Date('2026-01-01T00:00:00Z'), by: null },
  ]);
});

test('asks for metadata and nothing else, over all pages', async () => {
  const found = await asked({
    script: ({ query }) => (query.has('continue') ? served([written('b')]) : served([written('a')], 'next')),
  });
  expect(found?.map(({ name }) => name)).toEqual(['a', 'b']);
  expect(api?.asked.map(({ path, headers }) => [path, headers.accept])).toEqual(
    Array(2).fill([
      '/api/v1/namespaces/shop/configmaps',
      'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1',
    ]),
  );
});

test('a server that answers with the whole objects is not believed', async () => {
  await expect(
    asked({
      script: () => {
        const items = [{ metadata: { name: 'a', namespace: 'shop' }, data: { k: 'SECRET' } }];
        return { status: 200, body: JSON.stringify({ kind: 'ConfigMapList', metadata: {}, items }) };
      },
    }),
  ).rejects.toMatchObject({ fault: 'invalid' });
});

test('forbidden is said as it is; a recording has no such question', async () => {
  await expect(asked({ script: () => forbidden('configmaps') })).rejects.toMatchObject({ fault: 'forbidden' });
  expect(recordedAccessTo([]).changedAt).toBeUndefined();
});

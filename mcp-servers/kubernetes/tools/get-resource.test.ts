import { afterEach, expect, test } from 'vitest';
import { callTool, dataOf, liveAccessTo, recordedAccessTo } from '../../../tests/support/access.ts';
import { type FakeApi, fakeApi } from '../../../tests/support/fake-api.ts';
import { pod } from '../../../tests/support/pod.ts';
import { getResource } from './get-resource.ts';

let api: FakeApi | null = null;
afterEach(async () => {
  await api?.stop();
  api = null;
});

const NOISY = pod({
  metadata: {
    uid: 'the-uid',
    resourceVersion: '4711',
    managedFields: [{ manager: 'kubectl' }],
    annotations: {
      'kubectl.kubernetes.io/last-applied-configuration': '{"a":"hunter2"}',
      note: 'password=hunter2',
      team: 'shop',
    },
  },
  container: {
    env: [
      { name: 'LOG_LEVEL', value: 'debug' },
      { name: 'DB_PASSWORD', value: 'hunter2' },
      { name: 'STRIPE_SECRET', value: 'hunter2' },
      { name: 'DATABASE_URL', value: 'postgres://app:hunter2@db:5432/x' },
      { name: 'OPAQUE', value: 'q7Z81hunter2AbCdEf09' },
      { name: 'GIT_COMMIT', value: '4fa1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3' },
      { name: 'MYSQL_ALLOW_EMPTY_PASSWORD', value: 'yes' },
      { name: 'API_TOKEN', valueFrom: { secretKeyRef: { name: 'api', key: 'token' } } },
    ],
    args: ['--user', 'root', '--password', 'hunter2', '--token=hunter2', '--port=80'],
    livenessProbe: { httpGet: { path: '/', port: 80, httpHeaders: [{ name: 'X-Api-Key', value: 'hunter2' }] } },
  },
});

test('YAML without noise, secrets and copies', async () => {
  api = await fakeApi({ objects: [NOISY] });
  const outcome = await callTool(getResource, liveAccessTo(api.kubeconfig()), {
    kind: 'Pod',
    namespace: 'shop',
    name: 'api-1',
  });
  expect(outcome.text).toMatch(/^Pod api-1 in shop, created 5 d ago\nkind: Pod\n/);
  for (const line of [
    '- LOG_LEVEL=debug',
    'DB_PASSWORD=[redacted: password]',
    '- GIT_COMMIT=4fa1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3',
    '- MYSQL_ALLOW_EMPTY_PASSWORD=yes',
    '- API_TOKEN from secretKeyRef api/token',
    '--user root --password [redacted: password] --token=[redacted: token] --port=80',
    'team: shop',
    'phase: Running',
  ]) {
    expect(outcome.text).toContain(line);
  }
  for (const noise of ['hunter2', 'managedFields', '4711', 'the-uid', 'last-applied']) {
    expect(outcome.text).not.toContain(noise);
    expect(JSON.stringify(dataOf(outcome))).not.toContain(noise);
  }
  expect(outcome.text.indexOf('status:')).toBeLessThan(outcome.text.indexOf('spec:'));
});

test('of a ConfigMap the names of its keys', async () => {
  api = await fakeApi({
    objects: [
      { kind: 'ConfigMap', metadata: { name: 'app', namespace: 'shop' }, data: { 'app.yaml': 'colour: blue' } },
    ],
  });
  const outcome = await callTool(getResource, liveAccessTo(api.kubeconfig()), {
    kind: 'ConfigMap',
    namespace: 'shop',
    name: 'app',
  });
  expect(outcome.text).toContain('dataKeys:\n  - app.yaml');
  expect(outcome.text).not.toContain('blue');
});

test('a long object is cut, and that is said', async () => {
  const env = Array.from({ length: 400 }, (_, index) => ({ name: `SETTING_${index}`, value: 'x'.repeat(40) }));
  api = await fakeApi({ objects: [pod({ container: { env } })] });
  const outcome = await callTool(getResource, liveAccessTo(api.kubeconfig()), {
    kind: 'Pod',
    namespace: 'shop',
    name: 'api-1',
  });
  expect(outcome.text.length).toBeLessThanOrEqual(6000);
  expect(outcome.text).toMatch(/… cut, \d+ more lines$/);
  expect(JSON.stringify(dataOf(outcome)).length).toBeLessThan(8000);
});

test('a name that is not there comes with names that are near', async () => {
  const access = recordedAccessTo(['api-7d9f-x1', 'api-7d9f-x2', 'worker'].map((name) => pod({ name })));
  expect((await callTool(getResource, access, { kind: 'Pod', namespace: 'shop', name: 'api-7d9f' })).text).toBe(
    'no Pod api-7d9f in shop; near it: api-7d9f-x1, api-7d9f-x2. Next: list_resources kind=Pod namespace=shop shows the names.',
  );
});

test('a namespaced kind needs its namespace, and a path is no name', async () => {
  const access = recordedAccessTo([]);
  expect((await callTool(getResource, access, { kind: 'Pod', namespace: null, name: 'a' })).text).toBe(
    'a Pod lives in a namespace, and none was named. Next: mend the argument and call again.',
  );
  expect(
    (await callTool(getResource, access, { kind: 'Pod', namespace: 'shop', name: '../secrets/x' })).text,
  ).toContain(`"../secrets/x" can't be the name of a Kubernetes object. Next: mend the argument`);
});

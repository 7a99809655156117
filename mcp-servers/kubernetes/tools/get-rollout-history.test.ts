import { afterEach, expect, test } from 'vitest';
import { callTool, dataOf, liveAccessTo, recordedAccessTo } from '../../../tests/support/access.ts';
import { type FakeApi, fakeApi } from '../../../tests/support/fake-api.ts';
import { pod } from '../../../tests/support/pod.ts';
import { controllerRevision, withContainer } from '../../../tests/support/revisions.ts';
import { ago } from '../../../tests/support/view.ts';
import { ownedBy, workload } from '../../../tests/support/workload.ts';
import { getRolloutHistory } from './get-rollout-history.ts';

let api: FakeApi | null = null;
afterEach(async () => {
  await api?.stop();
  api = null;
});

const OWNER = { ownerReferences: [{ kind: 'Deployment', name: 'api', controller: true }] };
const revision = (number: number, age: string, container: object, more: object = {}) => ({
  kind: 'ReplicaSet',
  metadata: {
    name: `api-${number}`,
    namespace: 'shop',
    creationTimestamp: ago(age),
    annotations: { 'deployment.kubernetes.io/revision': String(number) },
    ...OWNER,
  },
  spec: { replicas: 2, template: { spec: { containers: [{ name: 'api', ...container }], ...more } } },
  status: { readyReplicas: 1 },
});
const OLD = {
  image: 'acme/api:1',
  env: [
    { name: 'LOG_LEVEL', value: 'info' },
    { name: 'GONE', value: 'x' },
    { name: 'DB_PASSWORD', value: 'hunter1' },
  ],
  resources: { limits: { memory: '512Mi', cpu: '1' } },
  livenessProbe: { httpGet: { path: '/healthz', port: 80 }, periodSeconds: 10 },
};
const NEW = {
  image: 'acme/api:2',
  env: [
    { name: 'LOG_LEVEL', value: 'info' },
    { name: 'ADDED', value: 'y' },
    { name: 'DB_PASSWORD', value: 'hunter2' },
  ],
  resources: { limits: { memory: '64Mi', cpu: '1' } },
  livenessProbe: { httpGet: { path: '/live', port: 80 }, periodSeconds: 10 },
  readinessProbe: { tcpSocket: { port: 80 } },
  command: ['run'],
};
const ASK = { kind: 'Deployment', namespace: 'shop', name: 'api' };

test('what a revision changed, in words, and no value of a variable', async () => {
  const other = {
    ...revision(9, '1m', NEW),
    metadata: { ...revision(9, '1m', NEW).metadata, name: 'other', ownerReferences: [] },
  };
  const objects = [
    workload('Deployment', { ready: 1 }),
    other,
    revision(2, '12m', NEW, { volumes: [{ name: 'tmp' }] }),
    revision(1, '3d', OLD),
  ];
  api = await fakeApi({ objects });
  const outcome = await callTool(getRolloutHistory, liveAccessTo(api.kubeconfig()), ASK);
  expect(outcome.text).toBe(
    [
      'Deployment api in shop: NotReady 1/2 acme/api:1.4.2',
      '2 of 2 known revisions, newest first.',
      'revision 2 (api-2): created 12 min ago, 1/2 ready, acme/api:2',
      '  image acme/api:1 → acme/api:2',
      '  env DB_PASSWORD changed (its value is not shown)',
      '  env GONE removed',
      '  env ADDED added',
      '  memory limit 512Mi → 64Mi',
      '  livenessProbe path /healthz → /live',
      '  readinessProbe added',
      '  command run added',
      '  volume tmp added',
      'revision 1 (api-1): created 3 d ago, 1/2 ready, acme/api:1',
      '  the revision before is not known',
    ].join('\n'),
  );
  expect(JSON.stringify(dataOf(outcome))).not.toMatch(/hunter/);
});

test('a probe shows no password, also when nothing else of it changed', async () => {
  const probed = (number: number, password: string, periodSeconds: number) => {
    const httpGet = { path: '/', httpHeaders: [{ name: 'X-Auth-Token', value: password }] };
    const exec = { command: ['mysqladmin', 'ping', '--password', password] };
    return revision(number, '1m', { readinessProbe: { httpGet }, livenessProbe: { exec, periodSeconds } });
  };
  const objects = [workload('Deployment'), probed(1, 'Winter2025', 5), probed(2, 'Winter2026', 9)];
  api = await fakeApi({ objects });
  const outcome = await callTool(getRolloutHistory, liveAccessTo(api.kubeconfig()), ASK);
  expect(outcome.text).toContain(
    '  readinessProbe value changed (its value is not shown)\n  livenessProbe command changed (its value is not shown)\n  livenessProbe periodSeconds 5 → 9',
  );
  expect(JSON.stringify(outcome)).not.toContain('Winter');

  const tools = ['mysqladmin', 'mariadb-admin'].map((tool, index) =>
    revision(index + 1, '1m', { livenessProbe: { exec: { command: [tool, 'ping', '-pWinter2026'] } } }),
  );
  const { text } = await callTool(getRolloutHistory, recordedAccessTo([workload('Deployment'), ...tools]), ASK);
  expect(text).toContain('  livenessProbe command changed (its value is not shown)');
  expect(text).not.toContain('Winter');
  expect(text).not.toContain('Winter');
});

test('a recording knows no values, and says so', async () => {
  const access = recordedAccessTo([workload('Deployment'), revision(1, '3d', OLD), revision(2, '1m', OLD)]);
  const { text } = await callTool(getRolloutHistory, access, ASK);
  expect(text).toContain('Not complete: values of variables are not known, so a change of one does not show.');
  expect(text).toContain('nothing that is compared here differs');
});

test('of a StatefulSet what its pods show, and what is not known', async () => {
  const ofSet = (name: string, hash: string, age: string, image: string) =>
    pod({
      name,
      notReady: null,
      metadata: {
        creationTimestamp: ago(age),
        labels: { 'controller-revision-hash': hash },
        ownerReferences: [{ kind: 'StatefulSet', name: 'api', controller: true }],
      },
      container: { image },
    });
  const access = recordedAccessTo([
    workload('StatefulSet'),
    ofSet('api-0', 'old', '9d', 'acme/db:1'),
    ofSet('api-1', 'new', '5m', 'acme/db:2'),
    pod({ name: 'stranger' }),
  ]);
  const { text } = await callTool(getRolloutHistory, access, { ...ASK, kind: 'StatefulSet' });
  expect(text).toContain(
    'only revisions that still have pods are here: the recording does not hold controllerrevisions.apps',
  );
  expect(text).toContain('revision new: created 5 min ago, 1/1 ready, acme/db:2\n  image acme/db:1 → acme/db:2');
});

test('of a StatefulSet its ControllerRevisions, with as many pods as run each', async () => {
  const metadata = ownedBy('StatefulSet', { labels: { 'controller-revision-hash': 'h2' } });
  const objects = [
    workload('StatefulSet'),
    controllerRevision('StatefulSet', 1, '9d', withContainer({ image: 'acme/db:1' })),
    controllerRevision('StatefulSet', 2, '5m', withContainer({ image: 'acme/db:2' })),
    pod({ notReady: null, metadata }),
  ];
  api = await fakeApi({ objects });
  const { text } = await callTool(getRolloutHistory, liveAccessTo(api.kubeconfig()), { ...ASK, kind: 'StatefulSet' });
  expect(text).toContain(
    [
      'revision 2 (api-2): created 5 min ago, 1/1 ready, acme/db:2',
      '  image acme/db:1 → acme/db:2',
      'revision 1 (api-1): created 9 d ago, 0/0 ready, acme/db:1',
    ].join('\n'),
  );
});

test('a workload that is not there', async () => {
  const access = recordedAccessTo([workload('Deployment')]);
  expect((await callTool(getRolloutHistory, access, { ...ASK, name: 'apis' })).text).toContain(
    'no Deployment apis in shop; near it: api.',
  );
});

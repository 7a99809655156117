import { expect, test } from 'vitest';
import { unheldEvidence } from '../../../tests/support/evidence.ts';
import { JOB_OWNER, pod, waiting } from '../../../tests/support/pod.ts';
import { proven } from '../../../tests/support/proven.ts';
import { ago, detect } from '../../../tests/support/view.ts';
import { containerConfig } from './container-config.ts';

function run(message: string | undefined, more: object = {}, reason = 'CreateContainerConfigError') {
  const objects = [pod({ phase: 'Pending', api: { state: waiting(reason, message) }, ...more })];
  const found = detect(containerConfig, objects);
  expect(unheldEvidence(objects, found)).toEqual([]);
  return found;
}

test.each([
  ['secret "db" not found', 'Secret db does not exist'],
  ['configmap "app-config" not found', 'ConfigMap app-config does not exist'],
  ["couldn't find key PASSWORD in Secret shop/db", 'key PASSWORD is missing in Secret shop/db'],
  [
    'container has runAsNonRoot and image will run as root (pod: "x")',
    'it must not run as root, and its image does not keep to that (container has runAsNonRoot and image will run as root (pod: "x"))',
  ],
  [
    'failed to prepare subPath for volumeMount "conf" of container "api"',
    'the subPath of its mount conf cannot be prepared',
  ],
  ['failed to sync secret cache: timed out', 'failed to sync secret cache: timed out'],
  [undefined, 'the kubelet gives no cause'],
])('%s', (message, cause) => {
  const [found] = run(message);
  expect(found?.message).toBe(`container api cannot be created: ${cause}`);
  expect(found).toMatchObject({ reason: 'CreateContainerConfigError', since: new Date(ago('10m')) });
});

test('the pod of a Job that waits for its config counts', () => {
  expect(run('secret "db" not found', { metadata: JOB_OWNER })).toHaveLength(1);
});

test('the first minute, other reasons and deleted pods are no findings', () => {
  expect(run('secret "db" not found', { notReady: '50s' })).toEqual([]);
  expect(run('x', {}, 'ContainerCreating')).toEqual([]);
  expect(run('x', { metadata: { deletionTimestamp: ago('1s') } })).toEqual([]);
});

const using = (name: string, spec: object, notReady: string | null = null) =>
  pod({
    name: `${name}-1`,
    notReady,
    metadata: { ownerReferences: [{ kind: 'Deployment', name, controller: true }] },
    spec,
  });
const from = (more: object) => ({ containers: [{ name: 'web', ...more }] });
const cause = (message: string, ...others: readonly object[]) =>
  proven(containerConfig, [
    pod({ phase: 'Pending', api: { state: waiting('CreateContainerConfigError', message) } }),
    ...others,
  ])[0]?.message.replace('container api cannot be created: ', '');
const configMap = (name: string, namespace = 'shop') => ({ kind: 'ConfigMap', metadata: { name, namespace } });

test('a ConfigMap of nearly that name is named, where their names were read', () => {
  const absent = 'configmap "app-config" not found';
  expect(cause(absent, configMap('web'), configMap('app-configs'))).toBe(
    'ConfigMap app-config does not exist (there is a ConfigMap app-configs)',
  );
  expect(cause(absent, configMap('app-config-v2'), configMap('app_config'))).toMatch(/a ConfigMap app_config\)$/);
  expect(cause(absent, configMap('web'), configMap('app-configs', 'other'))).toBe(
    'ConfigMap app-config does not exist',
  );
});

test('so is one that a ready pod of the namespace uses, of whatever kind', () => {
  const web = using('web', from({ envFrom: [{ secretRef: { name: 'db-creds' } }] }));
  expect(cause('secret "db-cred" not found', web)).toBe('Secret db-cred does not exist (Deployment web uses db-creds)');
  const mounts = {
    ...from({}),
    volumes: [{ name: 'c', projected: { sources: [{ configMap: { name: 'app-conf' } }] } }],
  };
  expect(cause('configmap "app-config" not found', using('web', mounts))).toBe(
    'ConfigMap app-config does not exist (Deployment web uses app-conf)',
  );
  expect(cause('configmap "db-cred" not found', web)).toBe('ConfigMap db-cred does not exist');
});

test('and a key of nearly that name in the same Secret', () => {
  const key = (name: string, of = 'db') =>
    from({ env: [{ name: 'X', valueFrom: { secretKeyRef: { name: of, key: name } } }] });
  const absent = "couldn't find key DATABASE-URL in Secret shop/db";
  expect(cause(absent, using('web', key('DATABASE_URL')))).toBe(
    'key DATABASE-URL is missing in Secret shop/db (Deployment web uses key DATABASE_URL)',
  );
  expect(cause(absent, using('web', key('DATABASE_URL', 'other')))).toBe(
    'key DATABASE-URL is missing in Secret shop/db',
  );
});

test('what a pod that is not ready names, or could do without, may not be there either', () => {
  const spec = from({ envFrom: [{ secretRef: { name: 'db-creds' } }] });
  expect(cause('secret "db-cred" not found', using('web', spec, '9m'))).toBe('Secret db-cred does not exist');
  const optional = from({ envFrom: [{ secretRef: { name: 'db-creds', optional: true } }] });
  expect(cause('secret "db-cred" not found', using('web', optional))).toBe('Secret db-cred does not exist');
});

test('where very many are missing only the first get a hint', () => {
  const objects = Array.from({ length: 60 }, (_, i) => [
    pod({
      name: `api-${i}`,
      phase: 'Pending',
      api: { state: waiting('CreateContainerConfigError', `configmap "settings-of-app-${i}x" not found`) },
    }),
    configMap(`settings-of-app-${i}`),
  ]).flat();
  const found = detect(containerConfig, objects);
  expect(found.length).toBe(60);
  expect(found.filter((one) => one.message.includes('there is a ConfigMap')).length).toBe(20);
});

import { expect, test } from 'vitest';
import { pod, waiting } from '../../../tests/support/pod.ts';
import { proven } from '../../../tests/support/proven.ts';
import { ago, NOW } from '../../../tests/support/view.ts';
import { ownedBy, workload } from '../../../tests/support/workload.ts';
import { webhookDown } from './webhook-down.ts';

const RULES = [{ operations: ['CREATE', 'UPDATE'], apiGroups: [''], resources: ['pods', 'services'] }];
const SERVICE = { namespace: 'shop', name: 'api', path: '/validate' };

function configuration(webhook: object = {}, metadata: object = {}, kind = 'ValidatingWebhookConfiguration'): object {
  return {
    kind,
    metadata: { name: 'guard', creationTimestamp: ago('9d'), ...metadata },
    webhooks: [
      { name: 'check.guard.io', failurePolicy: 'Fail', clientConfig: { service: SERVICE }, rules: RULES, ...webhook },
    ],
  };
}

function service(spec: object = {}, metadata: object = {}): object {
  return {
    kind: 'Service',
    metadata: { name: 'api', namespace: 'shop', creationTimestamp: ago('9d'), ...metadata },
    spec: { selector: { app: 'api' }, ports: [{ port: 443 }], ...spec },
  };
}

function slice(ready: boolean): object {
  const labels = { 'kubernetes.io/service-name': 'api' };
  return {
    kind: 'EndpointSlice',
    metadata: { name: 'api-x', namespace: 'shop', labels },
    endpoints: [{ conditions: { ready } }],
  };
}

const deployment = workload('Deployment');
const broken = pod({
  notReady: '20m',
  metadata: ownedBy('Deployment'),
  api: { state: waiting('CrashLoopBackOff') },
});

test('a webhook none of whose pods is ready is told on their workload, with what is refused', () => {
  const [found, ...more] = proven(webhookDown, [configuration(), service(), slice(false), deployment, broken]);
  expect(more).toEqual([]);
  expect(found?.message).toBe(
    'nobody answers the admission webhook check.guard.io, so creating and changing pods and services is refused: its only pod is not ready',
  );
  expect(found).toMatchObject({
    reason: 'EndpointsNotReady',
    subject: { kind: 'ValidatingWebhookConfiguration', namespace: null, name: 'guard' },
    owner: { kind: 'Deployment', name: 'api' },
    since: new Date(ago('20m')),
    cause: 'webhook/check.guard.io',
  });
});

test('a service that is not there, for both configurations of one product', () => {
  const both = [configuration(), configuration({}, {}, 'MutatingWebhookConfiguration')];
  const found = proven(webhookDown, both);
  expect(found).toHaveLength(2);
  expect(found[0]?.message).toContain(': service api in shop does not exist');
  expect(found.map((f) => f.owner)).toEqual(Array(2).fill({ kind: 'Service', namespace: 'shop', name: 'api' }));
  expect(found[0]?.since).toEqual(NOW);
});

test('nothing behind the service, though scaled to zero by somebody, or a port it does not have', () => {
  const zero = workload('Deployment', { wanted: 0 });
  expect(proven(webhookDown, [configuration(), service(), zero])[0]).toMatchObject({
    reason: 'NoEndpoints',
    owner: { kind: 'Deployment' },
  });
  expect(proven(webhookDown, [configuration(), service({ selector: null })])[0]).toMatchObject({
    reason: 'NoEndpoints',
    owner: { kind: 'Service' },
  });
  const elsewhere = configuration({ clientConfig: { service: { ...SERVICE, port: 8443 } } });
  expect(proven(webhookDown, [elsewhere, service(), slice(true)])[0]?.message).toContain('has no port 8443');
});

test('a policy that is not written is Fail, and one that selects refuses only that', () => {
  const rules = [{ operations: ['*'], apiGroups: ['*'], resources: ['*/*'] }];
  const namespaceSelector = { matchLabels: { guard: 'on' } };
  const [found] = proven(webhookDown, [configuration({ failurePolicy: undefined, rules, namespaceSelector })]);
  expect(found?.message).toContain('creating, changing and deleting anything that it selects is refused');
});

const starting = pod({
  notReady: '20s',
  metadata: ownedBy('Deployment'),
  api: { state: { running: { startedAt: ago('20s') } } },
});
const ready = pod({ notReady: null, metadata: ownedBy('Deployment') });
const leaving = pod({ metadata: ownedBy('Deployment', { deletionTimestamp: ago('5s') }) });
test.each([
  ['may be ignored', [configuration({ failurePolicy: 'Ignore' })]],
  ['has no rules', [configuration({ rules: [] })]],
  ['is asked by its address', [configuration({ clientConfig: { url: 'https://guard.example.com' } })]],
  ['was made a moment ago', [configuration({}, { creationTimestamp: ago('30s') })]],
  ['is being deleted', [configuration({}, { deletionTimestamp: ago('30s') })]],
  ['has an endpoint', [configuration(), service(), slice(true), deployment]],
  ['has a pod that is ready while its endpoints lag', [configuration(), service(), slice(false), deployment, ready]],
  [
    'has a pod that is starting beside a broken one',
    [
      configuration(),
      service(),
      slice(false),
      deployment,
      broken,
      { ...starting, metadata: { ...ownedBy('Deployment'), name: 'api-2', namespace: 'shop' } },
    ],
  ],
  ['is about to be replaced', [configuration(), service(), slice(false), deployment, leaving]],
  ['leads out of the cluster', [configuration(), service({ type: 'ExternalName' })]],
  ['has a service made a moment ago', [configuration(), service({}, { creationTimestamp: ago('30s') })]],
])('a webhook that %s is fine', (_, objects) => {
  expect(proven(webhookDown, objects)).toEqual([]);
});

test('what could not be read may answer', () => {
  expect(proven(webhookDown, [configuration()], { coverage: { Service: 'partial' } })).toEqual([]);
  const objects = [configuration(), service(), deployment, broken];
  expect(proven(webhookDown, objects, { coverage: { EndpointSlice: 'partial' } })).toEqual([]);
  expect(proven(webhookDown, objects, { coverage: { Pod: 'not-read' } })).toEqual([]);
});

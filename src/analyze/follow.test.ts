import { expect, test } from 'vitest';
import { service } from '../../tests/support/service.ts';
import { sceneOf } from '../../tests/support/view.ts';
import { workload } from '../../tests/support/workload.ts';
import type { ObjectRef } from '../domain/object-ref.ts';
import { followReference } from './follow.ts';

function app(name: string, namespace = 'shop'): readonly object[] {
  const template = { metadata: { labels: { app: name } }, spec: { containers: [] } };
  return [
    workload('Deployment', { name, metadata: { namespace }, spec: { template } }),
    { kind: 'Service', metadata: { name, namespace }, spec: { selector: { app: name } } },
  ];
}

function route(
  name: string,
  backends: readonly object[],
  gateway: object = { name: 'edge', namespace: 'infra' },
): object {
  const spec = { parentRefs: [gateway], rules: [{ backendRefs: backends }] };
  return { kind: 'HTTPRoute', metadata: { name, namespace: 'shop' }, spec };
}

const gateway = {
  kind: 'Gateway',
  metadata: { name: 'edge', namespace: 'infra' },
  spec: {
    gatewayClassName: 'envoy',
    listeners: [{ name: 'https', tls: { certificateRefs: [{ name: 'web-tls', namespace: 'shop' }] } }],
  },
};
const meta = (name: string) => ({ name, namespace: 'shop' });
const OBJECTS = [
  ...app('tool'),
  ...app('api'),
  ...app('pay', 'bank'),
  route('both', [{ name: 'tool' }, { name: 'api' }, { name: 'pay', namespace: 'bank' }]),
  route('other', [{ name: 'tool' }], { name: 'other' }),
  gateway,
  { kind: 'PodDisruptionBudget', metadata: meta('api'), spec: { selector: { matchLabels: { app: 'api' } } } },
  { kind: 'PodDisruptionBudget', metadata: meta('none') },
  { kind: 'ResourceQuota', metadata: meta('team') },
  { kind: 'ExternalSecret', metadata: meta('tls'), spec: { target: { name: 'web-tls' } } },
  { kind: 'Certificate', metadata: meta('web'), spec: { secretName: 'web-tls' } },
];
const LISTED = [service('api', { namespaces: ['shop'], tier: 'P1' }), service('pay', { namespaces: ['bank'] })];

function followed(subject: ObjectRef): readonly string[] {
  const scene = sceneOf(OBJECTS, { services: LISTED });
  return followReference(scene, { subject }).map(({ namespace, name }) => `${namespace}/${name}`);
}
const of = (kind: string, name: string, namespace: string | null = 'shop') => followed({ kind, namespace, name });

test('a route leads to what its backends run on, in any namespace', () => {
  expect(of('HTTPRoute', 'both')).toEqual(['shop/tool', 'shop/api', 'bank/pay']);
  expect(of('HTTPRoute', 'gone')).toEqual([]);
});

test('a gateway, and its class, lead to the most important of what its routes lead to first', () => {
  const byTier = ['bank/pay', 'shop/api', 'shop/tool'];
  expect(of('Gateway', 'edge', 'infra')).toEqual(byTier);
  expect(of('GatewayClass', 'envoy', null)).toEqual(byTier);
  expect(of('Gateway', 'edge')).toEqual([]);
});

test('a certificate, or the secret of one, leads to what is served with it', () => {
  expect(of('ExternalSecret', 'tls')).toContain('bank/pay');
  expect(of('Certificate', 'web')).toContain('bank/pay');
});

test('a disruption budget leads to whom it protects, a quota to nobody', () => {
  expect(of('PodDisruptionBudget', 'api')).toEqual(['shop/api']);
  expect(of('PodDisruptionBudget', 'none')).toEqual([]);
  expect(of('ResourceQuota', 'team')).toEqual([]);
});

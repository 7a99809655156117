import { expect, test } from 'vitest';
import { proven } from '../../../tests/support/proven.ts';
import { service as listed } from '../../../tests/support/service.ts';
import { workload } from '../../../tests/support/workload.ts';
import { serviceMissing } from './service-missing.ts';

function user(value: string, parts: { name?: string; namespace?: string; wanted?: number; env?: string } = {}): object {
  const { name = 'frontend', namespace = 'shop', wanted = 1, env = 'API_ADDR' } = parts;
  const containers = [{ name: 'web', env: [{ name: env, value }] }];
  return workload('Deployment', {
    name,
    wanted,
    metadata: { namespace },
    spec: { template: { spec: { containers } } },
  });
}

function ingress(backend: string): object {
  const paths = [{ path: '/', backend: { service: { name: backend, port: { number: 80 } } } }];
  return {
    kind: 'Ingress',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { rules: [{ host: 'shop.example.com', http: { paths } }] },
  };
}

const api = workload('Deployment');
const GONE = { kind: 'Service', namespace: 'shop', name: 'api' };

test.each([
  ['api:8080'],
  ['http://api.shop/v1'],
  ['api.shop.svc:8080'],
  ['postgres://u:p@api.shop.svc.cluster.local:5432/db'],
  ['api-0.api.shop.svc.cluster.local:8080'],
])('a workload whose service is gone while %s names it is told', (value) => {
  const [found, ...more] = proven(serviceMissing, [api, user(value)]);
  expect(more).toEqual([]);
  expect(found?.message).toBe('the service is gone, though Deployment frontend still names it in API_ADDR');
  expect(found).toMatchObject({
    subject: GONE,
    owner: { kind: 'Deployment', namespace: 'shop', name: 'api' },
    reason: 'ServiceMissing',
  });
});

test('a listed service needs no workload, and the user may live elsewhere', () => {
  const services = [listed('catalog', { namespaces: ['shop'], aliases: ['api'] })];
  const [found] = proven(serviceMissing, [user('api.shop:80', { namespace: 'front' })], { services });
  expect(found?.message).toBe('the service is gone, though Deployment frontend in front still names it in API_ADDR');
  expect(found?.owner).toEqual(GONE);
});

test('an ingress names it as well, and many users make one finding', () => {
  const [found, ...more] = proven(serviceMissing, [api, ingress('api'), user('api:80', { name: 'zoo' })]);
  expect(more).toEqual([]);
  expect(found?.message).toBe('the service is gone, though Deployment zoo still names it in API_ADDR');
  expect(found?.evidence).toHaveLength(2);
  expect(proven(serviceMissing, [api, ingress('api')])[0]?.message).toBe(
    'the service is gone, though Ingress web still names it in its backend for shop.example.com',
  );
});

test('a route of the Gateway API names it as well, from wherever it is', () => {
  const route = {
    kind: 'HTTPRoute',
    metadata: { name: 'web', namespace: 'front' },
    spec: { hostnames: ['shop.example.com'], rules: [{ backendRefs: [{ name: 'api', namespace: 'shop', port: 80 }] }] },
  };
  expect(proven(serviceMissing, [api, route])[0]).toMatchObject({
    subject: GONE,
    message: 'the service is gone, though HTTPRoute web in front still names it in its backend for shop.example.com',
  });
});

test.each([
  ['the service is there', [api, user('api:80'), { kind: 'Service', metadata: { name: 'api', namespace: 'shop' } }]],
  ['the host is outside the cluster', [api, user('https://api.example.com/v1')]],
  ['the name means nothing here', [user('redis:6379')]],
  ['it means a workload in another namespace', [api, user('api:80', { namespace: 'front' })]],
  ['the only one who names it is itself', [user('frontend:80')]],
  ['the only one who names it is scaled to zero', [api, user('api:80', { wanted: 0 })]],
  ['the variable may hold a secret', [api, user('api:80', { env: 'API_TOKEN' })]],
])('no finding when %s', (_, objects) => {
  expect(proven(serviceMissing, objects)).toEqual([]);
});

test('services that could not be read are not missing', () => {
  expect(proven(serviceMissing, [api, user('api:80')], { coverage: { Service: 'partial' } })).toEqual([]);
});

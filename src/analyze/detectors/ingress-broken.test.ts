import { expect, test } from 'vitest';
import { proven } from '../../../tests/support/proven.ts';
import { ago } from '../../../tests/support/view.ts';
import { ingressBroken } from './ingress-broken.ts';

interface Path {
  readonly host?: string;
  readonly path?: string;
  readonly service: string;
  readonly port?: object;
}

function ingress(rules: readonly Path[], spec: object = {}, metadata: object = {}): object {
  const made = rules.map(({ host = 'shop.example.com', path = '/', service, port = { number: 80 } }) => ({
    host,
    http: { paths: [{ path, backend: { service: { name: service, port } } }] },
  }));
  return {
    kind: 'Ingress',
    metadata: { name: 'web', namespace: 'shop', creationTimestamp: ago('9d'), ...metadata },
    spec: { rules: made, ...spec },
  };
}

function service(spec: object = {}): object {
  return {
    kind: 'Service',
    metadata: { name: 'api', namespace: 'shop' },
    spec: { ports: [{ name: 'http', port: 80 }], ...spec },
  };
}

const nginx = { kind: 'IngressClass', metadata: { name: 'nginx' } };

test('a class that does not exist breaks every host', () => {
  const rules = [{ service: 'api' }, { host: 'b.example.com', service: 'api' }];
  const [found, ...more] = proven(ingressBroken, [ingress(rules, { ingressClassName: 'ngnix' }), service(), nginx]);
  expect(more).toEqual([]);
  expect(found?.message).toBe(
    'traffic for shop.example.com and b.example.com leads nowhere: ingress class ngnix does not exist',
  );
  expect(found).toMatchObject({ reason: 'IngressClassNotFound', subject: { kind: 'Ingress', name: 'web' } });
});

test('a backend that does not exist breaks its own path', () => {
  const rules = [{ service: 'api' }, { path: '/pay', service: 'pay' }];
  const [found] = proven(ingressBroken, [ingress(rules), service()]);
  expect(found?.message).toBe('traffic for shop.example.com /pay leads nowhere: service pay does not exist');
  expect(found?.evidence).toMatchObject([{ field: 'spec.rules.1.http.paths.0.backend.service.name', value: 'pay' }]);
});

test('a port the service does not have, by number and by name', () => {
  const rules = [
    { service: 'api', port: { number: 8080 } },
    { host: 'b.example.com', service: 'api', port: { name: 'web' } },
  ];
  expect(proven(ingressBroken, [ingress(rules), service()])[0]?.message).toBe(
    'traffic for shop.example.com and b.example.com leads nowhere: service api has no port 8080 and service api has no port web',
  );
});

test('the default backend counts', () => {
  const spec = { defaultBackend: { service: { name: 'fallback', port: { number: 80 } } } };
  expect(proven(ingressBroken, [ingress([], spec)])[0]?.message).toBe(
    'traffic for every other host leads nowhere: service fallback does not exist',
  );
});

test.each([
  [
    'all it names',
    [
      ingress([{ service: 'api' }, { service: 'api', port: { name: 'http' } }], { ingressClassName: 'nginx' }),
      service(),
      nginx,
    ],
  ],
  ['no class', [ingress([{ service: 'api' }]), service()]],
  [
    'its class by the old annotation',
    [ingress([{ service: 'api' }], {}, { annotations: { 'kubernetes.io/ingress.class': 'traefik' } }), service()],
  ],
  ['an action of the AWS controller', [ingress([{ service: 'ssl-redirect', port: { name: 'use-annotation' } }])]],
  ['an ExternalName without ports', [ingress([{ service: 'api' }]), service({ type: 'ExternalName', ports: [] })]],
  ['a service that is still to be made', [ingress([{ service: 'api' }], {}, { creationTimestamp: ago('20s') })]],
])('an ingress with %s is fine', (_, objects) => {
  expect(proven(ingressBroken, objects)).toEqual([]);
});

test('what could not be read is not missing', () => {
  const objects = [ingress([{ service: 'api' }], { ingressClassName: 'nginx' })];
  expect(proven(ingressBroken, objects, { coverage: { Service: 'partial', IngressClass: 'not-read' } })).toEqual([]);
});

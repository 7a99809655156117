import { expect, test } from 'vitest';
import { proven } from '../../../tests/support/proven.ts';
import { ago, NOW } from '../../../tests/support/view.ts';
import { condition } from '../../../tests/support/workload.ts';
import { gatewayNotReady } from './gateway-not-ready.ts';

const OLD = { creationTimestamp: ago('9d'), generation: 2 };
const ok = condition('Accepted', 'True', 'Accepted');

function gatewayClass(conditions: readonly object[] = [ok], metadata: object = {}): object {
  return { kind: 'GatewayClass', metadata: { name: 'envoy', ...OLD, ...metadata }, status: { conditions } };
}

function gateway(status: object = { conditions: [ok] }, spec: object = {}, metadata: object = {}): object {
  return {
    kind: 'Gateway',
    metadata: { name: 'edge', namespace: 'infra', ...OLD, ...metadata },
    spec: {
      gatewayClassName: 'envoy',
      listeners: [{ name: 'https', port: 443, allowedRoutes: { namespaces: { from: 'All' } } }],
      ...spec,
    },
    status,
  };
}

function route(
  parts: { backends?: readonly object[]; parents?: readonly object[]; spec?: object; metadata?: object } = {},
): object {
  const { backends = [{ name: 'api', port: 80 }], parents, spec, metadata } = parts;
  return {
    kind: 'HTTPRoute',
    metadata: { name: 'web', namespace: 'shop', ...OLD, ...metadata },
    spec: {
      hostnames: ['shop.example.com'],
      parentRefs: [{ name: 'edge', namespace: 'infra' }],
      rules: [{ backendRefs: backends }],
      ...spec,
    },
    status: { parents: parents ?? [] },
  };
}

const api = { kind: 'Service', metadata: { name: 'api', namespace: 'shop' }, spec: { ports: [{ port: 80 }] } };
const WELL = [gatewayClass(), gateway(), api];
const told = (objects: readonly object[]) => proven(gatewayNotReady, objects).map((f) => `${f.reason}: ${f.message}`);

test('a class nobody takes is told since it was made, and its gateways name it', () => {
  const never = {
    type: 'Accepted',
    status: 'Unknown',
    reason: 'Pending',
    message: 'Waiting for controller',
    lastTransitionTime: '1970-01-01T00:00:00Z',
  };
  const young = { creationTimestamp: ago('1h') };
  const found = proven(gatewayNotReady, [gatewayClass([never], young), gateway({ conditions: [never] })]);
  expect(found.map((f) => f.message)).toEqual([
    'the gateway class is not accepted: Waiting for controller',
    'the gateway is not accepted: its class envoy is not accepted (Waiting for controller)',
  ]);
  expect(found[0]).toMatchObject({ reason: 'Pending', since: new Date(ago('1h')), subject: { namespace: null } });
});

test('a gateway that is not programmed, with the word of its controller', () => {
  const idle = condition('Programmed', 'False', 'Invalid', '20m', 'The port is in use.');
  const [found] = proven(gatewayNotReady, [gatewayClass(), gateway({ conditions: [ok, idle] })]);
  expect(found?.message).toBe('the gateway is not programmed: The port is in use');
  expect(found).toMatchObject({ reason: 'Invalid', since: new Date(ago('20m')), owner: { kind: 'Gateway' } });
});

test('a class that does not exist: a gateway that was accepted may serve on', () => {
  expect(told([gateway()])).toEqual([
    'GatewayClassGone: nobody takes care of the gateway: gateway class envoy does not exist',
  ]);
  expect(told([gateway({})])[0]).toMatch(/^GatewayClassNotFound: /);
});

test('a listener whose certificate is not there', () => {
  const bad = condition('ResolvedRefs', 'False', 'InvalidCertificateRef', '9m', 'Secret infra/tls not found');
  const status = { conditions: [ok], listeners: [{ name: 'https', conditions: [ok, bad] }] };
  expect(told([gatewayClass(), gateway(status)])).toEqual([
    'InvalidCertificateRef: listener https of the gateway does not work: Secret infra/tls not found',
  ]);
});

test('a route that no gateway takes', () => {
  const refused = condition('Accepted', 'False', 'NoMatchingListenerHostname', '9m', 'no listener has the host');
  const parents = [{ parentRef: { name: 'edge' }, conditions: [refused] }];
  expect(told([...WELL, route({ parents })])).toEqual([
    'NoMatchingListenerHostname: the route for shop.example.com is not accepted by edge: no listener has the host',
  ]);
  const other = { parentRefs: [{ name: 'edge', namespace: 'infra' }, { name: 'gone' }] };
  expect(told([...WELL, route({ spec: other })])).toEqual([
    'NotAcceptedByAll: traffic for shop.example.com leads nowhere: gateway gone does not exist',
  ]);
  expect(told([api, route()])).toEqual([
    'GatewayNotFound: traffic for shop.example.com leads nowhere: gateway edge does not exist',
  ]);
});

test.each([
  ['Same', undefined],
  ['None', undefined],
  ['Selector', { matchLabels: { open: 'yes' } }],
])('a route whose namespace the gateway does not take (%s)', (from, selector) => {
  const listeners = [{ name: 'https', allowedRoutes: { namespaces: { from, selector } } }];
  const namespace = { kind: 'Namespace', metadata: { name: 'shop', labels: { open: 'no' } } };
  expect(told([gatewayClass(), gateway(undefined, { listeners }), api, namespace, route()])).toEqual([
    'NotAllowedByListeners: traffic for shop.example.com leads nowhere: gateway edge takes no routes of namespace shop',
  ]);
});

test('backends that are not there make one finding, and what the controller says of them is not said twice', () => {
  const unresolved = condition('ResolvedRefs', 'False', 'BackendNotFound', '9m', 'service "pay" not found');
  const parents = [{ parentRef: { name: 'edge' }, conditions: [ok, unresolved] }];
  const backends = [
    { name: 'pay', port: 80 },
    { name: 'api', port: 81 },
  ];
  expect(told([...WELL, route({ backends, parents })])).toEqual([
    'BackendNotFound: traffic for shop.example.com leads nowhere: service pay does not exist and service api has no port 81',
  ]);
  expect(told([...WELL, route({ parents, backends: [{ kind: 'Bucket', name: 'x' }] })])).toEqual([
    'BackendNotFound: traffic for shop.example.com leads nowhere: service "pay" not found',
  ]);
  expect(proven(gatewayNotReady, [...WELL, route({ backends })])[0]?.since).toEqual(NOW);
});

const stale = { ...condition('Accepted', 'False', 'Invalid', '20m'), observedGeneration: 1 };
const fresh = (type: string, reason: string, age: string) => condition(type, 'False', reason, age);
test.each([
  ['all is well', [...WELL, route()]],
  ['what was said is about another generation', [gatewayClass([stale]), gateway({ conditions: [stale] })]],
  [
    'an address is on its way',
    [gatewayClass(), gateway({ conditions: [ok, fresh('Programmed', 'AddressNotAssigned', '4m')] })],
  ],
  ['the controller has not come to it', [gatewayClass([condition('Accepted', 'Unknown', 'Pending', '4m')])]],
  ['nothing is said at all', [gatewayClass([]), gateway({})]],
  ['the gateway was made a moment ago', [gateway({}, {}, { creationTimestamp: ago('1m') })]],
  ['the gateway is being deleted', [gateway({}, {}, { deletionTimestamp: ago('1m') })]],
  [
    'the route was made a moment ago',
    [gatewayClass(), gateway(), route({ metadata: { creationTimestamp: ago('1m') } })],
  ],
  ['the route is not in use', [...WELL, route({ spec: { parentRefs: [] }, backends: [{ name: 'pay' }] })]],
  ['the route is part of a mesh', [api, route({ spec: { parentRefs: [{ kind: 'Service', name: 'api' }] } })]],
  ['a backend gets nothing', [...WELL, route({ backends: [{ name: 'pay', port: 80, weight: 0 }] })]],
  [
    'a backend is a name outside',
    [
      ...WELL,
      { ...api, metadata: { name: 'ext', namespace: 'shop' }, spec: { type: 'ExternalName' } },
      route({ backends: [{ name: 'ext', port: 443 }] }),
    ],
  ],
])('no finding when %s', (_, objects) => {
  expect(proven(gatewayNotReady, objects)).toEqual([]);
});

test('a listener of another name does not take the route, and a judged route is believed', () => {
  const listeners = [
    { name: 'http', allowedRoutes: { namespaces: { from: 'Same' } } },
    { name: 'https', allowedRoutes: { namespaces: { from: 'All' } } },
  ];
  const onHttp = { parentRefs: [{ name: 'edge', namespace: 'infra', sectionName: 'http' }] };
  const objects = [gatewayClass(), gateway(undefined, { listeners }), api];
  expect(told([...objects, route({ spec: onHttp })])).toHaveLength(1);
  expect(told([...objects, route()])).toEqual([]);
  expect(told([...objects, route({ spec: onHttp, parents: [{ conditions: [ok] }] })])).toEqual([]);
});

test('what could not be read is not missing', () => {
  const coverage = { GatewayClass: 'not-read', Gateway: 'partial', Service: 'partial' } as const;
  expect(proven(gatewayNotReady, [gateway(), route({ spec: { parentRefs: [{ name: 'x' }] } })], { coverage })).toEqual(
    [],
  );
});

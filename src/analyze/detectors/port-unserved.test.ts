import { expect, test } from 'vitest';
import { pod } from '../../../tests/support/pod.ts';
import { proven } from '../../../tests/support/proven.ts';
import { ago } from '../../../tests/support/view.ts';
import { ownedBy, workload } from '../../../tests/support/workload.ts';
import { portUnserved } from './port-unserved.ts';

function service(ports: readonly object[], spec: object = {}, metadata: object = {}): object {
  return {
    kind: 'Service',
    metadata: { name: 'api', namespace: 'shop', creationTimestamp: ago('9d'), ...metadata },
    spec: { selector: { app: 'api' }, ports, ...spec },
  };
}

const HTTP = { name: 'http', containerPort: 8080 };

function api(ports: readonly object[], container: object = {}, spec: object = {}): object {
  return pod({ notReady: null, metadata: ownedBy('Deployment'), container: { ports, ...container }, spec });
}

function client(address: string): object {
  const containers = [{ name: 'web', env: [{ name: 'API_ADDR', value: address }] }];
  return workload('Deployment', { name: 'web', spec: { template: { spec: { containers } } } });
}

const deployment = workload('Deployment');
const named = { port: 80, targetPort: 'web' };
const numbered = { port: 80, targetPort: 8081 };

test('a name that no container has leaves the port without endpoints', () => {
  const [found, ...more] = proven(portUnserved, [service([named]), deployment, api([HTTP]), client('api:80')]);
  expect(more).toEqual([]);
  expect(found?.message).toBe(
    'the service sends to port web, which no container of its pods has: they have http (8080)',
  );
  expect(found).toMatchObject({
    reason: 'NoTargetPortFound',
    subject: { kind: 'Service', name: 'api' },
    owner: { kind: 'Deployment', name: 'api' },
  });
  expect(found?.evidence).toMatchObject([
    { field: 'spec.ports.0.targetPort', value: 'web' },
    { object: { name: 'web' }, value: 'api:80' },
  ]);
});

test('a name counts with its protocol, and without any client as well', () => {
  const udp = { name: 'web', containerPort: 53, protocol: 'UDP' };
  expect(proven(portUnserved, [service([named]), deployment, api([udp])])[0]).toMatchObject({
    reason: 'TargetPortUnused',
    message: 'the service sends to port web, which no container of its pods has: they have web (53)',
  });
  expect(proven(portUnserved, [service([named]), deployment, api([])])[0]?.message).toContain('they declare none');
});

test('a number that none of the declared ports is counts once somebody uses it', () => {
  const objects = [service([numbered]), deployment, api([HTTP])];
  expect(proven(portUnserved, [...objects, client('http://api.shop/v1')])[0]).toMatchObject({
    reason: 'TargetPortUndeclared',
    message: 'the service sends to port 8081, which no container of its pods has: they have http (8080)',
  });
  const other = service([{ port: 81, targetPort: 'http' }], {}, { name: 'api-http' });
  expect(proven(portUnserved, [...objects, other])).toEqual([]);
  expect(proven(portUnserved, [...objects, other, client('api:9090')])).toEqual([]);
});

test('a number counts without any client where no service sends to a port that the pods declare', () => {
  const objects = [service([numbered]), deployment, api([HTTP, { containerPort: 9000 }])];
  expect(proven(portUnserved, objects)[0]).toMatchObject({
    reason: 'TargetPortUndeclared',
    evidence: [{ field: 'spec.ports.0.targetPort', value: '8081' }],
  });
  const metrics = service([{ port: 9000 }], {}, { name: 'api-metrics' });
  expect(proven(portUnserved, [...objects, metrics])).toEqual([]);
  // Another Service may not have been read.
  expect(proven(portUnserved, objects, { coverage: { Service: 'partial' } })).toEqual([]);
});

test('a service with another port that is served is not closed', () => {
  const ports = [
    { ...named, name: 'a' },
    { port: 81, name: 'b', targetPort: 'http' },
  ];
  const [found] = proven(portUnserved, [service(ports), deployment, api([HTTP]), client('api:80')]);
  expect(found?.reason).toBe('TargetPortNotFound');
});

test('without a target port the port itself is meant', () => {
  const [found] = proven(portUnserved, [service([{ port: 80 }]), deployment, api([HTTP]), client('api:80')]);
  expect(found).toMatchObject({ reason: 'TargetPortUndeclared', evidence: [{ field: 'spec.ports.0.port' }, {}] });
});

test('several ports make one finding, the surest first', () => {
  const [found, ...more] = proven(portUnserved, [
    service([
      { name: 'a', ...numbered },
      { ...named, name: 'b', port: 81 },
    ]),
    deployment,
    api([HTTP]),
    client('http://api'),
  ]);
  expect(more).toEqual([]);
  expect(found).toMatchObject({ reason: 'TargetPortNotFound' });
  expect(found?.message).toContain('port web and 8081');
});

const SIDECAR = { name: 'proxy', restartPolicy: 'Always', ports: [{ name: 'web', containerPort: 15_000 }] };
test.each([
  ['has the name', [service([{ port: 80, targetPort: 'http' }]), api([HTTP])]],
  ['has the name in a sidecar', [service([named]), api([HTTP], {}, { initContainers: [SIDECAR] })]],
  [
    'has the name in one of its versions',
    [
      service([named]),
      api([HTTP]),
      pod({
        name: 'api-2',
        metadata: ownedBy('Deployment'),
        container: { ports: [{ name: 'web', containerPort: 80 }] },
      }),
    ],
  ],
  ['has the number', [service([{ port: 80, targetPort: 8080 }]), api([HTTP])]],
  ['writes the number as a text', [service([{ port: 80, targetPort: '8080' }]), api([HTTP])]],
  ['declares no ports', [service([numbered]), api([])]],
  [
    'has a container that declares none',
    [service([numbered]), api([HTTP], {}, { containers: [{ name: 'api', ports: [HTTP] }, { name: 'log' }] })],
  ],
  ['is asked by a probe', [service([numbered]), api([HTTP], { readinessProbe: { tcpSocket: { port: 8081 } } })]],
  ['is headless', [service([named], { clusterIP: 'None' }), api([HTTP])]],
  ['is an ExternalName', [service([named], { type: 'ExternalName' }), api([HTTP])]],
  ['was made a moment ago', [service([named], {}, { creationTimestamp: ago('30s') }), api([HTTP])]],
  ['is being deleted', [service([named], {}, { deletionTimestamp: ago('30s') }), api([HTTP])]],
  ['has no pods', [service([named])]],
])('a service that %s is fine', (_, objects) => {
  expect(proven(portUnserved, [...objects, deployment, client('api:80')])).toEqual([]);
});

test('pods that could not be read may have the port', () => {
  const objects = [service([named]), deployment, api([HTTP]), client('api:80')];
  expect(proven(portUnserved, objects, { coverage: { Pod: 'partial' } })).toEqual([]);
});

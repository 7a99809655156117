import { describe, expect, it, test } from 'vitest';
import { app } from '../../tests/support/cycles-objects.ts';
import { service } from '../../tests/support/service.ts';
import { run, since, stories } from '../../tests/support/stories.ts';
import { ago } from '../../tests/support/view.ts';
import { condition, daemonSet } from '../../tests/support/workload.ts';
import { blocksWay } from './blocked-ways.ts';

const api = service('api');
const OLD = { creationTimestamp: ago('9d') };
const meta = (name: string) => ({ name, namespace: 'api', ...OLD });
const svc = (targetPort: string) => ({
  kind: 'Service',
  metadata: meta('api'),
  spec: { selector: { app: 'api' }, ports: [{ port: 80, targetPort }] },
});
const twoPorts = {
  ...svc('web'),
  spec: {
    selector: { app: 'api' },
    ports: [
      { name: 'a', port: 80, targetPort: 'web' },
      { name: 'b', port: 81, targetPort: 80 },
    ],
  },
};
const slice = {
  kind: 'EndpointSlice',
  metadata: { ...meta('api'), labels: { 'kubernetes.io/service-name': 'api' } },
  endpoints: [{ conditions: { ready: true } }],
};
const ingress = {
  kind: 'Ingress',
  metadata: meta('way-in'),
  spec: { defaultBackend: { service: { name: 'api', port: { number: 80 } } } },
};
const deny = { kind: 'NetworkPolicy', metadata: meta('deny'), spec: { podSelector: {}, policyTypes: ['Ingress'] } };
const routeTo = (port: number) => ({
  kind: 'HTTPRoute',
  metadata: meta('web'),
  spec: { parentRefs: [{ name: 'edge' }], rules: [{ backendRefs: [{ name: 'api', port }] }] },
});
const route = routeTo(80);
const gateway = (...conditions: readonly object[]) => ({
  kind: 'Gateway',
  metadata: meta('edge'),
  spec: { gatewayClassName: 'envoy', listeners: [{ name: 'http' }] },
  status: { conditions },
});
const gatewayClass = { kind: 'GatewayClass', metadata: { name: 'envoy', ...OLD } };
const pods = app('api', ['ok', 'ok'], since('9d'));
const served = [...pods, svc('80'), slice];
const refused = condition('Accepted', 'False', 'ListenersNotValid', '30m', 'no listener is valid');
const addressless = condition('Programmed', 'False', 'AddressNotAssigned', '30m');

const BLOCKED: readonly (readonly [string, readonly object[]])[] = [
  ['a port nobody has beside one that is served', [...pods, twoPorts, slice, ingress]],
  ['a policy that lets nobody in', [...served, ingress, deny]],
  ['a gateway that is not accepted', [...served, gatewayClass, gateway(refused), route]],
  ['a route to a port that is not there', [...served, gatewayClass, gateway(), routeTo(81)]],
];
const OPEN: readonly (readonly [string, readonly object[]])[] = [
  ['a port nobody is seen to use', [...pods, svc('web'), slice]],
  ['policies that are not all read', [...served, ingress, deny, daemonSet(1, 1, { metadata: { name: 'cilium' } })]],
  ['a gateway without an address', [...served, gatewayClass, gateway(addressless), route]],
];

describe('a way that is provably blocked', () => {
  it.each(BLOCKED)('impairs a listed service: %s', (_name, objects) => {
    expect(stories([api], objects)).toEqual(['api impaired']);
  });

  it.each(BLOCKED)('stops the traffic of an unlisted one: %s', (_name, objects) => {
    expect(run([], objects).drafts.map((d) => d.root.facts.stopsTraffic)).toEqual([true]);
  });

  it.each(OPEN)('is not one that may be open: %s', (_name, objects) => {
    expect(stories([api], objects)).toEqual(['api at-risk']);
    expect(run([], objects).drafts.map((d) => d.root.facts.stopsTraffic)).toEqual([false]);
  });
});

test('a service none of whose ports has an endpoint is down, unless there is another way in', () => {
  expect(stories([api], [...pods, svc('web'), slice, ingress])).toEqual(['api down']);
  const other = { ...svc('80'), metadata: meta('api-direct') };
  const itsSlice = { ...slice, metadata: { ...meta('x'), labels: { 'kubernetes.io/service-name': 'api-direct' } } };
  expect(stories([api], [...pods, svc('web'), slice, ingress, other, itsSlice])).toEqual(['api impaired']);
});

test('a class blocks nothing by itself, and other codes are none of this', () => {
  const subject = { kind: 'GatewayClass', namespace: null, name: 'envoy' };
  expect(blocksWay({ code: 'gateway-not-ready', reason: 'Invalid', subject })).toBe(false);
  expect(blocksWay({ code: 'gateway-not-ready', reason: 'Invalid', subject: { ...subject, kind: 'Gateway' } })).toBe(
    true,
  );
  expect(blocksWay({ code: 'crash-loop', reason: 'Error', subject })).toBe(false);
});

test('a quota that is used up is nobody’s neighbour', () => {
  const quota = { kind: 'ResourceQuota', metadata: meta('team'), status: { hard: { pods: '2' }, used: { pods: '2' } } };
  const [draft, ...more] = run([api], [...served, quota]).drafts;
  expect(more).toEqual([]);
  expect(draft?.root).toMatchObject({ service: null, root: { kind: 'ResourceQuota', name: 'team' } });
});

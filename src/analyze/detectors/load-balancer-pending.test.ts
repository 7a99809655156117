import { expect, test } from 'vitest';
import { proven } from '../../../tests/support/proven.ts';
import { ago } from '../../../tests/support/view.ts';
import { eventAbout } from '../../../tests/support/workload.ts';
import { loadBalancerPending } from './load-balancer-pending.ts';

function service(parts: { name?: string; address?: object; spec?: object; metadata?: object } = {}): object {
  const { name = 'edge', address, spec, metadata } = parts;
  return {
    kind: 'Service',
    metadata: { name, namespace: 'shop', creationTimestamp: ago('2h'), ...metadata },
    spec: { type: 'LoadBalancer', ...spec },
    status: { loadBalancer: address ? { ingress: [address] } : {} },
  };
}

const served = service({ name: 'other', address: { ip: '192.0.2.7' } });

test('a load balancer without an address is told, with whether others have one', () => {
  const [found, ...more] = proven(loadBalancerPending, [service(), served]);
  expect(more).toEqual([]);
  expect(found?.message).toBe('the load balancer has had no address for 2 h: others have theirs, and nobody says why');
  expect(found).toMatchObject({ reason: 'Pending', since: new Date(ago('2h')), subject: { name: 'edge' } });
  expect(proven(loadBalancerPending, [service()])[0]?.message).toContain(': no service of the cluster has one');
});

test('a warning of its controller says why', () => {
  const told = eventAbout('Service', 'edge', 'AllocationFailed', 'no available IPs in pool "default".');
  expect(proven(loadBalancerPending, [service(), told])[0]).toMatchObject({
    reason: 'AllocationFailed',
    message: 'the load balancer has had no address for 2 h: no available IPs in pool "default"',
  });
});

test('one of a class of its own counts where others of the class have an address', () => {
  const spec = { loadBalancerClass: 'example.com/lb' };
  expect(proven(loadBalancerPending, [service({ spec }), served])).toEqual([]);
  const twin = service({ name: 'twin', spec, address: { hostname: 'lb.example.com' } });
  expect(proven(loadBalancerPending, [service({ spec }), twin])).toHaveLength(1);
});

test.each([
  ['has an address', served],
  ['has a name for an address', service({ address: { hostname: 'lb.example.com' } })],
  ['was made nine minutes ago', service({ metadata: { creationTimestamp: ago('9m') } })],
  ['is being deleted', service({ metadata: { deletionTimestamp: ago('1m') } })],
  ['is of another type', service({ spec: { type: 'NodePort' } })],
])('a service that %s is fine', (_, object) => {
  expect(proven(loadBalancerPending, [object])).toEqual([]);
});

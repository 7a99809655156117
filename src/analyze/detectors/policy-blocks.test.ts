import { expect, test } from 'vitest';
import { pod } from '../../../tests/support/pod.ts';
import { proven } from '../../../tests/support/proven.ts';
import { ago, NOW } from '../../../tests/support/view.ts';
import { daemonSet, ownedBy, workload } from '../../../tests/support/workload.ts';
import { policyBlocks } from './policy-blocks.ts';

function policy(spec: object, metadata: object = {}): object {
  return {
    kind: 'NetworkPolicy',
    metadata: { name: 'deny', namespace: 'shop', creationTimestamp: ago('3h'), generation: 1, ...metadata },
    spec: { podSelector: {}, policyTypes: ['Ingress'], ...spec },
  };
}

function client(value: string, metadata: object = {}, wanted = 1): object {
  const containers = [{ name: 'web', env: [{ name: 'API_ADDR', value }] }];
  return workload('Deployment', { name: 'web', wanted, metadata, spec: { template: { spec: { containers } } } });
}

const service = { kind: 'Service', metadata: { name: 'api', namespace: 'shop' }, spec: { selector: { app: 'api' } } };
const api = pod({ notReady: null, metadata: ownedBy('Deployment') });
const SERVED = [service, workload('Deployment'), api];
const web = client('api:80');
const deny = policy({});

test('a policy that lets nobody in to a service somebody uses is told since it was made', () => {
  const [found, ...more] = proven(policyBlocks, [...SERVED, web, deny]);
  expect(more).toEqual([]);
  expect(found?.message).toBe('network policy deny lets nobody in, though Deployment web uses it');
  expect(found).toMatchObject({
    reason: 'DenyAll',
    since: new Date(ago('3h')),
    subject: { kind: 'Service', name: 'api' },
    owner: { kind: 'Deployment', name: 'api' },
  });
});

test('without types a policy is about who comes in; one that was changed has no time; several count together', () => {
  const both = [
    policy({ policyTypes: null, ingress: [] }, { name: 'a', generation: 2 }),
    policy({ podSelector: { matchExpressions: [{ key: 'app', operator: 'Exists' }] } }, { name: 'b' }),
  ];
  const [found] = proven(policyBlocks, [...SERVED, client('http://api.shop', { namespace: 'front' }), ...both]);
  expect(found?.message).toBe('network policy a (with 1 more) lets nobody in, though Deployment web in front uses it');
  expect(found?.since).toEqual(NOW);
});

test('an ingress and a route use it as well', () => {
  const backend = { service: { name: 'api', port: { number: 80 } } };
  const meta = { name: 'web', namespace: 'shop' };
  const ingress = { kind: 'Ingress', metadata: meta, spec: { defaultBackend: backend } };
  const route = { kind: 'HTTPRoute', metadata: meta, spec: { rules: [{ backendRefs: [{ name: 'api', port: 80 }] }] } };
  expect(proven(policyBlocks, [...SERVED, ingress, deny])[0]?.message).toContain('though Ingress web uses it');
  expect(proven(policyBlocks, [...SERVED, route, deny])[0]?.message).toContain('though HTTPRoute web uses it');
});

test('where the network has policies of its own kinds, one of them may let somebody in', () => {
  const [found] = proven(policyBlocks, [...SERVED, web, deny, daemonSet(3, 3, { metadata: { name: 'cilium' } })]);
  expect(found?.reason).toBe('DenyAllUnlessOthersAllow');
});

const allow = (ingress: readonly object[]) => policy({ ingress }, { name: 'allow' });
const hostPod = pod({ notReady: null, metadata: ownedBy('Deployment'), spec: { hostNetwork: true } });
test.each([
  ['nobody uses it', [...SERVED, deny]],
  [
    'only its own workload names it',
    [service, api, { ...client('api:80'), metadata: { name: 'api', namespace: 'shop' } }, deny],
  ],
  ['who uses it is scaled to zero', [...SERVED, client('api:80', {}, 0), deny]],
  [
    'another policy lets somebody in',
    [...SERVED, web, deny, allow([{ from: [{ podSelector: { matchLabels: { app: 'x' } } }] }])],
  ],
  ['everybody may come in', [...SERVED, web, policy({ ingress: [{}] })]],
  ['everybody may come in to one port', [...SERVED, web, policy({ ingress: [{ ports: [{ port: 9090 }] }] })]],
  ['the policy is about what goes out', [...SERVED, web, policy({ policyTypes: ['Egress'] })]],
  ['the policy picks other pods', [...SERVED, web, policy({ podSelector: { matchLabels: { app: 'db' } } })]],
  ['the policy is in another namespace', [...SERVED, web, policy({}, { namespace: 'front' })]],
  [
    'one of its pods can be reached',
    [
      ...SERVED,
      web,
      pod({ name: 'api-2', metadata: { labels: { app: 'api', open: 'yes' } } }),
      policy({ podSelector: { matchExpressions: [{ key: 'open', operator: 'DoesNotExist' }] } }),
    ],
  ],
  ['its pods share the network of their node', [service, workload('Deployment'), hostPod, web, deny]],
  ['the policy was made a moment ago', [...SERVED, web, policy({}, { creationTimestamp: ago('1m') })]],
  ['the policy is being deleted', [...SERVED, web, policy({}, { deletionTimestamp: ago('1m') })]],
  ['it has no pods', [service, web, deny]],
])('no finding when %s', (_, objects) => {
  expect(proven(policyBlocks, objects)).toEqual([]);
});

test('a policy that could not be read may let somebody in', () => {
  const objects = [...SERVED, web, deny];
  expect(proven(policyBlocks, objects, { coverage: { NetworkPolicy: 'partial' } })).toEqual([]);
  expect(proven(policyBlocks, objects, { coverage: { Pod: 'partial' } })).toEqual([]);
});

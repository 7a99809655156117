import { expect, it } from 'vitest';
import { rawPods } from '../../tests/support/collecting.ts';
import { snapshotOf } from '../../tests/support/view.ts';
import { onlyNamespaces } from './only-namespaces.ts';

const node = { kind: 'Node', metadata: { name: 'n1' } };
const lease = { kind: 'Lease', metadata: { name: 'n1', namespace: 'kube-node-lease' } };
const whole = {
  ...snapshotOf([node, lease, ...rawPods(4, ['web', 'shop'])], {
    coverage: { Job: 'partial', HelmRelease: 'not-served' },
    volumes: ['web', 'shop'].map((namespace) => ({ namespace, claim: 'data' })),
  }),
  gaps: ['pods', 'leases.coordination.k8s.io'].map((resource) => {
    return { verb: 'list', resource, namespace: 'kube-node-lease', cause: 'timeout', detail: 'x' } as const;
  }),
  completeNamespaces: new Map([['Job' as const, ['web', 'other']]]),
  skipped: ['web', 'shop'].map((namespace) => ({ kind: 'Pod', namespace, name: 'odd', why: 'x' })),
};

it('leaves what a live cycle of these namespaces would have read', () => {
  const { objects, coverage, completeNamespaces, skipped, volumes } = onlyNamespaces(whole, ['web']);
  expect(new Set(objects.Pod.map((pod) => pod.metadata.namespace))).toEqual(new Set(['web']));
  expect(objects.Node).toHaveLength(1);
  expect(['Pod', 'Job', 'Node', 'HelmRelease'].map((kind) => [...coverage].find(([k]) => k === kind)?.[1])).toEqual([
    'partial',
    'partial',
    'full',
    'not-served',
  ]);
  expect([completeNamespaces.get('Pod'), completeNamespaces.get('Job')]).toEqual([['web'], ['web']]);
  expect([...skipped, ...volumes].map((s) => s.namespace)).toEqual(['web', 'web']);
});

it('without namespaces leaves everything', () => {
  expect(onlyNamespaces(whole, [])).toBe(whole);
});

it("leaves what is the cluster's own, wherever it lies", () => {
  const { objects, coverage, gaps } = onlyNamespaces(whole, ['web']);
  expect([objects.Lease.length, coverage.get('Lease')]).toEqual([1, 'full']);
  expect(gaps.map(({ resource }) => resource)).toEqual(['leases.coordination.k8s.io']);
});

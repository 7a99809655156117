import { expect, it } from 'vitest';
import { rawPods } from '../../tests/support/collecting.ts';
import { snapshotOf } from '../../tests/support/view.ts';
import { onlyNamespaces } from './only-namespaces.ts';

const node = { kind: 'Node', metadata: { name: 'n1' } };
const whole = {
  ...snapshotOf([node, ...rawPods(4, ['web', 'shop'])], { coverage: { Job: 'partial', HelmRelease: 'not-served' } }),
  completeNamespaces: new Map([['Job' as const, ['web', 'other']]]),
  skipped: ['web', 'shop'].map((namespace) => ({ kind: 'Pod', namespace, name: 'odd', why: 'x' })),
};

it('leaves what a live cycle of these namespaces would have read', () => {
  const { objects, coverage, completeNamespaces, skipped } = onlyNamespaces(whole, ['web']);
  expect(new Set(objects.Pod.map((pod) => pod.metadata.namespace))).toEqual(new Set(['web']));
  expect(objects.Node).toHaveLength(1);
  expect(['Pod', 'Job', 'Node', 'HelmRelease'].map((kind) => [...coverage].find(([k]) => k === kind)?.[1])).toEqual([
    'partial',
    'partial',
    'full',
    'not-served',
  ]);
  expect([completeNamespaces.get('Pod'), completeNamespaces.get('Job')]).toEqual([['web'], ['web']]);
  expect(skipped.map((s) => s.namespace)).toEqual(['web']);
});

it('without namespaces leaves everything', () => {
  expect(onlyNamespaces(whole, [])).toBe(whole);
});

import { expect, it } from 'vitest';
import type { Right, RightsRule } from '../domain/rights.ts';
import { extraRights } from './extra-rights.ts';

const HOME = { namespace: 'k8s-monitor', own: ['state', 'state-0'] };
const rule = (verbs: string[], resource: string, more: Partial<RightsRule> = {}): RightsRule => ({
  verbs,
  groups: [''],
  resources: [resource],
  names: [],
  ...more,
});
const extra = (one: RightsRule, known: readonly Right[] = []) => extraRights([{ ...HOME, rules: [one] }], known);

it.each([
  ['reading', rule(['get', 'list', 'watch'], 'pods')],
  ['its own state', rule(['get', 'update'], 'configmaps', { names: ['state-0'] })],
  [
    'a Lease that is made by its name',
    rule(['update', 'create'], 'leases', { groups: ['coordination.k8s.io'], names: ['state'] }),
  ],
  ['asking about oneself', rule(['create'], 'selfsubjectaccessreviews', { groups: ['authorization.k8s.io'] })],
])('%s is nothing extra', (_what, one) => {
  expect(extra(one)).toEqual([]);
});

it.each([
  [rule(['get', 'update'], 'configmaps'), 'update configmaps in k8s-monitor'],
  [rule(['update'], 'configmaps', { names: ['state-0', 'other'] }), 'update configmaps state-0, other in k8s-monitor'],
  [rule(['delete', 'update'], 'configmaps', { names: ['state-0'] }), 'delete configmaps state-0 in k8s-monitor'],
  [rule(['get'], 'secrets', { names: ['state'] }), 'get secrets state in k8s-monitor'],
  [rule(['get', 'list'], '*'), 'get, list * in k8s-monitor'],
  [rule(['*'], 'deployments', { groups: ['apps'] }), '* deployments.apps in k8s-monitor'],
])('%j is', (one, said) => {
  expect(extra(one)).toEqual([said]);
});

it('what is known to be allowed everywhere is not told twice', () => {
  const known: Right = { verb: 'get', group: '', resource: 'secrets', namespace: null, name: null };
  expect(extra(rule(['get', 'list'], 'secrets'), [known])).toEqual(['list secrets in k8s-monitor']);
});

it('a line names the namespaces it holds in; what is its own here is not its own elsewhere', () => {
  const there = (namespace: string, rules: RightsRule[]) => ({ namespace, rules, own: [] });
  const write = rule(['update'], 'configmaps', { names: ['state-0'] });
  const exec = rule(['create'], 'pods/exec');
  const many = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => there(name, [exec, write]));
  expect(extraRights([{ ...HOME, rules: [exec, write] }, ...many], [])).toEqual([
    'create pods/exec in each of the 7 namespaces looked at',
    'update configmaps state-0 in a, b, c, d, e and 1 more',
  ]);
});

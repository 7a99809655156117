import { expect, it } from 'vitest';
import { benchOf } from '../../tests/support/doctor-bench.ts';
import type { RightsRule } from '../domain/rights.ts';
import { ReadError } from '../platform/errors.ts';
import { extras } from './checks/extras.ts';
import type { ClusterBench } from './cluster-bench.ts';

const signal = new AbortController().signal;
const EXEC: RightsRule = { verbs: ['create'], groups: [''], resources: ['pods/exec'], names: [] };
const STATE: RightsRule = { verbs: ['get', 'update'], groups: [''], resources: ['configmaps'], names: ['state-0'] };
const named = (count: number) => Array.from({ length: count }, (_, index) => `team-${index}`);

/** Roles by the namespace of their binding. */
async function look(roles: Record<string, RightsRule[]>, names: readonly string[] | null, more: Partial<ClusterBench>) {
  const asked: string[] = [];
  const cluster: ClusterBench = {
    ...benchOf().cluster,
    whoAmI: async () => 'system:serviceaccount:k8s-monitor:k8s-monitor',
    may: async () => false,
    namespaces: async (most) => {
      if (names === null) throw new ReadError('forbidden', 'may not list namespaces');
      return { names: names.slice(0, most), total: names.length };
    },
    rights: async (namespace) => {
      asked.push(namespace);
      return { rules: roles[namespace] ?? [], incomplete: false };
    },
    ...more,
  };
  const objects = { namespace: 'k8s-monitor', count: 7, makes: 'make' };
  const state = { ...benchOf().state, objects, ownNames: ['state-0'] };
  const { status, found, details } = await extras.run({ ...benchOf(), cluster, state }, signal);
  return { asked, said: { status, found, details } };
}

it('what a RoleBinding gives in another namespace is told with it; its own state is its own at home only', async () => {
  const roles = { 'k8s-monitor': [STATE], shop: [EXEC, STATE], bank: [EXEC] };
  const { said } = await look(roles, ['bank', 'k8s-monitor', 'shop'], {});
  expect(said).toEqual({
    status: 'warn',
    found: 'more than it needs, 2 in all',
    details: ['create pods/exec in bank, shop', 'update configmaps state-0 in shop'],
  });
});

const NONE = 'none: no secrets, no exec, nothing written but its own state';
it.each([
  ['all', ['k8s-monitor', 'shop'], NONE],
  ['fifty of more', named(80), `${NONE}; looked at in 50 of 80 namespaces`],
  ["those that can't be listed", null, `${NONE}; looked at in k8s-monitor only, as namespaces can't be listed`],
])('says where it looked: %s', async (_what, names, found) => {
  const { asked, said } = await look({}, names, {});
  expect(said).toEqual({ status: 'ok', found, details: [] });
  expect(asked[0]).toBe('k8s-monitor');
  expect(asked.length).toBeLessThanOrEqual(50);
});

it('eight at once; a namespace that does not answer is not called looked at', async () => {
  let open = 0;
  let most = 0;
  const rights: ClusterBench['rights'] = async (namespace) => {
    open += 1;
    most = Math.max(most, open);
    await new Promise((resolve) => setImmediate(resolve));
    open -= 1;
    if (namespace === 'team-3') throw new ReadError('timeout', 'no answer');
    return { rules: [], incomplete: false };
  };
  const { said } = await look({}, ['k8s-monitor', ...named(19)], { rights });
  expect(most).toBe(8);
  expect(said.found).toBe(`${NONE}; looked at in 19 of 20 namespaces`);
});

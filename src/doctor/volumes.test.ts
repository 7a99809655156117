import { expect, it } from 'vitest';
import { benchOf } from '../../tests/support/doctor-bench.ts';
import { volumes } from './checks/volumes.ts';
import type { ClusterBench } from './cluster-bench.ts';

const signal = new AbortController().signal;
const ON = { KUBELET_FIGURES: 'on' };

async function outcome(env: Record<string, string>, cluster: Partial<ClusterBench> = {}) {
  const bench = benchOf(env);
  return volumes.run({ ...bench, cluster: { ...bench.cluster, ...cluster } }, signal);
}
const may = async () => true;
const answers = async () => ({ node: 'node-a', refusal: null });

it('off: nobody is asked, and what is not known is said', async () => {
  expect(await outcome({})).toMatchObject({ status: 'skipped', found: expect.stringContaining('is not known') });
});

it('outside the cluster: nobody is asked, not even for the right', async () => {
  expect(await outcome(ON, { isInside: async () => false })).toMatchObject({
    status: 'skipped',
    found: expect.stringContaining('only from inside the cluster'),
  });
});

it('without the right: the component that gives it', async () => {
  expect(await outcome(ON, { may: async () => false })).toMatchObject({
    status: 'fail',
    found: expect.stringContaining('nodes/stats'),
    mend: 'add k8s/components/kubelet-volume-figures',
  });
});

it('the right is asked for as RBAC writes it', async () => {
  const asked: unknown[] = [];
  await outcome(ON, { may: async (right) => asked.push(right) > 0, askKubelet: answers });
  expect(asked).toEqual([{ verb: 'get', group: '', resource: 'nodes/stats', namespace: null, name: null }]);
});

it('a kubelet that answers is named; that nobody looks at its certificate is said', async () => {
  expect(await outcome(ON, { may, askKubelet: answers })).toMatchObject({
    status: 'ok',
    found: 'the kubelet of node-a says how full they are',
    details: [],
  });
  expect(await outcome({ ...ON, KUBELET_TLS: 'skip' }, { may, askKubelet: answers })).toMatchObject({
    details: [expect.stringContaining('KUBELET_TLS=skip')],
  });
});

it('one that does not: with what mends it', async () => {
  const refusal = { found: 'TLS: self-signed certificate', mend: 'name the CA' };
  expect(await outcome(ON, { may, askKubelet: async () => ({ node: 'node-a', refusal }) })).toMatchObject({
    status: 'fail',
    found: 'the kubelet of node-a does not answer: TLS: self-signed certificate',
    mend: 'name the CA',
  });
  expect(await outcome(ON, { may, askKubelet: async () => null })).toMatchObject({ status: 'warn' });
});

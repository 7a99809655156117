import { expect, test } from 'vitest';
import { pod } from '../../../tests/support/pod.ts';
import { proven } from '../../../tests/support/proven.ts';
import { service } from '../../../tests/support/service.ts';
import { NOW, type SceneOptions } from '../../../tests/support/view.ts';
import { workload } from '../../../tests/support/workload.ts';
import { NO_MEMORY } from '../view.ts';
import { workloadGone } from './workload-gone.ts';

const namespace = { kind: 'Namespace', metadata: { name: 'shop' } };

function seen(kind: string, name = 'api'): SceneOptions {
  const refs = [{ kind, namespace: 'shop', name }];
  return {
    services: [service('api', { namespaces: ['shop'] })],
    memory: { ...NO_MEMORY, seen: new Map([['api', refs]]) },
  };
}

test('a workload seen before that is gone is told', () => {
  const [found] = proven(workloadGone, [namespace], seen('Deployment'));
  expect(found?.message).toBe('was here in an earlier cycle and is gone');
  expect(found).toMatchObject({
    subject: { kind: 'Deployment', namespace: 'shop', name: 'api' },
    since: NOW,
    reason: 'WorkloadGone',
  });
});

test('it is told although another workload of the service is left', () => {
  const options = seen('Deployment', 'api-server');
  expect(proven(workloadGone, [namespace, workload('Deployment')], options)).toHaveLength(1);
});

test.each([
  ['is still there', [workload('Deployment')], seen('Deployment')],
  ['became an Argo rollout of that name', [workload('Rollout')], seen('Deployment')],
  [
    'is a pod whose successor is there',
    [pod({ name: 'api', metadata: { ownerReferences: [] } })],
    seen('Pod', 'api-old'),
  ],
  ['could not be read', [], { ...seen('Deployment'), coverage: { Deployment: 'partial' } } as const],
  ['may be read under another kind only', [], seen('CronTab')],
])('one that %s is not gone', (_, objects, options) => {
  expect(proven(workloadGone, [namespace, ...objects], options)).toEqual([]);
});

test('what was never seen is not gone', () => {
  expect(proven(workloadGone, [namespace], { services: [service('api', { namespaces: ['shop'] })] })).toEqual([]);
});

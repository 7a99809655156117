import { expect, test } from 'vitest';
import { proven } from '../../../tests/support/proven.ts';
import { ago } from '../../../tests/support/view.ts';
import { quotaFull } from './quota-full.ts';

function quota(hard: object, used: object, metadata: object = {}): object {
  return { kind: 'ResourceQuota', metadata: { name: 'team', namespace: 'shop', ...metadata }, status: { hard, used } };
}

test('a quota with nothing left is told with what is used up, and shares its cause with whom it refuses', () => {
  const [found] = proven(quotaFull, [
    quota({ pods: '10', 'requests.cpu': '4' }, { pods: '10', 'requests.cpu': '3900m' }),
  ]);
  expect(found?.message).toBe('the quota has no pods left: 10 of 10 are used');
  expect(found).toMatchObject({ cause: 'quota/shop/team', owner: { kind: 'ResourceQuota', name: 'team' } });
});

test('several resources make one finding, and units are compared as numbers', () => {
  const [found, ...more] = proven(quotaFull, [
    quota({ 'limits.memory': '1Gi', 'count/configmaps': '5' }, { 'limits.memory': '1100Mi', 'count/configmaps': '5' }),
  ]);
  expect(more).toEqual([]);
  expect(found?.message).toBe('the quota has no limits.memory and count/configmaps left: 1100Mi of 1Gi are used');
});

test.each([
  ['has some left', quota({ pods: '10' }, { pods: '9' })],
  ['has a little left', quota({ memory: '1Gi' }, { memory: '1023Mi' })],
  ['forbids something', quota({ 'services.loadbalancers': '0' }, { 'services.loadbalancers': '0' })],
  ['was not counted yet', quota({ pods: '10' }, {})],
  ['has a number nobody can read', quota({ pods: 'many' }, { pods: '10' })],
  ['is being deleted', quota({ pods: '1' }, { pods: '1' }, { deletionTimestamp: ago('1m') })],
])('a quota that %s is fine', (_, object) => {
  expect(proven(quotaFull, [object])).toEqual([]);
});

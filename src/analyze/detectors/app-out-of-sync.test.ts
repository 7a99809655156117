import { expect, test } from 'vitest';
import { application } from '../../../tests/support/gitops.ts';
import { proven } from '../../../tests/support/proven.ts';
import { service } from '../../../tests/support/service.ts';
import { ago } from '../../../tests/support/view.ts';
import { appOutOfSync } from './app-out-of-sync.ts';

const outOfSync = { sync: { status: 'OutOfSync' } };
const automated = { syncPolicy: { automated: {} } };
const differs = { kind: 'Deployment', namespace: 'shop', name: 'api', status: 'OutOfSync' };

test('an application that should sync by itself and has not for days is told', () => {
  const [found] = proven(appOutOfSync, [application({ ...outOfSync, resources: [differs] }, automated)]);
  expect(found?.message).toBe('is out of sync and was last synced 3 d ago: Deployment api differs');
  expect(found).toMatchObject({ reason: 'OutOfSync', since: new Date(ago('3d')), subject: { name: 'shop' } });
});

test('so is one that people listed, and one that only its history dates', () => {
  const listed = service('shop', { gitops: { app: 'shop', path: null, repo: null } });
  expect(proven(appOutOfSync, [application(outOfSync)], { services: [listed] })).toHaveLength(1);
  const old = application({ ...outOfSync, operationState: null, history: [{ deployedAt: ago('30h') }] }, automated);
  expect(proven(appOutOfSync, [old])[0]).toMatchObject({ since: new Date(ago('30h')) });
});

test.each([
  ['in sync', application({}, automated)],
  ['synced by hand', application(outOfSync)],
  ['switched to manual', application(outOfSync, { syncPolicy: { automated: { enabled: false } } })],
  [
    'synced today',
    application({ ...outOfSync, operationState: { phase: 'Succeeded', finishedAt: ago('23h') } }, automated),
  ],
  ['being synced', application({ ...outOfSync, operationState: { phase: 'Running' } }, automated)],
  [
    'told as failed',
    application({ ...outOfSync, operationState: { phase: 'Failed', finishedAt: ago('3d') } }, automated),
  ],
  ['never synced', application({ ...outOfSync, operationState: null }, automated)],
  ['leaving', application(outOfSync, automated, { deletionTimestamp: ago('1m') })],
])('an application that is %s is fine', (_, one) => {
  expect(proven(appOutOfSync, [one])).toEqual([]);
});

import { expect, test } from 'vitest';
import { application, REVISION } from '../../../tests/support/gitops.ts';
import { proven } from '../../../tests/support/proven.ts';
import { ago } from '../../../tests/support/view.ts';
import { appSyncFailed } from './app-sync-failed.ts';

function operation(phase: string, more: object = {}): object {
  const result = { syncResult: { revision: REVISION } };
  return {
    operationState: {
      phase,
      message: 'one or more objects failed to apply.',
      finishedAt: ago('20m'),
      ...result,
      ...more,
    },
  };
}

function says(type: string, age: string): object {
  return { conditions: [{ type, message: 'kustomize build failed', lastTransitionTime: ago(age) }] };
}

test.each(['Failed', 'Error'])('a sync that ended with %s is told with its revision', (phase) => {
  const [found] = proven(appSyncFailed, [application(operation(phase))]);
  expect(found?.message).toBe('the sync of revision 1a2b3c4 failed: one or more objects failed to apply');
  expect(found).toMatchObject({ reason: phase, since: new Date(ago('20m')), subject: { name: 'shop' } });
});

test.each(['ComparisonError', 'InvalidSpecError', 'SyncError'])('manifests with a %s are told', (type) => {
  const [found] = proven(appSyncFailed, [application(says(type, '20m'))]);
  expect(found?.message).toBe('the sync of revision main failed: kustomize build failed');
  expect(found).toMatchObject({ reason: type, since: new Date(ago('20m')) });
});

test.each([
  ['succeeded', application()],
  ['runs', application({ ...operation('Running'), ...says('SyncError', '20m') })],
  ['failed for a revision before', application(operation('Failed', { syncResult: { revision: 'f'.repeat(40) } }))],
  ['could not be compared for a moment', application(says('ComparisonError', '5m'))],
  ['has a warning', application(says('OrphanedResourceWarning', '20m'))],
  ['has no state', application({ operationState: null })],
  ['belongs to one that leaves', application(operation('Failed'), {}, { deletionTimestamp: ago('1m') })],
])('a sync that %s is fine', (_, one) => {
  expect(proven(appSyncFailed, [one])).toEqual([]);
});

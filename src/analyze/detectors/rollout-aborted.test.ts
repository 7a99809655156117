import { expect, test } from 'vitest';
import { proven } from '../../../tests/support/proven.ts';
import { ago } from '../../../tests/support/view.ts';
import { condition, workload } from '../../../tests/support/workload.ts';
import { rolloutAborted } from './rollout-aborted.ts';

const told = (status: object, parts: object = {}) =>
  proven(rolloutAborted, [workload('Rollout', { status, ...parts })]);

test('an aborted rollout is told since it stopped', () => {
  const aborted = condition('Progressing', 'False', 'RolloutAborted', '9m', 'Rollout aborted update to revision 4.');
  const [found, ...more] = told({ phase: 'Degraded', abort: true, conditions: [aborted] });
  expect(more).toEqual([]);
  expect(found?.message).toBe('the rollout was given up: it was aborted (Rollout aborted update to revision 4)');
  expect(found).toMatchObject({ reason: 'RolloutAborted', since: new Date(ago('9m')) });
});

test('a degraded one is told with what its controller says', () => {
  const late = condition('Progressing', 'False', 'ProgressDeadlineExceeded', '25m', 'ReplicaSet "api-5" has timed out');
  expect(told({ phase: 'Degraded', conditions: [late] })[0]?.message).toBe(
    'the rollout was given up: ReplicaSet "api-5" has timed out',
  );
  const invalid = condition('InvalidSpec', 'True', 'InvalidSpec', '25m', 'spec.strategy: Required value');
  expect(told({ phase: 'Degraded', conditions: [invalid] })[0]).toMatchObject({
    reason: 'InvalidSpec',
    message: 'the rollout was given up: spec.strategy: Required value',
  });
  expect(told({ phase: 'Degraded', message: 'no such template.' })[0]?.message).toBe(
    'the rollout was given up: no such template',
  );
  expect(told({ phase: 'Degraded' })[0]?.message).toBe('the rollout was given up: its controller gives no cause');
});

test.each([
  ['pauses between two steps', { phase: 'Paused' }, {}],
  ['was paused by people', { phase: 'Degraded', abort: true }, { spec: { paused: true } }],
  ['gets on', { phase: 'Progressing', conditions: [condition('Progressing', 'True', 'ReplicaSetUpdated')] }, {}],
  ['is done', { phase: 'Healthy', abort: false }, {}],
  ['wants no pods', { phase: 'Degraded' }, { wanted: 0 }],
  ['is being deleted', { phase: 'Degraded' }, { metadata: { deletionTimestamp: ago('5s') } }],
])('one that %s is fine', (_, status, parts) => {
  expect(told(status, parts)).toEqual([]);
});

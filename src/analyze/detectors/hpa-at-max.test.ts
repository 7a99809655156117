import { expect, test } from 'vitest';
import { proven } from '../../../tests/support/proven.ts';
import { ago } from '../../../tests/support/view.ts';
import { condition } from '../../../tests/support/workload.ts';
import { hpaAtMax } from './hpa-at-max.ts';

const limited = (age = '40m', reason = 'TooManyReplicas', status = 'True') =>
  condition('ScalingLimited', status, reason, age, 'the desired replica count is more than the maximum replica count');

function hpa(
  conditions: readonly object[] = [limited()],
  spec: object = {},
  current = 5,
  metadata: object = {},
): object {
  return {
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'api', namespace: 'shop', ...metadata },
    spec: { scaleTargetRef: { kind: 'Deployment', name: 'api' }, minReplicas: 2, maxReplicas: 5, ...spec },
    status: { currentReplicas: current, desiredReplicas: 5, conditions },
  };
}

test('an autoscaler that would give more than it may is told since then', () => {
  const [found] = proven(hpaAtMax, [hpa()]);
  expect(found?.message).toBe('the autoscaler is at its maximum of 5 and wants more');
  expect(found).toMatchObject({ reason: 'TooManyReplicas', since: new Date(ago('40m')) });
  expect(proven(hpaAtMax, [hpa(undefined, { minReplicas: null })])).toHaveLength(1);
});

test.each([
  ['has been there for a few minutes', hpa([limited('14m')])],
  ['has one number for both', hpa(undefined, { minReplicas: 5 })],
  ['may have one at most', hpa(undefined, { minReplicas: null, maxReplicas: 1 })],
  ['is at its minimum', hpa([limited('9h', 'TooFewReplicas')])],
  ['wants what it has', hpa([limited('9h', 'DesiredWithinRange', 'False')])],
  ['is on its way up', hpa(undefined, {}, 4)],
  ['has no metrics any more', hpa([limited(), condition('ScalingActive', 'False', 'FailedGetResourceMetric')])],
  ['is being deleted', hpa(undefined, {}, 5, { deletionTimestamp: ago('1m') })],
])('an autoscaler that %s is fine', (_, object) => {
  expect(proven(hpaAtMax, [object])).toEqual([]);
});

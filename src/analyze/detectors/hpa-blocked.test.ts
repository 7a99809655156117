import { expect, test } from 'vitest';
import { proven } from '../../../tests/support/proven.ts';
import { ago } from '../../../tests/support/view.ts';
import { condition, workload } from '../../../tests/support/workload.ts';
import { hpaBlocked } from './hpa-blocked.ts';

function hpa(conditions: readonly object[], target = { kind: 'Deployment', name: 'api' }): object {
  return {
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'api', namespace: 'shop', creationTimestamp: ago('9d') },
    spec: { scaleTargetRef: target, minReplicas: 2 },
    status: { currentReplicas: 2, desiredReplicas: 2, conditions },
  };
}

const noMetrics = (age: string) =>
  condition(
    'ScalingActive',
    'False',
    'FailedGetResourceMetric',
    age,
    'the HPA was unable to compute the replica count: missing request for cpu',
  );
const api = workload('Deployment');

test('an autoscaler without metrics is told', () => {
  const [found] = proven(hpaBlocked, [hpa([noMetrics('40m')]), api]);
  expect(found?.message).toBe('the autoscaler cannot work: missing request for cpu');
  expect(found).toMatchObject({ reason: 'FailedGetResourceMetric', since: new Date(ago('40m')) });
});

test('a target that is gone is told, with or without a word of the controller', () => {
  const said = condition('AbleToScale', 'False', 'FailedGetScale', '20m', 'deployments "api" not found');
  expect(proven(hpaBlocked, [hpa([said])])[0]).toMatchObject({
    message: 'the autoscaler cannot work: its target Deployment api does not exist',
    reason: 'FailedGetScale',
    since: new Date(ago('20m')),
  });
  expect(proven(hpaBlocked, [hpa([], { kind: 'StatefulSet', name: 'db' })])).toHaveLength(1);
});

test.each([
  ['lacks metrics for a few minutes', [hpa([noMetrics('9m')]), api]],
  ['is switched off at zero replicas', [hpa([condition('ScalingActive', 'False', 'ScalingDisabled', '9h')]), api]],
  ['waits between two steps', [hpa([condition('AbleToScale', 'False', 'BackoffBoth', '9h')]), api]],
  ['is at its minimum', [hpa([condition('ScalingLimited', 'True', 'TooFewReplicas', '9h')]), api]],
  ['scales a kind we do not read', [hpa([], { kind: 'Kafka', name: 'api' })]],
])('an autoscaler that %s is fine', (_, objects) => {
  expect(proven(hpaBlocked, objects)).toEqual([]);
});

test('a target that could not be read is not gone', () => {
  expect(proven(hpaBlocked, [hpa([])], { coverage: { Deployment: 'partial' } })).toEqual([]);
});

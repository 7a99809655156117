import { expect, test } from 'vitest';
import { proven } from '../../../tests/support/proven.ts';
import { ago } from '../../../tests/support/view.ts';
import { condition } from '../../../tests/support/workload.ts';
import { metricsMissing } from './metrics-missing.ts';

const SAYS = 'unable to fetch metrics from resource metrics API: the server could not find the requested resource';

function hpa(name: string, type: string, conditions: readonly object[], metadata: object = {}): object {
  return {
    kind: 'HorizontalPodAutoscaler',
    metadata: { name, namespace: 'shop', ...metadata },
    spec: { scaleTargetRef: { kind: 'Deployment', name }, metrics: [{ type }] },
    status: { conditions },
  };
}

function part(name: string): object {
  return { kind: 'APIService', metadata: { name }, spec: {}, status: {} };
}

const blind = (age: string) => condition('ScalingActive', 'False', 'FailedGetResourceMetric', age, SAYS);
const core = part('v1.apps');

test('a cluster without metrics is told once, with all who miss them', () => {
  const objects = [core, hpa('api', 'Resource', [blind('40m')]), hpa('web', 'ContainerResource', [blind('3h')])];
  const [found, ...more] = proven(metricsMissing, objects);
  expect(more).toEqual([]);
  expect(found?.message).toBe(
    'there are no metrics: the cluster has no v1beta1.metrics.k8s.io, and 2 autoscalers cannot work without it',
  );
  expect(found).toMatchObject({ since: new Date(ago('3h')), cause: 'api-service/v1beta1.metrics.k8s.io' });
});

test.each([
  ['nobody misses', [core]],
  ['are there, and do not answer', [core, part('v1beta1.metrics.k8s.io'), hpa('api', 'Resource', [blind('40m')])]],
  ['have been missing for a moment', [core, hpa('api', 'Resource', [blind('9m')])]],
  ['are not what it scales by', [core, hpa('api', 'External', [blind('40m')])]],
  [
    'are not what it lacks',
    [core, hpa('api', 'Resource', [condition('ScalingActive', 'False', 'ScalingDisabled', '9h')])],
  ],
  ['serve it', [core, hpa('api', 'Resource', [condition('ScalingActive', 'True', 'ValidMetricFound', '9h')])]],
  ['a leaving autoscaler misses', [core, hpa('api', 'Resource', [blind('40m')], { deletionTimestamp: ago('1m') })]],
  ['nobody could look for', [hpa('api', 'Resource', [blind('40m')])]],
])('metrics that %s are no finding', (_, objects) => {
  expect(proven(metricsMissing, objects)).toEqual([]);
});

test('what could not be read is not missing', () => {
  const objects = [core, hpa('api', 'Resource', [blind('40m')])];
  expect(proven(metricsMissing, objects, { coverage: { APIService: 'partial' } })).toEqual([]);
});

import { expect, test } from 'vitest';
import { proven } from '../../../tests/support/proven.ts';
import { ago } from '../../../tests/support/view.ts';
import { condition } from '../../../tests/support/workload.ts';
import { apiServiceDown } from './api-service-down.ts';

function part(conditions: readonly object[], parts: { service?: object | null; metadata?: object } = {}): object {
  const { service = { namespace: 'kube-system', name: 'metrics-server', port: 443 } } = parts;
  return {
    kind: 'APIService',
    metadata: { name: 'v1beta1.metrics.k8s.io', ...parts.metadata },
    spec: { group: 'metrics.k8s.io', version: 'v1beta1', service },
    status: { conditions },
  };
}

const missing = condition('Available', 'False', 'MissingEndpoints', '9m', 'endpoints for service have no addresses.');

test.each([
  [missing, 'endpoints for service have no addresses', 'MissingEndpoints'],
  [condition('Available', 'False', 'FailedDiscoveryCheck', '9m', 'bad status'), 'bad status', 'FailedDiscoveryCheck'],
  [condition('Available', 'False', '', '9m'), 'service kube-system/metrics-server does not answer', 'NotAvailable'],
])('a part of the API that nobody answers for is told', (available, words, reason) => {
  const [found] = proven(apiServiceDown, [part([available])]);
  expect(found).toMatchObject({ message: `nobody answers for this part of the API: ${words}`, reason });
  expect(found).toMatchObject({ since: new Date(ago('9m')), subject: { name: 'v1beta1.metrics.k8s.io' } });
});

test.each([
  ['answers', part([condition('Available', 'True', 'Passed')])],
  ['was never looked at', part([])],
  ['nobody knows of', part([condition('Available', 'Unknown', 'x', '9m')])],
  ['has been silent for a moment', part([condition('Available', 'False', 'MissingEndpoints', '2m')])],
  ['is the API server’s own', part([missing], { service: null })],
  ['is being deleted', part([missing], { metadata: { deletionTimestamp: ago('1m') } })],
])('a part that %s is fine', (_, one) => {
  expect(proven(apiServiceDown, [one])).toEqual([]);
});

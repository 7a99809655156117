import { expect, test } from 'vitest';
import { application } from '../../../tests/support/gitops.ts';
import { proven } from '../../../tests/support/proven.ts';
import { ago } from '../../../tests/support/view.ts';
import { appDegraded } from './app-degraded.ts';

function health(status: string, age: string | null, more: object = {}): object {
  return { health: { status, ...(age === null ? {} : { lastTransitionTime: ago(age) }), ...more } };
}

const api = { kind: 'Deployment', namespace: 'shop', name: 'api', health: { status: 'Degraded' } };
const web = { kind: 'Service', namespace: 'shop', name: 'web', health: { status: 'Healthy' } };

test('an application that is degraded is told with what is broken in it', () => {
  const [found] = proven(appDegraded, [application({ ...health('Degraded', '20m'), resources: [api, web] })]);
  expect(found?.message).toBe('Argo CD says it is degraded: Deployment api');
  expect(found).toMatchObject({ reason: 'Degraded', since: new Date(ago('20m')), subject: { kind: 'Application' } });
});

test('its own words come first, and older versions do not say since when', () => {
  const [found] = proven(appDegraded, [application(health('Missing', null, { message: 'crd not found.' }))]);
  expect(found?.message).toBe('Argo CD says it is missing resources: crd not found');
  expect(proven(appDegraded, [application(health('Degraded', null))])[0]?.message).toContain('does not say which part');
});

test.each([
  ['healthy', application(health('Healthy', '20m'))],
  ['on its way', application(health('Progressing', '20m'))],
  ['suspended', application(health('Suspended', '20m'))],
  ['unknown', application(health('Unknown', '20m'))],
  ['degraded for a moment', application(health('Degraded', '10m'))],
  ['synced a moment ago', application({ ...health('Degraded', null), operationState: { finishedAt: ago('5m') } })],
  [
    'being synced',
    application({ ...health('Degraded', '20m'), operationState: { phase: 'Running', startedAt: ago('1m') } }),
  ],
  ['not synced yet', application({ ...health('Missing', '20m'), operationState: null })],
  ['leaving', application(health('Degraded', '20m'), {}, { deletionTimestamp: ago('1m') })],
])('an application that is %s is fine', (_, one) => {
  expect(proven(appDegraded, [one])).toEqual([]);
});

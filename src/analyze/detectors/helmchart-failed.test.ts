import { expect, test } from 'vitest';
import { job } from '../../../tests/support/job.ts';
import { proven } from '../../../tests/support/proven.ts';
import { ago } from '../../../tests/support/view.ts';
import { condition } from '../../../tests/support/workload.ts';
import { helmchartFailed } from './helmchart-failed.ts';

function chart(status: object, metadata: object = {}, spec: object = { chart: 'traefik', version: '25.0.3' }): object {
  return { kind: 'HelmChart', metadata: { name: 'traefik', namespace: 'shop', ...metadata }, spec, status };
}

const failed = condition('Failed', 'True', 'JobFailed', '20m', 'Job has reached the specified backoff limit.');
const ofJob = { jobName: 'migrate' };

test('a chart that could not be installed is told with what it says', () => {
  const [found] = proven(helmchartFailed, [chart({ conditions: [failed] })]);
  expect(found?.message).toBe(
    'the chart traefik 25.0.3 could not be installed: Job has reached the specified backoff limit',
  );
  expect(found).toMatchObject({ reason: 'JobFailed', since: new Date(ago('20m')), subject: { kind: 'HelmChart' } });
});

test('so is one whose job cannot be made, and one whose job failed', () => {
  const notMade = condition('JobCreated', 'False', '', '20m');
  expect(proven(helmchartFailed, [chart({ conditions: [notMade] }, {}, {})])[0]).toMatchObject({
    message: 'the chart traefik could not be installed: its install job was not made',
    reason: 'JobCreated',
  });
  expect(proven(helmchartFailed, [chart(ofJob), job('Failed', '30m')])[0]).toMatchObject({
    message: 'the chart traefik 25.0.3 could not be installed: of its install job, all 3 tries failed',
    reason: 'BackoffLimitExceeded',
    since: new Date(ago('30m')),
  });
});

test.each([
  ['is installed', [chart({ conditions: [condition('Failed', 'False', ''), condition('JobCreated', 'True', '')] })]],
  ['is new', [chart({})]],
  ['failed a moment ago', [chart({ conditions: [condition('Failed', 'True', '', '2m')] })]],
  ['is being installed', [chart(ofJob), job(null, '30m')]],
  ['was installed', [chart(ofJob), job('Complete', '30m')]],
  ['has a job that is gone', [chart(ofJob)]],
  ['is being deleted', [chart({ conditions: [failed] }, { deletionTimestamp: ago('1m') })]],
])('a chart that %s is fine', (_, objects) => {
  expect(proven(helmchartFailed, objects)).toEqual([]);
});

import { expect, test } from 'vitest';
import { cronJob, job } from '../../../tests/support/job.ts';
import { proven } from '../../../tests/support/proven.ts';
import { ago } from '../../../tests/support/view.ts';
import { jobFailed } from './job-failed.ts';

test('a job that failed for good is told until it is deleted', () => {
  const [found] = proven(jobFailed, [job('Failed', '3d')]);
  expect(found?.message).toBe('the job failed for good: all 3 tries failed');
  expect(found).toMatchObject({
    reason: 'BackoffLimitExceeded',
    since: new Date(ago('3d')),
    owner: { kind: 'Job', name: 'migrate' },
  });
});

test.each([
  [{ spec: { backoffLimit: 0 } }, 'its only try failed'],
  [
    { reason: 'DeadlineExceeded', spec: { activeDeadlineSeconds: 600 } },
    'it was not done within its deadline of 10 min',
  ],
  [
    { reason: 'PodFailurePolicy', message: 'Container app failed with exit code 42.' },
    'its failure policy gave up: Container app failed with exit code 42',
  ],
  [{ reason: 'FailedIndexes', message: 'Job has failed indexes' }, 'Job has failed indexes'],
])('the cause is told in words: %o', (parts, words) => {
  expect(proven(jobFailed, [job('Failed', '1h', parts)])[0]?.message).toBe(`the job failed for good: ${words}`);
});

test('a job with retries left and one that is complete are fine', () => {
  expect(proven(jobFailed, [job(null, '1h'), job('Complete', '2h')])).toEqual([]);
});

test('one slip of a CronJob is told once, on the CronJob', () => {
  const [found, ...more] = proven(jobFailed, [
    cronJob({ status: { lastSuccessfulTime: ago('34h') } }),
    job('Failed', '10h', { of: 'report' }),
  ]);
  expect(more).toEqual([]);
  expect(found?.owner).toEqual({ kind: 'CronJob', namespace: 'shop', name: 'report' });
});

test.each([
  [
    'a later run succeeded',
    [cronJob(), job('Failed', '34h', { of: 'report' }), job('Complete', '10h', { of: 'report' })],
  ],
  ['the CronJob says so itself', [cronJob(), job('Failed', '34h', { of: 'report' })]],
  [
    'it keeps failing, which is told of the CronJob',
    [cronJob({ status: { lastSuccessfulTime: ago('9d') } }), job('Failed', '10h', { of: 'report' })],
  ],
  [
    'its CronJob is suspended',
    [
      cronJob({ spec: { suspend: true }, status: { lastSuccessfulTime: ago('34h') } }),
      job('Failed', '10h', { of: 'report' }),
    ],
  ],
])('a failed run is no finding when %s', (_, objects) => {
  expect(proven(jobFailed, objects)).toEqual([]);
});

test('the runs of a CronJob that is gone speak for themselves, the newest for all', () => {
  const found = proven(jobFailed, [job('Failed', '34h', { of: 'report' }), job('Failed', '10h', { of: 'report' })]);
  expect(found.map((f) => f.subject.name)).toEqual(['report-10h']);
});

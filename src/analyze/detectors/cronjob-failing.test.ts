import { expect, test } from 'vitest';
import { cronJob, job } from '../../../tests/support/job.ts';
import { proven } from '../../../tests/support/proven.ts';
import { service } from '../../../tests/support/service.ts';
import { ago } from '../../../tests/support/view.ts';
import { cronJobFailing } from './cronjob-failing.ts';

const run = (outcome: 'Failed' | 'Complete', age: string, of = 'report') => job(outcome, age, { of });
const failingFor = (age: string | null, name = 'report') =>
  cronJob({ name, status: { lastSuccessfulTime: age && ago(age) } });

test('runs that failed in a row are told since the first of them', () => {
  const [found] = proven(cronJobFailing, [
    failingFor('58h'),
    run('Failed', '34h'),
    run('Failed', '10h'),
    run('Complete', '58h'),
  ]);
  expect(found?.message).toBe('the last 2 runs failed: all 3 tries failed');
  expect(found).toMatchObject({
    reason: 'BackoffLimitExceeded',
    since: new Date(ago('34h')),
    subject: { kind: 'CronJob', name: 'report' },
  });
});

test('the time of the last success tells of failed runs that are cleared away', () => {
  expect(proven(cronJobFailing, [failingFor('82h'), run('Failed', '10h')])[0]?.message).toBe(
    'every run since 2026-01-12 02:00 UTC failed: all 3 tries failed',
  );
  expect(proven(cronJobFailing, [failingFor(null), run('Failed', '10h')])[0]?.message).toBe(
    'every run so far failed: all 3 tries failed',
  );
});

test('one failed run is a slip, unless people count on it', () => {
  expect(proven(cronJobFailing, [failingFor('34h'), run('Failed', '10h')])).toEqual([]);
  const listed = [service('report', { namespaces: ['shop'] })];
  expect(proven(cronJobFailing, [failingFor('34h'), run('Failed', '10h')], { services: listed })[0]?.message).toBe(
    'the last run failed: all 3 tries failed',
  );
  const stored = [service('mysql', { namespaces: ['shop'], dataLayer: true })];
  const backup = [failingFor('34h', 'mysql-backup'), run('Failed', '10h', 'mysql-backup')];
  expect(proven(cronJobFailing, backup, { services: stored })[0]?.message).toBe(
    'the last backup of mysql failed: all 3 tries failed',
  );
  const twice = [
    failingFor('58h', 'mysql-backup'),
    run('Failed', '10h', 'mysql-backup'),
    run('Failed', '34h', 'mysql-backup'),
  ];
  expect(proven(cronJobFailing, twice, { services: stored })[0]?.message).toBe(
    'the last 2 backups of mysql failed: all 3 tries failed',
  );
});

test.each([
  ['that succeeded since', [cronJob(), run('Failed', '58h'), run('Failed', '34h'), run('Complete', '10h')]],
  [
    'that is suspended',
    [
      cronJob({ spec: { suspend: true }, status: { lastSuccessfulTime: ago('9d') } }),
      run('Failed', '34h'),
      run('Failed', '10h'),
    ],
  ],
  ['whose run still goes on', [failingFor('34h'), job(null, '10h', { of: 'report' })]],
])('a CronJob %s is fine', (_, objects) => {
  expect(proven(cronJobFailing, objects)).toEqual([]);
});

const cleared = (lastSuccess: string | null, parts: { spec?: object; status?: object; metadata?: object } = {}) =>
  cronJob({
    ...parts,
    status: { lastScheduleTime: ago('10h'), lastSuccessfulTime: lastSuccess && ago(lastSuccess), ...parts.status },
  });

test('one whose jobs are all cleared away and that never succeeded says so itself', () => {
  const [found] = proven(cronJobFailing, [cleared(null)]);
  expect(found?.message).toBe('every run so far failed: none succeeded, and none of its jobs is left to say why');
  expect(found?.reason).toBe('NeverSucceeded');
  const [since] = proven(cronJobFailing, [cleared('82h')]);
  expect(since?.message).toMatch(/^every run since 2026-01-12 02:00 UTC failed: none succeeded/);
  expect(since?.since).toEqual(new Date('2026-01-13T02:00:00Z'));
});

test.each([
  ['missed only two', [cleared('58h')]],
  ['is young', [cleared(null, { metadata: { creationTimestamp: ago('40h') } })]],
  ['has a run that goes on', [cleared(null, { status: { active: [{ name: 'report-1' }] } })]],
  ['has a run that is left', [cleared(null), run('Complete', '10h')]],
  ['is suspended', [cleared(null, { spec: { suspend: true } })]],
  ['never started', [cleared(null, { status: { lastScheduleTime: null } })]],
  [
    'clears its jobs away at once',
    [cleared(null, { spec: { jobTemplate: { spec: { ttlSecondsAfterFinished: 5 } } } })],
  ],
])('without a job to be seen, one that %s is fine', (_, objects) => {
  expect(proven(cronJobFailing, objects)).toEqual([]);
});

test('jobs that could not be read are not gone', () => {
  expect(proven(cronJobFailing, [cleared(null)], { coverage: { Job: 'partial' } })).toEqual([]);
});

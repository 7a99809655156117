import { expect, test } from 'vitest';
import { cronJob } from '../../../tests/support/job.ts';
import { proven } from '../../../tests/support/proven.ts';
import { service } from '../../../tests/support/service.ts';
import { ago } from '../../../tests/support/view.ts';
import { cronJobMissed } from './cronjob-missed.ts';

const last = (age: string | null) => ({ lastScheduleTime: age && ago(age) });

test('a CronJob that was due twice is told since it was first', () => {
  const [found] = proven(cronJobMissed, [cronJob({ status: last('58h') })]);
  expect(found?.message).toBe('has not run since 2026-01-13 02:00 UTC, though its schedule is 0 2 * * * (UTC)');
  expect(found?.since).toEqual(new Date('2026-01-14T02:00:00Z'));
});

test('its time zone counts', () => {
  const spec = { schedule: '0 12 * * *', timeZone: 'Europe/Berlin' };
  // Noon in Berlin is 11:00 UTC: the second one has just passed.
  const [found] = proven(cronJobMissed, [cronJob({ spec, status: last('49h') })]);
  expect(found?.message).toBe(
    'has not run since 2026-01-13 11:00 UTC, though its schedule is 0 12 * * * (Europe/Berlin)',
  );
  expect(
    proven(cronJobMissed, [cronJob({ spec: { ...spec, timeZone: 'America/New_York' }, status: last('43h') })]),
  ).toEqual([]);
});

test('one that never ran counts from its creation, and a backup is told by name', () => {
  const never = cronJob({ name: 'mysql-backup', metadata: { creationTimestamp: ago('3d') }, status: last(null) });
  const [found] = proven(cronJobMissed, [never], {
    services: [service('mysql', { namespaces: ['shop'], dataLayer: true })],
  });
  expect(found?.message).toBe(
    'is the backup of mysql and has not run since it was created at 2026-01-12 12:00 UTC, though its schedule is 0 2 * * * (UTC)',
  );
});

test.each([
  ['missed one run', cronJob({ status: last('34h') })],
  ['is younger than two runs', cronJob({ metadata: { creationTimestamp: ago('30h') }, status: last(null) })],
  ['is suspended', cronJob({ spec: { suspend: true }, status: last('90d') })],
  ['may still start late', cronJob({ spec: { startingDeadlineSeconds: 43_200 }, status: last('58h') })],
  [
    'waits for its run that goes on',
    cronJob({ spec: { concurrencyPolicy: 'Forbid' }, status: { ...last('58h'), active: [{ name: 'report-1' }] } }),
  ],
  ['has a schedule nobody can read', cronJob({ spec: { schedule: 'at dawn' }, status: last('90d') })],
  ['is in a time zone nobody knows', cronJob({ spec: { timeZone: 'Mars/North' }, status: last('90d') })],
])('a CronJob that %s is fine', (_, object) => {
  expect(proven(cronJobMissed, [object])).toEqual([]);
});

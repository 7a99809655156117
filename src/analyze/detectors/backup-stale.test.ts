import { expect, test } from 'vitest';
import { cronJob, job } from '../../../tests/support/job.ts';
import { proven } from '../../../tests/support/proven.ts';
import { service } from '../../../tests/support/service.ts';
import { ago } from '../../../tests/support/view.ts';
import { workload } from '../../../tests/support/workload.ts';
import { backupStale } from './backup-stale.ts';

/** Due at two every night; now it is noon. */
const backup = (age: string | null, parts: Parameters<typeof cronJob>[0] = {}) =>
  cronJob({ name: 'mysql-backup', ...parts, status: { lastSuccessfulTime: age && ago(age), ...parts.status } });
const listed = { services: [service('mysql', { namespaces: ['shop'], dataLayer: true })] };
const database = (image = 'docker.io/library/mysql:8', more: object = {}) =>
  workload('StatefulSet', {
    name: 'orders-db',
    ...more,
    spec: { template: { spec: { containers: [{ name: 'db', image }] } } },
  });
const told = (objects: readonly object[], options = {}) => proven(backupStale, objects, options).map((f) => f.message);

test('a listed data layer without a backup that worked, with what the last run says', () => {
  const failed = job('Failed', '10h', { of: 'mysql-backup' });
  const [found, ...more] = proven(backupStale, [backup('58h'), failed], listed);
  expect(more).toEqual([]);
  expect(found?.message).toBe(
    'mysql has had no backup since 2026-01-13 02:00 UTC, though its schedule is 0 2 * * * (UTC): ' +
      'its last run failed, all 3 tries failed',
  );
  expect(found).toMatchObject({
    since: new Date('2026-01-14T02:00:00Z'),
    subject: { kind: 'CronJob', name: 'mysql-backup' },
  });
});

test('a database nobody listed, by its image, and a CronJob that only its image or label gives away', () => {
  const start = 'orders-db has had no backup since 2026-01-13 02:00 UTC, though its schedule is 0 2 * * * (UTC): ';
  const gone = `${start}none of its runs succeeded, and none of them is left`;
  expect(told([backup('58h'), database()])).toEqual([gone]);
  const template = { spec: { containers: [{ name: 'a', image: 'restic/restic:0.17' }] } };
  const byImage = backup('58h', { name: 'nightly', spec: { jobTemplate: { spec: { template } } } });
  expect(told([byImage, database()])).toEqual([gone]);
  const wal = { spec: { containers: [{ name: 'a', image: 'r.local:5000/wal-g@sha256:1f' }] } };
  expect(told([backup('58h', { name: 'n', spec: { jobTemplate: { spec: { template: wal } } } }), database()])).toEqual([
    gone,
  ]);
  const byLabel = backup('58h', { name: 'nightly', metadata: { labels: { component: 'backup' } } });
  expect(told([byLabel, database()])).toEqual([gone]);
});

test('one that never worked counts from its creation; one that goes on or never started says so', () => {
  const never = backup(null, { metadata: { creationTimestamp: ago('3d') }, status: { lastScheduleTime: null } });
  expect(told([never], listed)).toEqual([
    'mysql has had no backup since its job was made at 2026-01-12 12:00 UTC, though its schedule is 0 2 * * * (UTC): ' +
      'it has not been started since',
  ]);
  expect(told([backup('58h'), job(null, '10h', { of: 'mysql-backup' })], listed)[0]).toMatch(
    /: its run has been going on for 10 h$/,
  );
  expect(proven(backupStale, [backup('58h')], { ...listed, coverage: { Job: 'partial' } })[0]?.message).toMatch(
    /: how its runs ended could not be read$/,
  );
});

test('in another namespace it must be named after the data layer; of two the name decides', () => {
  const far = { services: [service('mysql', { namespaces: ['data'], dataLayer: true })] };
  expect(told([backup('58h')], far)).toHaveLength(1);
  expect(told([backup('58h', { name: 'mysqladmin-backup' })], far)).toEqual([]);
  const two = { services: [service('redis', { namespaces: ['shop'], dataLayer: true }), ...listed.services] };
  expect(told([backup('58h')], two)[0]).toMatch(/^mysql has/);
});

test.each([
  ['that worked last night', [backup('10h')]],
  ['that missed one night', [backup('34h')]],
  ['whose second night may still be at work', [backup('34h', { spec: { schedule: '30 11 * * *' } })]],
  ['that a run says has worked since', [backup('58h'), job('Complete', '10h', { of: 'mysql-backup' })]],
  [
    'whose jobs are gone before anybody can note that they worked',
    [backup('90d', { spec: { jobTemplate: { spec: { ttlSecondsAfterFinished: 0 } } } })],
  ],
  ['that is suspended', [backup('90d', { spec: { suspend: true } })]],
  ['that is being deleted', [backup('90d', { metadata: { deletionTimestamp: ago('5s') } })]],
  ['that is young', [backup(null, { metadata: { creationTimestamp: ago('30h') } })]],
  ['that clears backups away', [backup('90d', { name: 'mysql-backup-cleanup' })]],
  ['that is none', [backup('90d', { name: 'report' })]],
  ['whose schedule nobody can read', [backup('90d', { spec: { schedule: '@every 1h' } })]],
])('a CronJob %s is fine', (_, objects) => {
  expect(proven(backupStale, objects, listed)).toEqual([]);
});

test('a backup of nothing that holds data is none of ours', () => {
  expect(told([backup('90d', { name: 'config-backup' }), database('acme/api:1')])).toEqual([]);
  expect(
    told([backup('90d', { name: 'config-backup' }), database('mysql:8', { metadata: { namespace: 'data' } })]),
  ).toEqual([]);
  expect(told([backup('90d', { name: 'config-backup' }), database('mysql:8', { wanted: 0 })])).toEqual([]);
  expect(told([backup('90d', { name: 'config-backup' }), database('mysql:8')])).toHaveLength(1);
  const template = { spec: { containers: [{ name: 'a', image: 'registry.local:5000/acme/report:1.4-dump' }] } };
  expect(told([backup('90d', { name: 'report', spec: { jobTemplate: { spec: { template } } } }), database()])).toEqual(
    [],
  );
});

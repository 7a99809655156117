import { expect, test } from 'vitest';
import { cronJob, job } from '../../../tests/support/job.ts';
import { pod } from '../../../tests/support/pod.ts';
import { proven } from '../../../tests/support/proven.ts';
import { cronJobOverrun } from './cronjob-overrun.ts';

const hourly = (spec: object = {}) =>
  cronJob({ spec: { schedule: '0 * * * *', concurrencyPolicy: 'Forbid', ...spec } });
const running = (age: string, more: object = {}) => {
  const made = job(null, age, { of: 'report' });
  return { ...made, status: { ...('status' in made && Object(made.status)), active: 1, failed: 0, ...more } };
};
const podOf = (name: string, phase: string) =>
  pod({ phase, metadata: { ownerReferences: [{ kind: 'Job', name, controller: true }] } });
const told = (...objects: readonly object[]) => proven(cronJobOverrun, objects).map((f) => f.message);

test('a run that goes on a whole interval past the next start', () => {
  const [found, ...more] = proven(cronJobOverrun, [hourly(), running('3h')]);
  expect(more).toEqual([]);
  expect(found?.message).toBe(
    'job report-3h has been running for 3 h, past the next start of its schedule 0 * * * * (UTC)',
  );
  // It began at nine: the next one was due at ten.
  expect(found).toMatchObject({
    since: new Date('2026-01-15T10:00:00Z'),
    subject: { kind: 'CronJob', name: 'report' },
  });
});

test('of several runs the oldest is told', () => {
  expect(told(hourly({ concurrencyPolicy: 'Allow' }), running('1h'), running('5h'), running('2h'))).toEqual([
    'job report-5h has been running for 5 h, past the next start of its schedule 0 * * * * (UTC)',
  ]);
});

test('where runs may overlap it takes an interval more', () => {
  expect(told(hourly({ concurrencyPolicy: 'Allow' }), running('2h'))).toEqual([]);
  expect(told(hourly({ concurrencyPolicy: 'Allow' }), running('3h'))).toHaveLength(1);
});

test('of one due every five minutes a quarter of an hour must have passed', () => {
  const often = hourly({ schedule: '*/5 * * * *' });
  expect(told(often, running('15m'))).toEqual([]);
  expect(told(often, running('20m'))).toHaveLength(1);
});

test('a run whose pod never started is not running', () => {
  expect(told(hourly(), running('3h'), podOf('report-3h', 'Pending'))).toEqual([]);
  expect(told(hourly(), running('3h'), podOf('report-3h', 'Running'))).toHaveLength(1);
});

test.each([
  ['is not yet late by an interval', [hourly({ schedule: '30 * * * *' }), running('89m')]],
  ['is suspended', [hourly({ suspend: true }), running('9h')]],
  ['is done', [hourly(), job('Complete', '3h', { of: 'report' }), job('Failed', '4h', { of: 'report' })]],
  ['waits between two tries', [hourly(), running('9h', { active: 0, failed: 1 })]],
  ['is stopped for now', [hourly(), { ...running('9h'), spec: { suspend: true } }]],
  ['has a schedule nobody can read', [hourly({ schedule: '@every 5m' }), running('9h')]],
  ['belongs to nobody', [hourly(), job(null, '9h')]],
])('one that %s is fine', (_, objects) => {
  expect(proven(cronJobOverrun, objects)).toEqual([]);
});

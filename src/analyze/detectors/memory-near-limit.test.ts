import { expect, test } from 'vitest';
import { metrics } from '../../../tests/support/metrics.ts';
import { JOB_OWNER, type PodParts, pod, waiting } from '../../../tests/support/pod.ts';
import { proven } from '../../../tests/support/proven.ts';
import { ago } from '../../../tests/support/view.ts';
import { memoryNearLimit } from './memory-near-limit.ts';

const limited = { resources: { limits: { memory: '512Mi' } } };
const running = { state: { running: { startedAt: ago('2h') } } };
const run = (memory: string, parts: PodParts = {}, measured: object = {}) =>
  proven(memoryNearLimit, [
    pod({ container: limited, api: running, notReady: null, ...parts }),
    metrics({ memory }, measured),
  ]);

test('a container that uses nine tenths of what it may', () => {
  const [found, ...more] = run('471860Ki');
  expect(more).toEqual([]);
  expect(found?.message).toBe('container api uses 460Mi of memory, 90 % of its limit of 512Mi');
  expect(found).toMatchObject({ reason: 'MemoryNearLimit', container: 'api', since: new Date(ago('30s')) });
});

test('ready or not; a sidecar has a limit of its own', () => {
  expect(run('500Mi', { notReady: '5m' })).toHaveLength(1);
  const init = [{ name: 'proxy', restartPolicy: 'Always', resources: { limits: { memory: '64Mi' } } }];
  const initStatus = [{ name: 'proxy', ...running }];
  const measured = { containers: [{ name: 'proxy', usage: { memory: '63Mi' } }] };
  expect(run('0', { init, initStatus }, measured).map((f) => f.message)).toEqual([
    'sidecar container proxy uses 63Mi of memory, 98 % of its limit of 64Mi',
  ]);
});

test('a Job has ten minutes to be done', () => {
  const metadata = { ...JOB_OWNER };
  expect(run('500Mi', { metadata, status: { startTime: ago('9m') } })).toEqual([]);
  expect(run('500Mi', { metadata, status: { startTime: ago('11m') } })).toHaveLength(1);
});

test.each([
  ['uses less', '460Mi', {}, {}],
  ['has no limit', '9Gi', { container: {} }, {}],
  ['has a limit nobody can read', '9Gi', { container: { resources: { limits: { memory: 'much' } } } }, {}],
  ['waits', '500Mi', { api: { state: waiting('CrashLoopBackOff') } }, {}],
  ['started after it was measured', '500Mi', { api: { state: { running: { startedAt: ago('10s') } } } }, {}],
  ['was measured long ago', '500Mi', {}, { timestamp: ago('11m') }],
  ['is being deleted', '500Mi', { metadata: { deletionTimestamp: ago('1s') } }, {}],
  ['is done', '500Mi', { phase: 'Succeeded' }, {}],
  ['is another one', '500Mi', { name: 'api-2' }, {}],
])('one that %s is fine', (_, memory, parts, measured) => {
  expect(run(memory, parts, measured)).toEqual([]);
});

import { expect, test } from 'vitest';
import { metrics } from '../../../tests/support/metrics.ts';
import { ended, event, JOB_OWNER, type PodParts, pod } from '../../../tests/support/pod.ts';
import { proven } from '../../../tests/support/proven.ts';
import { ago } from '../../../tests/support/view.ts';
import { cpuThrottled } from './cpu-throttled.ts';

const limited = { resources: { limits: { cpu: '500m' } } };
const up = (age = '2h') => ({ state: { running: { startedAt: ago(age) } } });
const SLOW = event(
  'Unhealthy',
  'Readiness probe failed: Get "http://10.0.0.7:8080/": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
  { fieldPath: 'spec.containers{api}' },
);
const run = (cpu: string, parts: PodParts, ...events: readonly object[]) =>
  proven(cpuThrottled, [pod({ container: limited, api: up(), ...parts }), metrics({ cpu }), ...events]);
const told = (...args: Parameters<typeof run>) => run(...args).map((f) => f.message);

test('a container at its limit that is not ready', () => {
  const [found, ...more] = run('498000000n', { api: { ...up(), ready: false } });
  expect(more).toEqual([]);
  expect(found?.message).toBe('container api uses all of its CPU limit of 500m and is not ready');
  expect(found).toMatchObject({ reason: 'CPUThrottled', since: new Date(ago('10m')) });
});

test('one whose probes time out', () => {
  expect(told('499m', { notReady: null, api: { ...up(), ready: true } }, SLOW)).toEqual([
    'container api uses all of its CPU limit of 500m and its readiness probe fails: Get "http://10.0.0.7:8080/": ' +
      'context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
  ]);
});

test('one that is restarted because it does not answer in time', () => {
  const lastState = ended(137, 'Error', '3m');
  const slow = event('Unhealthy', 'Liveness probe failed: command timed out after 1s', { age: '4m' });
  const api = { ...up('3m'), restartCount: 2, lastState, ready: true };
  const [found] = run('500m', { notReady: null, api }, slow);
  expect(found?.message).toBe(
    'container api uses all of its CPU limit of 500m and is restarted because its liveness probe fails: command timed out after 1s',
  );
  expect(found?.since).toEqual(new Date(ago('3m')));
  expect(told('500m', { notReady: null, api: { ...api, lastState: ended(137, 'Error', '20m') } }, slow)).toHaveLength(
    1,
  );
});

const ready = { notReady: null, api: { ...up(), ready: true } };
test.each([
  ['uses a little less', '470m', { api: { ...up(), ready: false } }, []],
  ['suffers no harm', '500m', ready, []],
  [
    'gives wrong answers in time',
    '500m',
    ready,
    [event('Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 500')],
  ],
  ['timed out long ago', '500m', ready, [event('Unhealthy', 'Readiness probe failed: timeout', { age: '40m' })]],
  ['still starts', '500m', { notReady: '1m', api: { ...up('1m'), ready: false } }, [SLOW]],
  ['is a Job', '500m', { metadata: JOB_OWNER, api: { ...up(), ready: false } }, [SLOW]],
  ['has no limit', '4', { container: {}, api: { ...up(), ready: false } }, []],
])('one that %s is fine', (_, cpu, parts, events) => {
  expect(run(cpu, parts, ...events)).toEqual([]);
});

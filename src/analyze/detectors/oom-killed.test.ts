import { expect, test } from 'vitest';
import { unheldEvidence } from '../../../tests/support/evidence.ts';
import { ended, JOB_OWNER, pod, waiting } from '../../../tests/support/pod.ts';
import { ago, detect } from '../../../tests/support/view.ts';
import { oomKilled } from './oom-killed.ts';

const running = { running: { startedAt: ago('1m') } };
const container = { resources: { limits: { memory: '256Mi' } } };

function killed(finished: string, reason = 'OOMKilled', restartCount = 2): object {
  return pod({
    notReady: null,
    container,
    api: { restartCount, state: running, lastState: ended(137, reason, finished) },
  });
}

function lastCycle(restarts: number): object {
  return { memory: { restarts: new Map([['uid-api-1/api', restarts]]), seen: new Map() } };
}

test('a container killed for its memory that runs again is told with its limit', () => {
  const objects = [killed('5m')];
  const [found, ...more] = detect(oomKilled, objects);
  expect(more).toEqual([]);
  expect(found?.message).toBe(
    'container api was killed for using more memory than its limit 256Mi and runs again (2 restarts)',
  );
  expect(found).toMatchObject({ reason: 'OOMKilled', since: new Date(ago('5m')) });
  expect(unheldEvidence(objects, found ? [found] : [])).toEqual([]);
});

test('the first kill is told before the restart', () => {
  const objects = [pod({ container, api: { state: ended(137, 'OOMKilled', '2s') } })];
  const found = detect(oomKilled, objects);
  expect(found.map((one) => one.message)).toEqual([
    'container api was killed for using more memory than its limit 256Mi and is about to start again (0 restarts)',
  ]);
  expect(unheldEvidence(objects, found)).toEqual([]);
});

test('137 without OOMKilled is an ordinary termination', () => {
  expect(detect(oomKilled, [killed('5m', 'Error')])).toEqual([]);
});

test('a kill that is long past is told only if it is new since the last cycle', () => {
  expect(detect(oomKilled, [killed('50m')])).toEqual([]);
  expect(detect(oomKilled, [killed('50m')], lastCycle(2))).toEqual([]);
  expect(detect(oomKilled, [killed('50m')], lastCycle(1))).toHaveLength(1);
});

test('a crash loop, a Job with retries left and a deleted pod are not told here', () => {
  const api = { restartCount: 4, state: waiting('CrashLoopBackOff'), lastState: ended(137, 'OOMKilled', '1m') };
  expect(detect(oomKilled, [pod({ api })])).toEqual([]);
  const again = { restartCount: 1, state: running, lastState: ended(137, 'OOMKilled', '1m') };
  expect(detect(oomKilled, [pod({ metadata: JOB_OWNER, api: again })])).toEqual([]);
  expect(detect(oomKilled, [pod({ metadata: { deletionTimestamp: ago('1s') }, api: again })])).toEqual([]);
});

test('what a node ends on its way out was not short of memory', () => {
  const off = {
    phase: 'Failed',
    reason: 'Terminated',
    message: 'Pod was terminated in response to imminent node shutdown.',
  };
  const containerStatuses = [{ name: 'api', restartCount: 3, state: ended(137, 'Error', '1m') }];
  expect(detect(oomKilled, [pod({ status: { ...off, containerStatuses } })])).toEqual([]);
  expect(detect(oomKilled, [pod({ api: { restartCount: 1, state: ended(137, 'Error', '1m') } })])).toEqual([]);
});

import { expect, test } from 'vitest';
import { unheldEvidence } from '../../../tests/support/evidence.ts';
import { ended, event, JOB_OWNER, pod, waiting } from '../../../tests/support/pod.ts';
import { ago, detect } from '../../../tests/support/view.ts';
import { restartsGrowing } from './restarts-growing.ts';

const running = { running: { startedAt: ago('1m') } };

function messages(api: object, before?: number, more: object = {}): readonly string[] {
  const objects = [pod({ notReady: null, api: { ready: true, state: running, ...api }, ...more })];
  const restarts = new Map(before === undefined ? [] : [['uid-api-1/api', before] as const]);
  const found = detect(restartsGrowing, objects, { memory: { restarts, seen: new Map() } });
  expect(unheldEvidence(objects, found)).toEqual([]);
  return found.map((one) => one.message);
}

test('three restarts since the last cycle are told, on a ready pod too', () => {
  expect(messages({ restartCount: 10, lastState: ended(1, 'Error', '40m') }, 7)).toEqual([
    'container api keeps restarting (10 restarts, 3 of them since the last cycle): the application failed (exit code 1)',
  ]);
});

test('three restarts of which the last ended a moment ago are told', () => {
  expect(messages({ restartCount: 3, lastState: ended(139, 'Error', '4m') })).toEqual([
    'container api keeps restarting (3 restarts, the last one 4 min ago): it crashed on a wrong memory access (SIGSEGV, exit code 139)',
  ]);
});

test('170 old restarts, two since the last cycle, or two at all say nothing', () => {
  expect(messages({ restartCount: 170, lastState: ended(1, 'Error', '15m') })).toEqual([]);
  expect(messages({ restartCount: 170, lastState: ended(1, 'Error', '40m') }, 168)).toEqual([]);
  expect(messages({ restartCount: 2, lastState: ended(1, 'Error', '1m') })).toEqual([]);
  expect(messages({ restartCount: 42 })).toEqual([]);
});

test('crash loops, kills for memory and pods of Jobs are told elsewhere', () => {
  expect(
    messages({ restartCount: 9, state: waiting('CrashLoopBackOff'), lastState: ended(1, 'Error', '1m') }, 1),
  ).toEqual([]);
  expect(messages({ restartCount: 9, lastState: ended(137, 'OOMKilled', '40m') }, 1)).toEqual([]);
  expect(messages({ restartCount: 9, lastState: ended(1, 'Error', '1m') }, 1, { metadata: JOB_OWNER })).toEqual([]);
});

test('a liveness probe that ends it again and again is the cause', () => {
  const objects = [
    pod({
      notReady: null,
      api: { ready: true, state: running, restartCount: 5, lastState: ended(137, 'Error', '4m') },
    }),
    event('Unhealthy', 'Liveness probe failed: HTTP probe failed with statuscode: 500', { age: '5m' }),
  ];
  const found = detect(restartsGrowing, objects);
  expect(unheldEvidence(objects, found)).toEqual([]);
  expect(found.map((one) => one.message)).toEqual([
    'container api keeps restarting (5 restarts, the last one 4 min ago): it is killed because its liveness probe fails: ' +
      'HTTP probe failed with statuscode: 500 (exit code 137)',
  ]);
});

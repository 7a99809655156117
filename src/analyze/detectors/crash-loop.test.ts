import { expect, test } from 'vitest';
import { unheldEvidence } from '../../../tests/support/evidence.ts';
import { ended, event, JOB_OWNER, pod, waiting } from '../../../tests/support/pod.ts';
import { ago, detect } from '../../../tests/support/view.ts';
import { crashLoop } from './crash-loop.ts';

const LOOP = waiting('CrashLoopBackOff', 'back-off 5m0s restarting failed container=api');

function messages(...objects: readonly object[]): readonly string[] {
  const found = detect(crashLoop, objects);
  expect(unheldEvidence(objects, found)).toEqual([]);
  return found.map((one) => one.message);
}

test('a crash loop is told with the exit code in words', () => {
  const api = { restartCount: 7, state: LOOP, lastState: ended(1, 'Error', '2m', { message: 'no database' }) };
  const [found] = detect(crashLoop, [pod({ api })]);
  expect(found).toMatchObject({ code: 'crash-loop', reason: 'CrashLoopBackOff', container: 'api' });
  expect(found?.since.toISOString()).toBe(ago('10m'));
  expect(messages(pod({ api }))).toEqual([
    'container api crashes again and again (7 restarts): the application failed (exit code 1)',
  ]);
});

test('out of memory is told apart, with the limit', () => {
  const api = { restartCount: 17, state: LOOP, lastState: ended(137, 'OOMKilled', '1m') };
  const limited = pod({ api, container: { resources: { limits: { memory: '256Mi' } } } });
  const [found] = detect(crashLoop, [limited]);
  expect(found).toMatchObject({ code: 'oom-crash-loop', reason: 'OOMKilled' });
  expect(messages(limited, pod({ name: 'api-2', api }))).toEqual([
    'container api is killed again and again for using more memory than its limit 256Mi (17 restarts)',
    'container api is killed again and again for using more memory than the node could give (17 restarts)',
  ]);
});

test('137 without OOMKilled is not out of memory; a liveness event says more', () => {
  const looping = pod({ api: { restartCount: 4, state: LOOP, lastState: ended(137, 'Error', '2m') } });
  const unhealthy = event('Unhealthy', 'Liveness probe failed: HTTP probe failed with statuscode: 500', {
    fieldPath: 'spec.containers{api}',
  });
  expect(messages(looping)).toEqual([
    'container api crashes again and again (4 restarts): it was killed from outside and not marked as out of memory ' +
      '(SIGKILL, exit code 137): a failed liveness probe, a node shutdown or an eviction',
  ]);
  expect(messages(looping, unhealthy)).toEqual([
    'container api crashes again and again (4 restarts): it is killed because its liveness probe fails: ' +
      'HTTP probe failed with statuscode: 500 (exit code 137)',
  ]);
});

test('an event of another container, of an older pod or of long ago explains nothing', () => {
  const api = { restartCount: 4, state: LOOP, lastState: ended(143, 'Error', '2m') };
  const words =
    'container api crashes again and again (4 restarts): it was told to stop (SIGTERM, exit code 143): a failed liveness probe or a node shutdown';
  const text = 'Liveness probe failed: timeout';
  expect(messages(pod({ api }), event('Unhealthy', text, { fieldPath: 'spec.containers{proxy}' }))).toEqual([words]);
  expect(messages(pod({ api }), event('Unhealthy', text, { uid: 'uid-old' }))).toEqual([words]);
  expect(messages(pod({ api }), event('Unhealthy', text, { age: '40m' }))).toEqual([words]);
});

test('sidecars and init containers crash loop too', () => {
  const state = { restartCount: 3, state: LOOP, lastState: ended(2, 'Error', '1m') };
  const looping = pod({
    phase: 'Pending',
    init: [{ name: 'proxy', restartPolicy: 'Always' }, { name: 'migrate' }],
    initStatus: [
      { name: 'proxy', ...state },
      { name: 'migrate', ...state },
    ],
    api: { state: waiting('PodInitializing') },
  });
  expect(messages(looping)).toEqual([
    'sidecar container proxy crashes again and again (3 restarts): the application failed or was called with wrong arguments (exit code 2)',
    'init container migrate crashes again and again (3 restarts): the application failed or was called with wrong arguments (exit code 2)',
  ]);
});

test('between two restarts the loop is the same loop', () => {
  const short = { startedAt: ago('40s') };
  const between = { restartCount: 1, state: ended(1, 'Error', '30s', short), lastState: ended(1, 'Error', '1m') };
  expect(messages(pod({ api: between }))).toEqual([
    'container api crashes again and again (1 restart): the application failed (exit code 1)',
  ]);
  const success = { restartCount: 2, state: ended(0, 'Completed', '30s', short) };
  expect(messages(pod({ api: success }))).toEqual([
    'container api crashes again and again (2 restarts): it ends with success (exit code 0) although it should run on',
  ]);
});

test('a first end, the end of a long run and a finished init container are no loops', () => {
  expect(messages(pod({ api: { restartCount: 0, state: ended(1, 'Error', '5s') } }))).toEqual([]);
  expect(messages(pod({ api: { restartCount: 1, state: ended(1, 'Error', '5s', { startedAt: ago('2h') }) } }))).toEqual(
    [],
  );
  const through = { name: 'migrate', restartCount: 2, state: ended(0, 'Completed', '5m') };
  expect(messages(pod({ init: [{ name: 'migrate' }], initStatus: [through], notReady: null }))).toEqual([]);
});

test('a container that runs after a single restart is no loop', () => {
  const api = {
    restartCount: 1,
    ready: true,
    state: { running: { startedAt: ago('1m') } },
    lastState: ended(1, 'Error', '2m'),
  };
  expect(messages(pod({ api, notReady: null }))).toEqual([]);
});

test('the pod of a Job is left to the Job: it may have retries left', () => {
  const spec = { restartPolicy: 'OnFailure' };
  const again = { restartCount: 3, lastState: ended(1, 'Error', '1m') };
  expect(messages(pod({ metadata: JOB_OWNER, spec, api: { ...again, state: LOOP } }))).toEqual([]);
  expect(messages(pod({ metadata: JOB_OWNER, spec, api: { ...again, state: ended(1, 'Error', '1s') } }))).toEqual([]);
});

test('pods that end or are being deleted are left alone', () => {
  const api = { restartCount: 7, state: LOOP, lastState: ended(1, 'Error', '2m') };
  expect(messages(pod({ api, metadata: { deletionTimestamp: ago('1s') } }))).toEqual([]);
  expect(messages(pod({ api, phase: 'Failed' }), pod({ api, phase: 'Succeeded' }))).toEqual([]);
});

test('a loop whose end is not recorded is told all the same', () => {
  expect(messages(pod({ api: { restartCount: 2, state: LOOP } }))).toEqual([
    'container api crashes again and again (2 restarts): how it ended is not recorded',
  ]);
});

test('onset is the first sign there is: a short run that was a restart began after a crash', () => {
  const lastState = ended(1, 'Error', '11m', { startedAt: ago('12m') });
  const api = { restartCount: 2, state: LOOP, lastState };
  expect(detect(crashLoop, [pod({ api })])[0]?.since.toISOString()).toBe(ago('12m'));
  const long = { ...api, lastState: ended(1, 'Error', '11m', { startedAt: ago('3d') }) };
  expect(detect(crashLoop, [pod({ api: long })])[0]?.since.toISOString()).toBe(ago('11m'));
});

test('what a node ends on its way out does not crash', () => {
  const off = {
    phase: 'Failed',
    reason: 'Terminated',
    message: 'Pod was terminated in response to imminent node shutdown.',
  };
  const containerStatuses = [{ name: 'api', restartCount: 3, state: ended(137, 'Error', '1m') }];
  expect(messages(pod({ status: { ...off, containerStatuses } }))).toEqual([]);
});

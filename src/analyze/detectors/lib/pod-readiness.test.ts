import { expect, test } from 'vitest';
import { ended, pod, waiting } from '../../../../tests/support/pod.ts';
import { ago, sceneOf } from '../../../../tests/support/view.ts';
import { isStarting } from './pod-readiness.ts';

function starts(object: object): boolean {
  const { view } = sceneOf([object]);
  return view.list('Pod').some((one) => isStarting(view, one));
}

const running = (age: string, more: object = {}) => ({ state: { running: { startedAt: ago(age) } }, ...more });
const placed = (age: string) => ({
  conditions: [{ type: 'PodScheduled', status: 'True', lastTransitionTime: ago(age) }],
});
const failedAfter = { lastState: { terminated: { exitCode: 1, startedAt: ago('4m'), finishedAt: ago('3m') } } };
const init = (state: object) => [{ name: 'wait', ready: false, state }];
const behind = { state: waiting('PodInitializing') };

test.each([
  ['a container inside its allowance', pod({ api: running('1m') })],
  [
    'inside the delay of its probe',
    pod({ container: { readinessProbe: { initialDelaySeconds: 300 } }, api: running('5m') }),
  ],
  ['a container that restarted once', pod({ api: running('1m', { restartCount: 1, ...failedAfter }) })],
  ['an image that is pulled', pod({ api: { state: waiting('ContainerCreating') }, status: placed('3m') })],
  ['an image error of a moment ago', pod({ api: { state: waiting('ErrImagePull') }, status: placed('30s') })],
  ['an init container that works', pod({ api: behind, initStatus: init({ running: { startedAt: ago('4m') } }) })],
  [
    'a new pod without a node',
    pod({ spec: { nodeName: undefined }, metadata: { creationTimestamp: ago('20s') }, status: { conditions: [] } }),
  ],
])('%s is starting', (_, object) => {
  expect(starts(object)).toBe(true);
});

test.each([
  ['a container past its allowance', pod({ api: running('3m') })],
  ['a container that never got up before', pod({ api: running('1m', { restartCount: 5, ...failedAfter }) })],
  ['a crash loop', pod({ api: { state: waiting('CrashLoopBackOff') }, status: placed('20s') })],
  ['a crash', pod({ api: { state: ended(1, 'Error', '3s') } })],
  ['an image error that stays', pod({ api: { state: waiting('ImagePullBackOff') } })],
  ['a creation that takes too long', pod({ api: { state: waiting('ContainerCreating') } })],
  ['an init container that hangs', pod({ api: behind, initStatus: init({ running: { startedAt: ago('9m') } }) })],
  ['a pod no node takes', pod({ spec: { nodeName: undefined }, status: { conditions: [] } })],
  ['a pod that is ready', pod({ notReady: null })],
  ['a pod that is being deleted', pod({ api: running('1m'), metadata: { deletionTimestamp: ago('1s') } })],
])('%s is not', (_, object) => {
  expect(starts(object)).toBe(false);
});

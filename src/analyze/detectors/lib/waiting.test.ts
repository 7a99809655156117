import { expect, test } from 'vitest';
import { event, pod, waiting } from '../../../../tests/support/pod.ts';
import { proven } from '../../../../tests/support/proven.ts';
import { containerConfig } from '../container-config.ts';
import { containerStart } from '../container-start.ts';
import { crashLoop } from '../crash-loop.ts';
import { imagePull } from '../image-pull.ts';
import { podStart } from '../pod-start.ts';

const DETECTORS = [crashLoop, imagePull, containerConfig, containerStart, podStart];

/** Every reason a kubelet gives for a container that waits, and one it may give some day. */
test.each([
  ['CrashLoopBackOff', 'crash-loop'],
  ['ErrImagePull', 'image-pull'],
  ['ImagePullBackOff', 'image-pull'],
  ['ErrImageNeverPull', 'image-pull'],
  ['InvalidImageName', 'image-pull'],
  ['ImageInspectError', 'image-pull'],
  ['RegistryUnavailable', 'image-pull'],
  ['SignatureValidationFailed', 'image-pull'],
  ['CreateContainerConfigError', 'container-config'],
  ['VerifyNonRootError', 'container-config'],
  ['CreateContainerError', 'container-start'],
  ['PreCreateHookError', 'container-start'],
  ['PreStartHookError', 'container-start'],
  ['PostStartHookError', 'container-start'],
  ['RunContainerError', 'container-start'],
  ['RunInitContainerError', 'container-start'],
  ['StartError', 'container-start'],
  ['ContainerCannotRun', 'container-start'],
  ['KillContainerError', 'container-start'],
  ['ContainerCreating', 'pod-start'],
  ['PodInitializing', 'pod-start'],
  ['SomethingNew', 'pod-start'],
])('%s is told once, as %s', (reason, code) => {
  const objects = [pod({ phase: 'Pending', api: { state: waiting(reason, 'x') } }), event('FailedMount', 'x')];
  expect(DETECTORS.flatMap((detector) => proven(detector, objects)).map((found) => found.code)).toEqual([code]);
});

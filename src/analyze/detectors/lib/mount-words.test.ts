import { expect, test } from 'vitest';
import { mountWords } from './mount-words.ts';

test.each([
  [
    'FailedMount',
    'MountVolume.SetUp failed for volume "tls" : secret "web-tls" not found',
    'Secret web-tls does not exist (volume tls)',
  ],
  [
    'FailedMount',
    'MountVolume.MountDevice failed for volume "pvc-1" : rpc error: code = Internal desc = mount failed: exit status 32',
    'volume pvc-1 cannot be mounted (mount failed: exit status 32)',
  ],
  [
    'FailedAttachVolume',
    'AttachVolume.Attach failed for volume "pvc-1" : context deadline exceeded',
    'volume pvc-1 was not attached in time',
  ],
  [
    'FailedCreatePodSandBox',
    'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "x": plugin type="calico" failed (add): no addresses left in the pool',
    'its network cannot be set up (no addresses left in the pool)',
  ],
  [
    'FailedCreatePodSandBox',
    'Failed to create pod sandbox: no space left on device',
    'its sandbox cannot be created (no space left on device)',
  ],
  ['NetworkNotReady', 'network is not ready: cni plugin not initialized', 'the network of its node is not ready'],
  [
    'FailedMount',
    'MountVolume.SetUp failed for volume "conf" : configmap references non-existent config key: app.yaml',
    'key app.yaml is missing in its ConfigMap (volume conf)',
  ],
  [
    'FailedMount',
    'MountVolume.SetUp failed for volume "tls" : references non-existent secret key: tls.crt',
    'key tls.crt is missing in its Secret (volume tls)',
  ],
  [
    'FailedAttachVolume',
    'Multi-Attach error for volume "pvc-1" Volume is already used by pod(s) api-7',
    'volume pvc-1 is still attached to another node (by api-7)',
  ],
  ['FailedMount', '', 'its event gives no cause'],
])('%s %s', (reason, message, words) => {
  expect(mountWords(reason, message)).toBe(words);
});

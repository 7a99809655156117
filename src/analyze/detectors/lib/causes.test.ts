import { describe, expect, test } from 'vitest';
import { redact } from '../../../platform/redact/redact.ts';
import {
  claimCause,
  configCause,
  evictionCause,
  imageCause,
  metricsCause,
  refusalCause,
  schedulerCause,
  startCause,
} from './causes.ts';

function event(reason: string, message: string) {
  return { reason, message: redact(message, 500) };
}

describe('what several workloads may share', () => {
  test.each([
    ['secret "db" not found', 'secret/shop/db'],
    ['configmap "settings" not found', 'configmap/shop/settings'],
    ["couldn't find key password in Secret shop/db", 'secret/shop/db'],
    ['MountVolume.SetUp failed for volume "v" : secret "db" not found', 'secret/shop/db'],
    ['container has runAsNonRoot and image will run as root', null],
  ])('configuration: %s', (message, cause) => {
    expect(configCause(message, 'shop')).toBe(cause);
  });

  test.each([
    [
      'pods "x" is forbidden: exceeded quota: compute, requested: cpu=1, used: cpu=4, limited: cpu=4',
      'quota/shop/compute',
    ],
    ['failed calling webhook "validate.kyverno.svc": connection refused', 'webhook/validate.kyverno.svc'],
    ['admission webhook "validate.kyverno.svc" denied the request: no', null],
    ['serviceaccount "x" not found', null],
    [null, null],
  ])('refusals: %s', (message, cause) => {
    expect(refusalCause(message, 'shop')).toBe(cause);
  });

  test.each([
    ['ghcr.io/acme/api:1', 'failed to authorize: 403 Forbidden', 'registry/ghcr.io/acme#denied'],
    ['registry.local/api:1', 'failed to authorize: 403 Forbidden', 'registry/registry.local#denied'],
    ['acme/api:1', 'unauthorized: incorrect username or password', 'registry/docker.io/acme#denied'],
    [
      '1.dkr.ecr.eu-west-1.amazonaws.com/acme/api:1',
      'failed to authorize: 403 Forbidden',
      'registry/1.dkr.ecr.eu-west-1.amazonaws.com#denied',
    ],
    ['registry:5000/api:1', 'dial tcp: i/o timeout', 'registry/registry:5000#unreachable'],
    ['acme/api:1', 'toomanyrequests: You have reached your pull rate limit', 'registry/docker.io#rate-limited'],
    ['redis', '429: toomanyrequests', 'registry/docker.io#rate-limited'],
    ['localhost/api', 'x509: certificate signed by unknown authority', 'registry/localhost#untrusted'],
    ['ghcr.io/acme/api:2', 'manifest unknown', null],
    ['acme/api:1', 'pull access denied, repository does not exist or may require authorization', null],
    ['ghcr.io/acme/api:1', 'no space left on device', null],
    ['', 'dial tcp: i/o timeout', null],
  ])('images: %s, %s', (image, message, cause) => {
    expect(imageCause(image, 'ErrImagePull', message)).toBe(cause);
  });

  test.each([
    ['0/3 nodes are available: 1 node(s) had untolerated taint {x: y}, 2 Insufficient cpu.', {}, 'scheduler/cpu'],
    ['0/3 nodes are available: 1 Insufficient cpu, 3 Insufficient memory. preemption: 0/3', {}, 'scheduler/memory'],
    ['0/3 nodes are available: 3 Insufficient nvidia.com/gpu.', {}, 'scheduler/nvidia.com/gpu'],
    ['0/3 nodes are available: 3 Insufficient cpu.', { nodeSelector: { pool: 'big' } }, 'scheduler/cpu@pool=big'],
    ['0/3 nodes are available: 3 Too many pods.', {}, 'scheduler/pods'],
    [
      "0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector.",
      { nodeSelector: { b: '2', a: '1' } },
      'scheduler/selector@a=1,b=2',
    ],
    ["0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector.", {}, null],
    ['0/3 nodes are available: 3 node(s) had volume node affinity conflict.', {}, null],
  ])('scheduling: %s', (message, spec, cause) => {
    expect(schedulerCause(message, spec)).toBe(cause);
  });

  test('networks, volumes, evictions, figures', () => {
    const sandbox = (words: string) => startCause(event('FailedCreatePodSandBox', words), 'shop');
    expect(sandbox('plugin type="calico" failed (add)')).toBe('network/calico');
    expect(sandbox('plugin type="multus" failed (add): plugin type="aws-cni" failed (add)')).toBe('network/aws-cni');
    expect(sandbox('networkPlugin cni failed to set up pod "x" network')).toBe('network/cni');
    expect(
      sandbox('plugin type="host-local" failed: no IP addresses available in range set: 10.1.0.1-10.1.0.254'),
    ).toBe('network/host-local@10.1.0.1-10.1.0.254');
    expect(
      sandbox(
        'plugin type="multus" failed (add): cannot find a network-attachment-definition (lan) in namespace (shop)',
      ),
    ).toBeNull();
    expect(startCause(event('FailedCreatePodSandBox', 'no runtime for "gvisor"'), 'shop')).toBeNull();
    expect(startCause(event('NetworkNotReady', 'network is not ready'), 'shop')).toBe('network/not-ready');
    expect(startCause(event('FailedMount', 'configmap "c" not found'), 'shop')).toBe('configmap/shop/c');
    expect(startCause(null, 'shop')).toBeNull();
    expect(claimCause('ProvisioningFailed', 'fast')).toBe('storage-class/fast');
    expect(claimCause('FailedBinding', 'fast')).toBeNull();
    expect(claimCause('ProvisioningFailed', '')).toBeNull();
    expect(evictionCause('The node was low on resource: memory.', 'a')).toBe('node/a');
    expect(evictionCause('Usage of EmptyDir volume "x" exceeds the limit', 'a')).toBeNull();
    expect(metricsCause('the server could not find the requested resource (get pods.metrics.k8s.io)')).toBe(
      'api-service/v1beta1.metrics.k8s.io',
    );
    expect(metricsCause('unable to fetch metrics from custom metrics API (get x.custom.metrics.k8s.io)')).toBe(
      'api-service/v1beta1.custom.metrics.k8s.io',
    );
    expect(metricsCause('missing request for cpu')).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import { deployed, inNamespace, pendingClaim, quota } from '../../tests/support/common-cause.ts';
import { node } from '../../tests/support/node.ts';
import { service } from '../../tests/support/service.ts';
import { run, since, stories } from '../../tests/support/stories.ts';
import { ago } from '../../tests/support/view.ts';
import { condition } from '../../tests/support/workload.ts';
import { NO_MEMORY } from './view.ts';

const DENIED = 'failed to authorize: 403 Forbidden';

/** Why the members of the only incident belong together. */
function why(objects: readonly object[], services = [] as readonly ReturnType<typeof service>[]): string | null {
  const { drafts } = run(services, objects);
  expect(drafts).toHaveLength(1);
  return drafts[0]?.link ?? null;
}

const pulls = (name: string, image: string, message: string, age = '20m') =>
  deployed(name, { image, age, waiting: { reason: 'ImagePullBackOff', message } });

describe('a registry', () => {
  it('that refuses the login is one incident at the first look, however far apart its images were asked for', () => {
    const objects = [...pulls('a', 'ghcr.io/x/a:1', DENIED, '9h'), ...pulls('b', 'ghcr.io/x/b:1', DENIED, '5m')];
    expect(stories([], objects)).toEqual(['Deployment/a down > Deployment/b down']);
    expect(why(objects)).toBe('their images come from ghcr.io/x, which refuses the login');
  });

  it('the most important one comes first', () => {
    const objects = [...pulls('a', 'ghcr.io/x/a:1', DENIED, '40m'), ...pulls('b', 'ghcr.io/x/b:1', DENIED)];
    expect(stories([service('b', { tier: 'P1' })], objects)).toEqual(['b down > Deployment/a down']);
    const old = [...pulls('a', 'ghcr.io/x/a:1', DENIED, '9h'), ...pulls('b', 'ghcr.io/x/b:1', DENIED)];
    expect(stories([service('b', { tier: 'P1' })], old)).toEqual(['Deployment/a down', 'b down']);
  });

  it('later only what began within half an hour joins, or what was one incident before', () => {
    const objects = ['a', 'b', 'c'].flatMap((name, i) => pulls(name, `ghcr.io/x/${name}:1`, DENIED, `${i * 25 + 5}m`));
    const far = pulls('d', 'ghcr.io/x/d:1', DENIED, '9h');
    const key = (name: string) => `object:Deployment/${name}/${name}`;
    const onsets = new Map([[key('d'), since('9h')]]);
    expect(stories([], [...objects, ...far], { ...NO_MEMORY, onsets })).toEqual([
      'Deployment/c down > Deployment/b down > Deployment/a down',
      'Deployment/d down',
    ]);
    const together = new Map([
      [key('a'), 'INC-1'],
      [key('d'), 'INC-1'],
    ]);
    expect(stories([], [...objects, ...far], { ...NO_MEMORY, onsets, together })).toHaveLength(1);
  });

  it('an absent tag, another registry and another answer are their own faults', () => {
    const objects = [
      ...pulls('a', 'ghcr.io/x/a:1', 'manifest unknown'),
      ...pulls('b', 'ghcr.io/x/b:1', 'manifest unknown'),
      ...pulls('c', 'ghcr.io/x/c:1', DENIED),
      ...pulls('d', 'quay.io/x/d:1', DENIED),
      ...pulls('e', 'quay.io/x/e:1', 'dial tcp: i/o timeout'),
    ];
    expect(stories([], objects)).toHaveLength(5);
  });

  it('what has a fault of its own beside stays for itself', () => {
    const both = deployed('b', {
      image: 'ghcr.io/x/b:1',
      waiting: { reason: 'ImagePullBackOff', message: DENIED },
      beside: { reason: 'CreateContainerConfigError', message: 'secret "b" not found' },
    });
    expect(stories([], [...pulls('a', 'ghcr.io/x/a:1', DENIED), ...both])).toHaveLength(2);
  });
});

describe('what is named', () => {
  const config = (name: string, message: string) =>
    inNamespace('shop', deployed(name, { waiting: { reason: 'CreateContainerConfigError', message } }));

  it('a Secret that several need is one incident, two Secrets are two', () => {
    const objects = [...config('a', 'secret "db" not found'), ...config('b', "couldn't find key pw in Secret shop/db")];
    expect(why(objects)).toBe('they need Secret db of namespace shop');
    expect(stories([], [...objects, ...config('c', 'configmap "db" not found')])).toHaveLength(2);
  });

  it('a quota is the root of what it keeps out, another quota of other things', () => {
    const refused = 'pods "x" is forbidden: exceeded quota: compute, requested: cpu=1, used: cpu=4, limited: cpu=4';
    const objects = [...deployed('a', { refused }), ...deployed('b', { refused })].flatMap((o) =>
      inNamespace('shop', [o]),
    );
    expect(why(objects)).toBe('their pods do not fit into quota compute of namespace shop');
    const stricter = objects.map((o) => JSON.parse(JSON.stringify(o).replaceAll('quota: compute', 'quota: other')));
    expect(stories([], [...objects.slice(0, 2), ...stricter.slice(2)])).toHaveLength(2);
    const [story] = stories([], [...objects, quota('compute', 'shop')]);
    expect(story).toMatch(/Deployment\/a down > Deployment\/b down/);
  });

  it('a webhook that nobody answers is the root of what it keeps from being made', () => {
    const refused = 'Internal error occurred: failed calling webhook "check.guard.io": connection refused';
    const client = { service: { namespace: 'guard', name: 'guard' } };
    const rules = [{ operations: ['CREATE'], apiGroups: [''], resources: ['pods'] }];
    const webhook = {
      kind: 'ValidatingWebhookConfiguration',
      metadata: { name: 'guard', creationTimestamp: ago('9d') },
      webhooks: [{ name: 'check.guard.io', failurePolicy: 'Fail', clientConfig: client, rules }],
    };
    const objects = [...deployed('a', { refused }), ...deployed('b', { refused }), webhook];
    expect(stories([service('b')], objects)).toEqual(['Service/guard at-risk > b down > Deployment/a down']);
    expect(why(objects)).toBe('admission webhook check.guard.io is asked about their pods and does not answer');
  });

  it('claims of one class, and the pods that wait for them', () => {
    const says = '0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims.';
    const objects = ['a', 'b'].flatMap((name) => [
      ...deployed(name, { unschedulable: says, claim: 'data' }),
      ...pendingClaim('data', name, 'fast'),
    ]);
    expect(stories([], objects)).toEqual(['Deployment/a down > Deployment/b down']);
    expect(why(objects)).toBe('their volumes are of storage class fast, and nobody makes them');
  });

  it('the network, of a node where all of them sit there', () => {
    const says = 'Failed to create pod sandbox: plugin type="calico" failed (add): no addresses';
    const stuck = (name: string, nodeName: string) => deployed(name, { sandbox: says, nodeName });
    expect(why([...stuck('a', 'n1'), ...stuck('b', 'n1')])).toBe('the network of node n1 does not take their pods in');
    expect(why([...stuck('a', 'n1'), ...stuck('b', 'n2')])).toBe(
      'the network of the cluster does not take their pods in',
    );
  });
});

describe('nodes', () => {
  const SHORT = '0/2 nodes are available: 2 Insufficient cpu.';

  it('a cluster without cpu is one incident for what nobody listed, none for services', () => {
    const objects = [...deployed('a', { unschedulable: SHORT }), ...deployed('b', { unschedulable: SHORT })];
    expect(why(objects)).toBe('no node has enough cpu left for them');
    expect(stories([service('a', { tier: 'P2' })], objects)).toHaveLength(2);
    const memory = deployed('c', { unschedulable: SHORT.replace('cpu', 'memory') });
    expect(stories([], [...objects, ...memory])).toHaveLength(2);
  });

  it('a cordoned node is the root of what waits for it', () => {
    const says = '0/2 nodes are available: 1 node(s) were unschedulable, 1 Insufficient cpu.';
    const closed = node([], { spec: { unschedulable: true } });
    const open = node([], { metadata: { name: 'node-b' } });
    const objects = [
      closed,
      open,
      ...deployed('a', { unschedulable: says }),
      ...deployed('b', { unschedulable: says }),
    ];
    expect(stories([service('b')], objects)).toEqual(['Node/node-a at-risk > b down > Deployment/a down']);
    expect(why(objects)).toBe('their pods wait for node node-a, which is cordoned');
  });

  it('nodes without room for one more pod are one incident with all that wait, listed or not', () => {
    const full = (name: string) => [
      node([], { metadata: { name }, status: { allocatable: { pods: '1' } } }),
      {
        kind: 'Pod',
        metadata: { name, namespace: 'x', ownerReferences: [{ kind: 'DaemonSet', name: 'x', controller: true }] },
        spec: { nodeName: name },
        status: { phase: 'Running', conditions: [condition('Ready', 'True', '')] },
      },
    ];
    const says = '0/2 nodes are available: 2 Too many pods.';
    const objects = [...full('n1'), ...full('n2'), ...deployed('a', { unschedulable: says })];
    expect(stories([service('a', { tier: 'P2' })], objects)).toEqual(['Node/n1 at-risk > a down > Node/n2 at-risk']);
    expect(why(objects)).toBe('the nodes have no room for one more pod');
  });

  it('a node under pressure is the root of what it put out', () => {
    const disk = node([condition('DiskPressure', 'True', 'KubeletHasDiskPressure', '9h')]);
    const evictedPods = (name: string) =>
      deployed(name, { evicted: 'The node was low on resource: ephemeral-storage.' });
    const objects = [disk, ...evictedPods('a'), ...evictedPods('b')];
    expect(stories([], objects)).toEqual(['Node/node-a at-risk > Deployment/a down > Deployment/b down']);
    expect(stories([], [...evictedPods('a'), ...evictedPods('b')])).toEqual(['Deployment/a down > Deployment/b down']);
  });
});

describe('parts of the platform', () => {
  const store = {
    kind: 'ClusterSecretStore',
    metadata: { name: 'vault' },
    status: { conditions: [condition('Ready', 'False', 'InvalidProviderConfig', '3h', 'no login')] },
  };
  const secret = (name: string, age: string) => ({
    kind: 'ExternalSecret',
    metadata: { name, namespace: name },
    spec: { secretStoreRef: { kind: 'ClusterSecretStore', name: 'vault' }, target: { name } },
    status: { conditions: [condition('Ready', 'False', 'SecretSyncedError', age, 'store is not ready')] },
  });

  it('a store is the root of the secrets that it does not give, not of those that failed before', () => {
    expect(stories([], [store, secret('a', '1h'), secret('b', '2h')])).toEqual([
      'ClusterSecretStore/vault at-risk > ExternalSecret/b at-risk > ExternalSecret/a at-risk',
    ]);
    expect(stories([], [store, secret('a', '9h')])).toHaveLength(2);
    expect(why([store, secret('a', '1h')])).toBe('their secrets come from ClusterSecretStore vault');
  });

  it('and of the pods that lack such a secret', () => {
    const waits = deployed('a', { waiting: { reason: 'CreateContainerConfigError', message: 'secret "a" not found' } });
    expect(stories([], [store, secret('a', '1h'), ...waits])).toEqual([
      'ClusterSecretStore/vault at-risk > Deployment/a down > ExternalSecret/a at-risk',
    ]);
  });

  const part = (name: string) => ({
    kind: 'APIService',
    metadata: { name: 'v1beta1.metrics.k8s.io' },
    spec: { service: { namespace: 'kube-system', name } },
    status: { conditions: [condition('Available', 'False', 'MissingEndpoints', '2h', 'no endpoints')] },
  });
  const hpa = {
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web', namespace: 'web' },
    spec: { scaleTargetRef: { kind: 'Foo', name: 'web' }, metrics: [{ type: 'Resource' }] },
    status: {
      conditions: [
        condition('ScalingActive', 'False', 'FailedGetResourceMetric', '1h', 'unable to get pods.metrics.k8s.io'),
      ],
    },
  };

  it('metrics that nobody serves, with the autoscalers that want them', () => {
    expect(stories([], [part('metrics-server'), hpa])).toEqual([
      'APIService/v1beta1.metrics.k8s.io at-risk > Foo/web at-risk',
    ]);
    const other = { kind: 'APIService', metadata: { name: 'v1.apps' } };
    expect(stories([], [other, hpa])).toEqual(['APIService/v1beta1.metrics.k8s.io at-risk > Foo/web at-risk']);
  });

  it('behind a part of the API stands what answers for it', () => {
    const down = inNamespace('kube-system', deployed('metrics-server', { waiting: { reason: 'CrashLoopBackOff' } }));
    const [story] = stories([], [part('metrics-server'), hpa, ...down]);
    expect(story).toMatch(/^Deployment\/metrics-server down > /);
    expect(stories([], [part('metrics-server'), hpa, ...down])).toHaveLength(1);
  });
});

describe('services that fail for different causes', () => {
  it('stay apart', () => {
    const p0 = [service('a'), service('b')];
    const objects = [
      ...deployed('a', { age: '20m', waiting: { reason: 'CrashLoopBackOff' } }),
      ...pulls('b', 'ghcr.io/x/b:1', DENIED, '3h'),
    ];
    expect(run(p0, objects).drafts.map((d) => d.onset)).toEqual([since('20m'), since('3h')]);
    expect(ago('20m')).toBe(since('20m').toISOString());
  });
});

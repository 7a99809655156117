// A shop whose API, a P0, is killed for memory again and again, as raw objects, with logs, events and the commits before it.
import type { FakeCommit } from '../fakes/github/types.ts';
import type { FakeApiOptions } from './fake-api.ts';

/** A Wednesday, in business hours. */
export const NOW = '2026-11-18T10:00:00Z';
/** The first symptom: 12 minutes after the commit that is to blame, 6 before NOW. */
const ONSET = '2026-11-18T09:54:00Z';
const CUT_AT = '2026-11-18T09:42:00Z';
export const GUILTY = '5f1c0de5a1b2c3d4e5f60718293a4b5c6d7e8f90';
const REPOSITORY = 'acme/gitops';

/** Text that somebody else wrote, by the way it comes in. */
export interface Foreign {
  readonly log?: string;
  readonly event?: string;
  readonly annotation?: string;
  readonly commit?: string;
}

export const SERVICES_TXT = `1. Critical Services (P0 - Business Critical)

  1.1 shop-api
  - Purpose: takes the orders of the shop
  - GitOps:
    - ArgoCD App: base-apps/shop-api.yaml
    - Manifests: base-apps/shop-api/
  - Namespace: shop-api
  - Dependents: shop-web
  - Max Downtime: 0 minutes
  - Health Check: HTTP GET /health on port 8000
  - Known Issues:
    - Slow startup: takes 5-6 minutes until it is ready (initialDelaySeconds 300-360).
`;

export function outage(foreign: Foreign = {}): Pick<FakeApiOptions, 'objects' | 'logs'> {
  const pods = ['shop-api-7d9f6b5c4-aaaaa', 'shop-api-7d9f6b5c4-bbbbb'];
  return {
    objects: [
      { kind: 'Namespace', metadata: { name: 'kube-system', uid: 'cluster-1' } },
      { kind: 'Namespace', metadata: { name: 'shop-api' } },
      deployment(foreign.annotation),
      replicaSet(),
      ...pods.map((name) => pod(name, foreign.annotation)),
      event(pods[0] ?? '', foreign.event ?? 'Back-off restarting failed container api'),
    ],
    logs: Object.fromEntries(
      pods.flatMap((name) => [
        [
          `shop-api/${name}/api/previous`,
          `loading 184320 orders into memory\nmemory 63 MiB of 64 MiB\n${foreign.log ?? ''}\n`,
        ],
        [`shop-api/${name}/api`, `starting\n${foreign.log ?? ''}\n`],
        [`shop-api/${name}/migrate`, 'migration 42: schema is up to date\n'],
      ]),
    ),
  };
}

export function commits(foreign: Foreign = {}): readonly FakeCommit[] {
  const base = { author: 'Robin', files: [] };
  const patch = (lines: readonly string[]): string => ['@@ -18,6 +18,6 @@ spec:', ...lines].join('\n');
  return [
    {
      ...base,
      sha: '0a0b0c0d0e0f1a1b1c1d1e1f2a2b2c2d2e2f3a3b',
      authorDate: '2026-11-17T16:00:00Z',
      committerDate: '2026-11-17T16:00:00Z',
      subject: 'shop-web: new banner',
      files: [
        {
          path: 'base-apps/shop-web/deployment.yaml',
          status: 'modified',
          patch: patch(['-        image: web:1', '+        image: web:2']),
        },
      ],
    },
    {
      ...base,
      sha: GUILTY,
      authorDate: CUT_AT,
      committerDate: CUT_AT,
      subject: foreign.commit ?? 'shop-api: save memory',
      files: [
        {
          path: 'base-apps/shop-api/deployment.yaml',
          status: 'modified',
          patch: patch([
            '         resources:',
            '           limits:',
            '-            memory: 512Mi',
            '+            memory: 64Mi',
            ...(foreign.commit === undefined ? [] : [`+        # ${foreign.commit}`]),
          ]),
        },
      ],
    },
  ];
}

export const GITHUB = { repository: REPOSITORY, token: 'ghp_faketokenfaketokenfaketoken1234' } as const;

const labels = { app: 'shop-api' };
const resources = { limits: { memory: '64Mi' }, requests: { memory: '64Mi' } };
const container = { name: 'api', image: 'shop-api:5.8.0', resources };
const template = {
  metadata: { labels },
  spec: { initContainers: [{ name: 'migrate', image: 'shop-api:5.8.0' }], containers: [container] },
};

function deployment(annotation = ''): object {
  return {
    kind: 'Deployment',
    metadata: {
      name: 'shop-api',
      namespace: 'shop-api',
      generation: 2,
      creationTimestamp: '2026-01-01T00:00:00Z',
      annotations: { description: annotation },
    },
    spec: { replicas: 2, selector: { matchLabels: labels }, template },
    status: {
      observedGeneration: 2,
      replicas: 2,
      updatedReplicas: 2,
      readyReplicas: 0,
      unavailableReplicas: 2,
      conditions: [
        { type: 'Available', status: 'False', reason: 'MinimumReplicasUnavailable', lastTransitionTime: ONSET },
        { type: 'Progressing', status: 'True', reason: 'NewReplicaSetAvailable', lastTransitionTime: CUT_AT },
      ],
    },
  };
}

function replicaSet(): object {
  return {
    kind: 'ReplicaSet',
    metadata: {
      name: 'shop-api-7d9f6b5c4',
      namespace: 'shop-api',
      creationTimestamp: CUT_AT,
      annotations: { 'deployment.kubernetes.io/revision': '2' },
      ownerReferences: [{ kind: 'Deployment', name: 'shop-api', controller: true, apiVersion: 'apps/v1', uid: 'd' }],
    },
    spec: { replicas: 2, selector: { matchLabels: labels }, template },
    status: { replicas: 2, readyReplicas: 0 },
  };
}

function pod(name: string, annotation = ''): object {
  const killed = { exitCode: 137, reason: 'OOMKilled', startedAt: ONSET, finishedAt: '2026-11-18T09:58:00Z' };
  return {
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'shop-api',
      uid: name,
      labels: { ...labels, 'pod-template-hash': '7d9f6b5c4' },
      annotations: { note: annotation },
      creationTimestamp: CUT_AT,
      ownerReferences: [
        { kind: 'ReplicaSet', name: 'shop-api-7d9f6b5c4', controller: true, apiVersion: 'apps/v1', uid: 'rs' },
      ],
    },
    spec: { nodeName: 'worker-1', ...template.spec },
    status: {
      phase: 'Running',
      startTime: CUT_AT,
      conditions: [{ type: 'Ready', status: 'False', reason: 'ContainersNotReady', lastTransitionTime: ONSET }],
      initContainerStatuses: [
        {
          name: 'migrate',
          ready: true,
          restartCount: 0,
          state: { terminated: { exitCode: 0, reason: 'Completed', startedAt: CUT_AT, finishedAt: CUT_AT } },
        },
      ],
      containerStatuses: [
        {
          name: 'api',
          ready: false,
          restartCount: 7,
          state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 5m0s restarting failed container' } },
          lastState: { terminated: killed },
        },
      ],
    },
  };
}

function event(name: string, message: string): object {
  return {
    kind: 'Event',
    metadata: { name: `${name}.1`, namespace: 'shop-api', creationTimestamp: ONSET },
    involvedObject: { kind: 'Pod', namespace: 'shop-api', name },
    type: 'Warning',
    reason: 'BackOff',
    message,
    count: 9,
    firstTimestamp: ONSET,
    lastTimestamp: '2026-11-18T09:59:00Z',
  };
}

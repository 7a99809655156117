// More of the shop: the outage of outage.ts under other names, services that are well, and the inventory that lists them.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratch } from './cli.ts';
import { outage } from './outage.ts';

export interface Listed {
  readonly name: string;
  readonly tier: 'P0' | 'P1';
  readonly needs?: readonly string[];
  readonly minutes?: number;
  /** False: nobody syncs it from Git. */
  readonly gitops?: boolean;
}

const TITLES = {
  P0: '1. Critical Services (P0 - Business Critical)',
  P1: '2. Infrastructure (P1 - Important)',
} as const;

/** A services.txt of these, as a file. */
export function listing(services: readonly Listed[]): string {
  const file = join(scratch(), 'services.txt');
  const sections = (['P0', 'P1'] as const).map((tier, section) => {
    const entries = services.filter((one) => one.tier === tier).map((one, i) => entry(`${section + 1}.${i + 1}`, one));
    return entries.length === 0 ? '' : `${[TITLES[tier], ...entries].join('\n\n')}\n`;
  });
  writeFileSync(file, sections.filter((text) => text !== '').join('\n---\n\n'));
  return file;
}

function entry(number: string, { name, needs = [], minutes = 0, gitops = true }: Listed): string {
  return [
    `  ${number} ${name}`,
    ...(gitops
      ? ['  - GitOps:', `    - ArgoCD App: base-apps/${name}.yaml`, `    - Manifests: base-apps/${name}/`]
      : []),
    `  - Namespace: ${name}`,
    ...(needs.length === 0 ? [] : [`  - Dependencies: ${needs.join(', ')}`]),
    `  - Max Downtime: ${minutes} minutes`,
  ].join('\n');
}

export const CLUSTER = { kind: 'Namespace', metadata: { name: 'kube-system', uid: 'cluster-1' } };

/** The shop's outage as that of another service, without the cluster around it. */
export function outageOf(name: string): readonly object[] {
  const [, ...objects] = outage().objects ?? [];
  return JSON.parse(JSON.stringify(objects).replaceAll('shop-api', name));
}

/** A Deployment that serves, with its pod. */
export function wellOf(name: string, image = `${name}:1`): readonly object[] {
  const labels = { app: name };
  const since = '2026-11-01T00:00:00Z';
  const spec = { containers: [{ name: 'main', image }] };
  const meta = { namespace: name, creationTimestamp: since };
  const hashed = { ...labels, 'pod-template-hash': '5d5d' };
  return [
    { kind: 'Namespace', metadata: { name } },
    {
      kind: 'Deployment',
      metadata: { name, generation: 1, ...meta },
      spec: { replicas: 1, selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
      status: { observedGeneration: 1, replicas: 1, updatedReplicas: 1, readyReplicas: 1, availableReplicas: 1 },
    },
    {
      kind: 'ReplicaSet',
      metadata: {
        name: `${name}-5d5d`,
        ...meta,
        labels: hashed,
        annotations: { 'deployment.kubernetes.io/revision': '1' },
        ownerReferences: [{ kind: 'Deployment', name, controller: true, apiVersion: 'apps/v1', uid: 'd' }],
      },
      spec: { replicas: 1, selector: { matchLabels: labels }, template: { metadata: { labels: hashed }, spec } },
      status: { replicas: 1, readyReplicas: 1 },
    },
    {
      kind: 'Pod',
      metadata: {
        name: `${name}-5d5d-a`,
        uid: `${name}-a`,
        ...meta,
        labels: hashed,
        ownerReferences: [
          { kind: 'ReplicaSet', name: `${name}-5d5d`, controller: true, apiVersion: 'apps/v1', uid: 'r' },
        ],
      },
      spec: { nodeName: 'worker-1', ...spec },
      status: {
        phase: 'Running',
        startTime: since,
        conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: since }],
        containerStatuses: [
          { name: 'main', ready: true, restartCount: 0, image, state: { running: { startedAt: since } } },
        ],
      },
    },
  ];
}

/** An hour after the NOW of outage.ts: the next cycle. */
export const NEXT = '2026-11-18T11:00:00Z';
